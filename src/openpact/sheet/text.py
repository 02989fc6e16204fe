"""Texts compared as people write them: without capitals, macrons, apostrophes and stops."""

from __future__ import annotations

import re
import unicodedata

_DROPPED = re.compile("[\u0300-\u036f'’‘ʻʼ`´.]")
_NO_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """The words of `text`, small and bare, with one space between: "Rā Whānau" and "ra-whanau" are one."""
    bare = _DROPPED.sub("", unicodedata.normalize("NFD", text)).lower()
    return _NO_WORD.sub(" ", bare).strip()


def tidy(text: str) -> str:
    """`text` composed (NFC), without white space around it and with single spaces within."""
    return " ".join(unicodedata.normalize("NFC", text).split())
