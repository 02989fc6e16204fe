"""Played PaCTs on a real port of this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from .wire import Request, basic

if TYPE_CHECKING:
    from .played_hub import PlayedHub


@contextmanager
def serving(*hubs: PlayedHub) -> Iterator[str]:
    """`serving_all`, for hubs that are known beforehand."""
    with serving_all(list(hubs)) as url:
        yield url


@contextmanager
def serving_all(hubs: list[PlayedHub], port: int = 0) -> Iterator[str]:
    """The hubs on one real port; which one answers is told by the secret or the token. Yields the address.

    An exception among a hub's troubles is a connection that breaks.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _handle(self) -> None:
            parts = urlsplit(self.path)
            request = Request(
                self.command,
                parts.path,
                {k: v[0] for k, v in parse_qs(parts.query).items()},
                {k.lower(): v for k, v in self.headers.items()},
                self.rfile.read(int(self.headers.get("Content-Length") or 0)),
            )
            try:
                status, headers, body = _responsible(hubs, request).answer(request)
            except ConnectionError:
                self.close_connection = True
                return
            if "Transfer-Encoding" in self.headers:
                # What is in the chunks is not read: nothing can come after it.
                self.close_connection = True
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle

        def log_message(self, *_args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=[0.05], daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _responsible(hubs: list[PlayedHub], request: Request) -> PlayedHub:
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    for hub in hubs:
        if kind == "Basic" and basic(request.headers["authorization"]).startswith(hub.secret.client):
            return hub
        if given in hub.tokens:
            return hub
    return hubs[0]
