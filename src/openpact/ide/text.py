"""Text as schools' software writes it: which encoding it is in, and whether an earlier one has ruined it."""

from __future__ import annotations

import re
import unicodedata

from openpact.said import gettext, gettext_noop

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"pk\x03\x04", gettext_noop("an Excel workbook or another zip archive")),
    (b"\xd0\xcf\x11\xe0", gettext_noop("an old Excel workbook")),
    (b"%pdf", gettext_noop("a PDF document")),
    (b"\x1f\x8b", gettext_noop("a gzip archive")),
    (b"\xff\xfe", gettext_noop("UTF-16 text")),
    (b"\xfe\xff", gettext_noop("UTF-16 text")),
    (b"<!doctype", gettext_noop("a web page, perhaps a sign-in page")),
    (b"<html", gettext_noop("a web page, perhaps a sign-in page")),
)

BOM = b"\xef\xbb\xbf"

CP1252_READING: tuple[str, ...] = tuple(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
"""What software that takes text for Windows-1252 shows for each byte; for those it does not know, Latin-1's character."""

# What the bytes 80..BF, which UTF-8 begins no character with, turn into when they are read as Windows-1252 or Latin-1.
_TAILS = re.escape("".join(CP1252_READING[byte] + chr(byte) for byte in range(0x80, 0xC0)))
_RUIN = re.compile(
    f"(?P<bytes>[ÂÃÄÅ][{_TAILS}]|[áâ][{_TAILS}]{{2}}|Ì[„\x84])"  # UTF-8 read as Windows-1252
    r"|(?<=\w)[ÃÄÅ](?=[a-zāēīōū])|(?<=[a-zāēīōū])[ÃÄÅ](?!\w)"  # the same, the second byte dropped
    "|[\ufffd\x80-\x9f]"  # bytes that meant nothing
    "|[\u2500-\u257f≈√ƒ]"  # UTF-8 read as DOS or Macintosh text
    "|&#x?[0-9A-Fa-f]{2,6};|&[A-Za-z](?:macr|acute|grave|uml|circ|tilde|cedil);"  # escaped for a web page
)
# Without one of these no text is ruined; looking for them first is ten times quicker than looking for ruin.
_OMEN = re.compile("[ÂÃÄÅÌáâ\ufffd\x80-\x9f\u2500-\u257f≈√ƒ&]")
_LOST_IN_NAME = re.compile(r"[^\W\d_]\?|\?[^\W\d_]")
_LOST_IN_TEXT = re.compile(r"[^\W\d_]\?[^\W\d_]|(?:^|[\s#])\?[^\W\d_]")


def what_else(head: bytes) -> str:
    """What the start of a file shows it to be if it is not text a reader can use; empty if it may be."""
    start = head[:64].lstrip().lower()
    for signature, name in _SIGNATURES:
        if start.startswith(signature):
            return gettext(name)
    if b"\0" in head:
        every_other = head[1::2].count(0) + head[::2].count(0) > len(head) // 3
        return gettext("UTF-16 text") if every_other else gettext("binary data")
    return ""


class Decoder:
    """Decode one line at a time, without reading ahead.

    A line that is valid UTF-8 is UTF-8: real Windows-1252 text that happens to be valid UTF-8 does not occur in names.
    The first line that is not makes the file Windows-1252, unless it has already shown itself to be UTF-8 (by a BOM or
    by a line with a character beyond ASCII): then that line is damaged, and its bad bytes become U+FFFD, which
    `is_ruined` finds. `encoding` is "utf-8", "utf-8-sig" or "windows-1252".
    """

    def __init__(self, *, bom: bool) -> None:
        self.encoding = "utf-8-sig" if bom else "utf-8"
        self._is_utf8 = bom

    def __call__(self, data: bytes) -> str:
        if data.isascii():
            return data.decode("ascii")
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            if self._is_utf8:
                return data.decode("utf-8", "replace")
            self.encoding = "windows-1252"
            return data.decode("cp1252", "replace")
        self._is_utf8 = True
        return text


def is_ruined(text: str) -> bool:
    """Whether `text` shows the marks of having been read or written in the wrong encoding."""
    return _OMEN.search(text) is not None and _RUIN.search(text) is not None


def has_lost_letters(text: str, *, name: bool = False) -> bool:
    """Whether a question mark stands where a letter must have been: in a name, beside a letter; elsewhere, within a word."""
    return "?" in text and (_LOST_IN_NAME if name else _LOST_IN_TEXT).search(text) is not None


def guess(text: str) -> str:
    """What ruined `text` probably was, to show to a person; never used as data. Empty if there is no telling."""

    def repair(match: re.Match[str]) -> str:
        if not match["bytes"]:
            return match[0]
        return b"".join(_byte(char) for char in match[0]).decode("utf-8", "replace")

    repaired = _RUIN.sub(repair, text)
    return "" if repaired == text or is_ruined(repaired) else repaired


def perhaps(text: str) -> str:
    """What ruined `text` probably was, as a clause; empty if there is no telling."""
    was = guess(text)
    return gettext("; perhaps it was {was!r}", was=shown(was)) if was else ""


def _byte(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")


def is_plain(text: str) -> bool:
    """Whether `text` is free of control and invisible characters. The joiners that some scripts need are allowed."""
    return text.isprintable() or not any(_is_unwanted(char) for char in text)


def _is_unwanted(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in "\u200c\u200d"


def clean(text: str) -> str:
    """`text` as it is stored: composed (NFC) and without white space around it."""
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()


def shown(text: str, limit: int = 60) -> str:
    """`text` as it may be printed on a terminal or a page: nothing invisible in it, and not too long."""
    visible = "".join(char if char.isprintable() else "\ufffd" for char in text[: limit + 1])
    return visible if len(visible) <= limit else visible[: limit - 1] + "…"
