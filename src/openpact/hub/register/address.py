"""Addresses from which a register file may be fetched: https, and in nobody's own network unless the operator says so."""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx
from django.conf import settings

from openpact.said import Said, gettext

LONGEST = 2000
#: IPv6 addresses in which a gateway finds an IPv4 one.
NAT64 = IPv6Network("64:ff9b::/96")


class BadAddress(ValueError):
    """In words for whoever typed it."""

    def __init__(self, words: Said) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Address:
    url: httpx.URL

    @property
    def host(self) -> str:
        return self.url.raw_host.decode("ascii")

    @property
    def port(self) -> int:
        return self.url.port or 443

    @property
    def origin(self) -> str:
        """Whom a token for this address may be shown to."""
        return f"{self.host}:{self.port}"

    @property
    def may_be_private(self) -> bool:
        return self.host.lower() in settings.REGISTER_PRIVATE_HOSTS


def parse(text: str) -> Address:
    """Raises BadAddress, also for an address that plainly leads into somebody's own network."""
    if len(text) > LONGEST or not text.isascii() or not text.isprintable() or " " in text:
        raise BadAddress(gettext("This is not an address."))
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        raise BadAddress(gettext("This is not an address.")) from None
    if url.scheme != "https":
        raise BadAddress(
            gettext("The address has to begin with https://, so that nobody can read or change the file on its way.")
        )
    if not url.host:
        raise BadAddress(gettext("This is not an address."))
    if url.userinfo:
        raise BadAddress(gettext("Leave the name and the password out of the address: a token has a field of its own."))
    address = Address(url)
    if not address.may_be_private and _leads_home(address.host):
        raise BadAddress(gettext("This address leads into a network of its own, which PaCT does not fetch from."))
    return address


def places(address: Address) -> list[str]:
    """The IP addresses behind it, all of which may be fetched from. Whoever fetches keeps to these: asked again, the name
    might lead elsewhere.

    Raises BadAddress if one of them may not, OSError if the name leads nowhere.
    """
    found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    ips = list(dict.fromkeys(str(sockaddr[0]) for *_rest, sockaddr in found))
    if not address.may_be_private and not all(is_public(ip) for ip in ips):
        raise BadAddress(gettext("This address leads into a network of its own, which PaCT does not fetch from."))
    return ips


def is_public(ip: str) -> bool:
    """Whether anybody on the internet may use this IP address: none of a private network, of this machine, or of its cloud."""
    outer = ip_address(ip.partition("%")[0])
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in (outer, *_inside(outer)))


def _inside(ip: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that an IPv6 one may stand for."""
    if isinstance(ip, IPv4Address):
        return []
    found = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if ip in NAT64:
        found.append(IPv4Address(int(ip) & 0xFFFFFFFF))
    return [one for one in found if one is not None]


def _leads_home(host: str) -> bool:
    """Without asking anybody: an IP address that is not public, or a name that is nobody's on the internet."""
    name = host.strip("[]").lower().rstrip(".")
    try:
        return not is_public(name)
    except ValueError:
        return "." not in name or name.endswith((".localhost", ".local", ".internal"))
