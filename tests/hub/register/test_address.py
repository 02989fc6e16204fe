"""Addresses that a school may type, and where they may not lead."""

import socket

import pytest

from openpact.hub.register import tokens
from openpact.hub.register.address import BadAddress, is_public, parse, places


@pytest.mark.parametrize(
    "address",
    [
        "http://register.example.nz/7999.csv",
        "ftp://register.example.nz/7999.csv",
        "register.example.nz/7999.csv",
        "",
        "https://",
        "https://user:password@register.example.nz/7999.csv",
        "https://register.example.nz/a b",
        "https://register.example.nz/\r\nHost: elsewhere",
        "https://register.example.nz/" + "x" * 3000,
        "https://127.0.0.1/7999.csv",
        "https://[::1]/7999.csv",
        "https://10.1.2.3/7999.csv",
        "https://169.254.169.254/latest/meta-data/",
        "https://localhost/7999.csv",
        "https://LOCALHOST./7999.csv",
        "https://printer.local/",
        "https://metadata.google.internal/",
        "https://intranet/7999.csv",
        "https://[::ffff:127.0.0.1]/",
    ],
)
def test_an_address_that_will_not_do_is_refused_in_words(settings, address):
    with pytest.raises(BadAddress, match=r"\.$"):
        parse(address)


def test_an_address_on_the_internet_will_do():
    address = parse("https://register.example.nz:8443/files?school=7999")
    assert (address.host, address.port, address.origin) == ("register.example.nz", 8443, "register.example.nz:8443")


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "127.8.9.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "255.255.255.255",
        "224.0.0.1",
        "240.0.0.1",
        "::",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2002:c0a8:101::1",
    ],
)
def test_no_ip_address_of_a_network_of_its_own_is_public(ip):
    assert not is_public(ip)


@pytest.mark.parametrize("ip", ["8.8.8.8", "203.97.78.43", "2404:6800:4006:80f::200e"])
def test_others_are(ip):
    assert is_public(ip)


def leads_to(monkeypatch, *ips: str) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in ips]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)


def test_a_name_that_leads_into_a_network_of_its_own_is_refused_even_if_it_leads_elsewhere_too(monkeypatch):
    address = parse("https://register.example.nz/7999.csv")
    leads_to(monkeypatch, "203.97.78.43")
    assert places(address) == ["203.97.78.43"]
    leads_to(monkeypatch, "203.97.78.43", "10.0.0.1")
    with pytest.raises(BadAddress, match="network of its own"):
        places(address)


def test_the_operator_may_name_hosts_in_their_own_network(monkeypatch, settings):
    settings.REGISTER_PRIVATE_HOSTS = frozenset({"register.internal"})
    leads_to(monkeypatch, "10.0.0.1")
    assert places(parse("https://register.internal/7999.csv")) == ["10.0.0.1"]
    with pytest.raises(BadAddress):
        parse("https://other.internal/7999.csv")


def test_a_token_opens_only_for_the_school_and_the_address_it_was_given_for(settings):
    sealed = tokens.seal("kōwhai", school_id=1, origin="register.example.nz:443")
    assert "kōwhai" not in sealed
    assert tokens.unseal(sealed, school_id=1, origin="register.example.nz:443") == "kōwhai"
    assert tokens.unseal(sealed, school_id=2, origin="register.example.nz:443") == ""
    assert tokens.unseal(sealed, school_id=1, origin="elsewhere.example.nz:443") == ""
    settings.SECRET_KEY = "another key"
    assert tokens.unseal(sealed, school_id=1, origin="register.example.nz:443") == ""


def test_the_same_token_is_never_stored_alike():
    assert len({tokens.seal("kowhai", school_id=1, origin="a:443") for _ in range(5)}) == 5
