"""A real OpenID provider in a process of its own, spoken to by HTTP on this machine only.

`oidc-provider-mock` signs whoever asks in as whoever they say, and does the rest as the standard has it: discovery, codes,
the client's secret, signed ID tokens.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from socket import socket
from urllib.parse import parse_qs, urlsplit

import httpx
from django.test import Client

CALLBACK = "http://testserver/accounts/oidc/sign-on/login/callback/"


@dataclass(frozen=True)
class Provider:
    issuer: str
    client_id: str
    client_secret: str

    def knows(self, sub: str, **claims: object) -> None:
        """Somebody with an account there, and what it says of them."""
        httpx.put(f"{self.issuer}/users/{sub}", json=claims).raise_for_status()

    def signs_in(self, address: str, sub: str, *, action: str = "") -> str:
        """Somebody signs in on the provider's page; the answer is where their browser is sent back to."""
        answer = httpx.post(address, data={"sub": sub, "action": action})
        assert answer.status_code == 302, answer.text
        back = answer.headers["Location"]
        # Whoever declines is sent back without the state there, which the standard asks for.
        state = parse_qs(urlsplit(address).query)["state"][0]
        return back if "state=" in back else f"{back}&state={state}"


@contextmanager
def running() -> Iterator[Provider]:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "oidc_provider_mock",
        "--port",
        str(port),
        "--require-registration",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            issuer = f"http://127.0.0.1:{port}"
            _wait_for(f"{issuer}/.well-known/openid-configuration")
            asked = {"redirect_uris": [CALLBACK], "token_endpoint_auth_method": "client_secret_basic"}
            client = httpx.post(f"{issuer}/oauth2/clients", json=asked).raise_for_status().json()
            yield Provider(issuer, client["client_id"], client["client_secret"])
        finally:
            process.terminate()
            process.wait(10)


def _wait_for(address: str) -> None:
    for _ in range(100):
        try:
            httpx.get(address).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The OpenID provider did not start.")


def go(client: Client, provider: Provider, sub: str, *, next: str = "", process: str = "", action: str = ""):
    """The whole way: our button, the provider's page, back to us. The answer is our page at the end."""
    query = f"?process={process}" if process else ""
    going = client.post(f"/accounts/oidc/sign-on/login/{query}", {"next": next})
    assert going.status_code == 200, going
    back = provider.signs_in(going.context["to"], sub, action=action)
    assert back.startswith(CALLBACK)
    where = urlsplit(back)
    return client.get(f"{where.path}?{where.query}", follow=True)
