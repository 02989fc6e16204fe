"""The bytes of an upload: spooled to disk while they arrive, then stored with the exchange in one short transaction."""

import hashlib
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from .models import Exchange, IdeFileChunk

CHUNK = 256 * 1024
IN_MEMORY = 1024 * 1024


class TooLarge(Exception):
    """The upload is over the limit; `limit` is in bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"The file is larger than {limit // (1024 * 1024)} MB.")
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Spooled:
    """An upload that has arrived whole: its content from the start, its digest, its size in bytes."""

    content: BinaryIO
    sha256: str
    size: int


@contextmanager
def spool(content: BinaryIO, max_bytes: int) -> Iterator[Spooled]:
    """Read a stream to its end without holding it in memory. Raises TooLarge as soon as it is."""
    digest, size = hashlib.sha256(), 0
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        while piece := content.read(CHUNK):
            size += len(piece)
            if size > max_bytes:
                raise TooLarge(max_bytes)
            digest.update(piece)
            file.write(piece)
        file.seek(0)
        yield Spooled(file, digest.hexdigest(), size)


def store(exchange: Exchange, content: BinaryIO) -> None:
    """In the transaction that creates the exchange."""
    number = 0
    while piece := content.read(CHUNK):
        IdeFileChunk.objects.create(school_id=exchange.school_id, exchange=exchange, number=number, content=piece)
        number += 1


def open_file(exchange: Exchange) -> BinaryIO:
    """The stored bytes as a stream, read piece by piece. Empty once they were cleared away."""
    pieces = (
        bytes(content)
        for content in IdeFileChunk.objects.filter(exchange=exchange)
        .order_by("number")
        .values_list("content", flat=True)
        .iterator(chunk_size=4)
    )
    return io.BufferedReader(_Pieces(pieces), buffer_size=CHUNK)


class _Pieces(io.RawIOBase):
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        if not self._rest:
            self._rest = next(self._pieces, b"")
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)
