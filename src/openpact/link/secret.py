"""The secret a school copies from PaCT into its SMS: one string a person can copy and a program can check.

Form: `pact_<client>_<key>_<check>`.

- `client`: 16 characters, names the secret (and through it the connection) to the token endpoint;
- `key`: 43 characters of base 62, 256 bits from the system's random source;
- `check`: 6 characters, a CRC-32 of what stands before it, so that a mangled paste is recognised before it is sent.

The alphabet is letters and digits only: a double click selects it whole, and no SMS field will escape it.
"""

import secrets
import string
import zlib
from dataclasses import dataclass

ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
PREFIX = "pact"
CLIENT_LENGTH, KEY_LENGTH, CHECK_LENGTH = 16, 43, 6


class MangledSecret(ValueError):
    """The text is not a whole secret: part of it is missing, added or changed."""


@dataclass(frozen=True, slots=True)
class Secret:
    """`client` is the OAuth 2.0 client id, `key` the client secret."""

    client: str
    key: str

    def __str__(self) -> str:
        body = f"{PREFIX}_{self.client}_{self.key}"
        return f"{body}_{_check(body)}"

    def __repr__(self) -> str:
        return f"Secret(client={self.client!r}, key=…)"


def new_secret() -> Secret:
    return Secret(client=_random(CLIENT_LENGTH), key=_random(KEY_LENGTH))


def parse_secret(text: str) -> Secret:
    """Read a pasted secret; spaces and line breaks that a mail or a screen put in are taken out.

    Raises MangledSecret with a sentence for the person who pasted it.
    """
    body = "".join(text.split())
    parts = body.split("_")
    if len(parts) != 4 or parts[0] != PREFIX:
        raise MangledSecret("This is not a PaCT secret. It begins with pact_ and is copied from PaCT with Get secret.")
    _, client, key, check = parts
    if (len(client), len(key), len(check)) != (CLIENT_LENGTH, KEY_LENGTH, CHECK_LENGTH):
        raise MangledSecret("Part of the secret is missing. Copy it again from PaCT, whole.")
    if _check(f"{PREFIX}_{client}_{key}") != check:
        raise MangledSecret("A character of the secret has changed on the way. Copy it again from PaCT.")
    return Secret(client=client, key=key)


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _check(body: str) -> str:
    number = zlib.crc32(body.encode())
    digits = []
    for _ in range(CHECK_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(reversed(digits))
