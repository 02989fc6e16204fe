"""A token that opens an address: kept so that nobody reads it in the database, and sent to no other address.

Unlike a password it has to be sent again, so it cannot be a hash. It is sealed with a key made of the operator's secret key;
one that was changed opens nothing, and the token has to be given anew.
"""

import base64
import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12


def seal(token: str, *, school_id: int, origin: str) -> str:
    """What is stored: it opens only for this school and this origin (see Address.origin)."""
    nonce = secrets.token_bytes(NONCE)
    sealed = _cipher().encrypt(nonce, token.encode(), _bound_to(school_id, origin))
    return base64.b64encode(nonce + sealed).decode("ascii")


def unseal(sealed: str, *, school_id: int, origin: str) -> str:
    """The token; empty if there is none for this school and this origin."""
    data = base64.b64decode(sealed)
    try:
        return _cipher().decrypt(data[:NONCE], data[NONCE:], _bound_to(school_id, origin)).decode()
    except (InvalidTag, ValueError):
        return ""


def _cipher() -> AESGCM:
    return AESGCM(hashlib.sha256(b"openpact.register.tokens\0" + settings.SECRET_KEY.encode()).digest())


def _bound_to(school_id: int, origin: str) -> bytes:
    return f"{school_id} {origin}".encode()
