"""Bytes into lines: LF, CRLF or CR, without ever holding more than one chunk and one line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

CHUNK_BYTES = 128 * 1024
KEPT_OF_TOO_LONG = 80


class Line(NamedTuple):
    """One physical line, numbered from 1. `ended` is False if the source stops without a line end after it.

    A line that is longer than allowed is `too_long`, and `data` is only the beginning of it.
    """

    number: int
    data: bytes
    ended: bool
    too_long: bool


class TooManyBytes(Exception):
    """The source holds more bytes than allowed."""


class Lines:
    """Iterate over the lines of `source`, which is read once, in chunks; memory is bounded by the limits.

    `head` is the start of the file (up to one chunk), read when the object is made, for recognising what it is.
    Raises TooManyBytes while iterating once more than `max_bytes` bytes have come.
    """

    def __init__(self, source: BinaryIO, *, max_bytes: int, max_line: int) -> None:
        self._source = source
        self._max_bytes = max_bytes
        self._max_line = max_line
        self._bytes = 0
        self.head = self._read()

    def _read(self) -> bytes:
        chunk = self._source.read(CHUNK_BYTES) or b""
        self._bytes += len(chunk)
        if self._bytes > self._max_bytes:
            raise TooManyBytes
        return chunk

    def __iter__(self) -> Iterator[Line]:
        number = 0
        carry = b""  # the beginning of a line whose end has not come yet
        cut = b""  # the beginning of the line in hand, if it has already turned out to be too long
        chunk = self.head
        while chunk:
            following = b""
            if chunk.endswith(b"\r"):  # perhaps half of a CRLF
                following = self._read()
                if following.startswith(b"\n"):
                    chunk, following = chunk + b"\n", following[1:]
            parts = (carry + chunk).splitlines(keepends=True)
            carry = b""
            if not parts[-1].endswith((b"\n", b"\r")):
                carry = parts.pop()
            for part in parts:
                number += 1
                data = part[:-2] if part.endswith(b"\r\n") else part[:-1]
                if cut or len(data) > self._max_line:
                    yield Line(number, cut or data[:KEPT_OF_TOO_LONG], True, True)
                    cut = b""
                else:
                    yield Line(number, data, True, False)
            if len(carry) > self._max_line:
                carry, cut = b"", cut or carry[:KEPT_OF_TOO_LONG]
            chunk = following or self._read()
        if cut or carry:
            yield Line(number + 1, cut or carry, False, bool(cut))
