"""Fetching from a register on this machine, over https, with everything that can go wrong on the way."""

import gzip
import socket
import time

import pytest

from openpact.hub.register import download
from openpact.hub.register.address import parse
from openpact.hub.register.download import NotFetched, get

FILE = b"NSN,FirstName\r\n"


def fetched(server, path="/7999.csv", token="") -> bytes:
    return get(parse(f"{server.url}{path}"), token)


def trouble(server, path="/7999.csv", token="") -> str:
    with pytest.raises(NotFetched) as raised:
        fetched(server, path, token)
    return str(raised.value)


def test_the_file_comes_as_it_is(register_server):
    register_server.gives("/7999.csv?of=today", FILE)
    assert fetched(register_server, "/7999.csv?of=today") == FILE
    path, headers = register_server.asked[0]
    assert path == "/7999.csv?of=today"
    assert headers["Host"] == f"localhost:{register_server.server_port}"
    assert "Authorization" not in headers


def test_a_token_is_sent_as_a_bearer_token(register_server):
    register_server.gives("/7999.csv", FILE)
    fetched(register_server, token="kowhai")
    assert register_server.asked[0][1]["Authorization"] == "Bearer kowhai"


@pytest.mark.parametrize(
    "status, words",
    [
        (401, "does not accept the token"),
        (403, "does not accept the token"),
        (404, "no file at this address"),
        (500, r"error (500)"),
        (204, r"error (204)"),
    ],
)
def test_an_answer_that_is_no_file_is_told_in_words(register_server, status, words):
    register_server.gives("/7999.csv", b"", status)
    assert words in trouble(register_server)


def test_a_redirect_is_not_followed(register_server):
    register_server.gives("/7999.csv", b"", 302, Location=f"{register_server.url}/elsewhere")
    register_server.gives("/elsewhere", FILE)
    assert "moved elsewhere" in trouble(register_server, token="kowhai")
    assert len(register_server.asked) == 1


def test_a_compressed_answer_is_refused(register_server):
    register_server.gives("/7999.csv", gzip.compress(b"0" * 1_000_000), Content_Encoding="gzip")
    assert "compressed" in trouble(register_server)


def test_no_more_is_read_than_a_file_can_have(register_server, monkeypatch):
    monkeypatch.setattr(download, "LARGEST", 1000)
    register_server.gives("/7999.csv", b"0" * 1001)
    assert "far larger" in trouble(register_server)


def test_a_certificate_that_nobody_trusts_is_refused(register_server, monkeypatch):
    register_server.gives("/7999.csv", FILE)
    monkeypatch.delenv("SSL_CERT_FILE")
    assert "certificate" in trouble(register_server)
    assert register_server.asked == []


def test_a_certificate_of_another_name_is_refused(register_server, monkeypatch, settings):
    settings.REGISTER_PRIVATE_HOSTS = frozenset({"register.example.nz"})
    here = socket.getaddrinfo("127.0.0.1", register_server.server_port, type=socket.SOCK_STREAM)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: here)
    with pytest.raises(NotFetched, match="certificate"):
        get(parse(f"https://register.example.nz:{register_server.server_port}/7999.csv"), "")


def test_without_the_operators_word_nothing_on_this_machine_is_asked(register_server, settings, monkeypatch):
    address = parse(f"{register_server.url}/7999.csv")
    settings.REGISTER_PRIVATE_HOSTS = frozenset()
    with pytest.raises(NotFetched, match="network of its own"):
        get(address, "kowhai")
    assert register_server.asked == []


def test_proxies_of_the_environment_are_not_used(register_server, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    register_server.gives("/7999.csv", FILE)
    assert fetched(register_server) == FILE


def test_a_name_that_leads_nowhere_is_told(monkeypatch):
    def nowhere(*_args, **_more):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with pytest.raises(NotFetched, match=r"no such address: register\.example\.nz"):
        get(parse("https://register.example.nz/7999.csv"), "")


def test_nobody_listening_is_told(settings):
    settings.REGISTER_PRIVATE_HOSTS = frozenset({"localhost"})
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = parse(f"https://localhost:{taken.getsockname()[1]}/")
        with pytest.raises(NotFetched, match="cannot be reached"):
            get(address, "")


def test_one_who_answers_drop_by_drop_is_left(register_server, monkeypatch):
    monkeypatch.setattr(download, "ANSWER", 0.2)
    register_server.gives("/7999.csv", FILE, Content_Length="1000")
    begun = time.monotonic()
    assert "took too long" in trouble(register_server) or "broke off" in trouble(register_server)
    assert time.monotonic() - begun < 10


def test_there_is_an_end_to_waiting_altogether(register_server, monkeypatch):
    monkeypatch.setattr(download, "ALTOGETHER", -1)
    register_server.gives("/7999.csv", FILE)
    assert "took too long" in trouble(register_server)
