"""Fetching a register file over the network, from an address that a school may have typed.

Careful on purpose: no redirects, no compression, no proxies of the environment; connected to the very IP address that was
looked at; and never more bytes or more time than a file can need.
"""

import httpx

from openpact import clock
from openpact.said import Said, gettext

from . import core
from .address import Address, BadAddress, places

CONNECT, ANSWER, ALTOGETHER = 10, 20, 60
"""Seconds: to connect, between two pieces of the answer, and for all of it."""
LARGEST = core.LIMITS.file_bytes


class NotFetched(Exception):
    """No file came. Its words are for the school; they hold nothing of what the other side answered."""

    def __init__(self, words: Said) -> None:
        super().__init__(words)
        self.words = words


def get(address: Address, token: str) -> bytes:
    """The file. Raises NotFetched."""
    try:
        ips = places(address)
    except BadAddress as bad:
        raise NotFetched(bad.words) from None
    except OSError:
        raise NotFetched(gettext("There is no such address: {host}.", host=address.host)) from None
    until = clock.monotonic() + ALTOGETHER
    with httpx.Client(
        verify=httpx.create_ssl_context(), trust_env=False, timeout=httpx.Timeout(ANSWER, connect=CONNECT)
    ) as client:
        for ip in ips:
            try:
                return _ask(client, address, ip, token, until)
            except httpx.ConnectError as trouble:
                if "CERTIFICATE" in str(trouble).upper():
                    raise NotFetched(
                        gettext("The address does not prove who it is: its certificate is not valid.")
                    ) from None
            except httpx.TimeoutException:
                raise NotFetched(gettext("The address took too long to answer.")) from None
            except httpx.HTTPError:
                raise NotFetched(gettext("The answer broke off or could not be understood.")) from None
    raise NotFetched(gettext("The address cannot be reached."))


def _ask(client: httpx.Client, address: Address, ip: str, token: str, until: float) -> bytes:
    headers = {
        "Host": address.url.netloc.decode("ascii"),
        "Accept": "text/csv, text/plain, */*;q=0.1",
        "Accept-Encoding": "identity",
        "User-Agent": "OpenPaCT",
    }
    if token:
        headers["Authorization"] = f"Bearer {token}"
    there = address.url.copy_with(host=ip)
    with client.stream("GET", there, headers=headers, extensions={"sni_hostname": address.host}) as answer:
        _look_at(answer)
        pieces, size = [], 0
        for piece in answer.iter_raw():
            size += len(piece)
            if size > LARGEST:
                raise NotFetched(gettext("The answer is far larger than any register file."))
            if clock.monotonic() > until:
                raise NotFetched(gettext("The address took too long to answer."))
            pieces.append(piece)
    return b"".join(pieces)


def _look_at(answer: httpx.Response) -> None:
    if answer.status_code in (401, 403):
        raise NotFetched(gettext("The address does not accept the token, or asks for one."))
    if answer.status_code == 404:
        raise NotFetched(gettext("There is no file at this address."))
    if answer.is_redirect:
        raise NotFetched(gettext("The file has moved elsewhere: give the new address."))
    if answer.status_code != 200:
        raise NotFetched(gettext("The address answered with an error ({number}).", number=answer.status_code))
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise NotFetched(gettext("The file came compressed, which PaCT does not accept."))
