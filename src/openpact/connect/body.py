"""An upload's bytes, so that each retry can send them again from the start."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

CHUNK = 64 * 1024
#: What a stream that cannot be rewound may hold in memory before it goes to a temporary file.
IN_MEMORY = 4 * 1024 * 1024

Data = bytes | Path | BinaryIO


class Body:
    """`length` bytes that can be read as often as needed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._start = stream.tell()
        self.length = stream.seek(0, os.SEEK_END) - self._start

    def chunks(self) -> Iterator[bytes]:
        """The bytes from the start, at most `length`: a file that grows meanwhile does not break the
        request."""
        self._stream.seek(self._start)
        left = self.length
        while left and (chunk := self._stream.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk

    def digest(self) -> str:
        """SHA-256 of the content, in hex."""
        total = sha256()
        for chunk in self.chunks():
            total.update(chunk)
        return total.hexdigest()


@contextmanager
def open_body(data: Data) -> Iterator[Body]:
    """Bytes, a file's path, or an open binary stream (copied aside when it cannot be rewound). Raises
    OSError."""
    if isinstance(data, Path):
        with data.open("rb") as stream:
            yield Body(stream)
    elif isinstance(data, bytes) or not data.seekable():
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as spool:
            for chunk in (data,) if isinstance(data, bytes) else iter(lambda: data.read(CHUNK), b""):
                spool.write(chunk)
            spool.seek(0)
            yield Body(spool)  # type: ignore[arg-type]  # it is a binary stream in all but name
    else:
        yield Body(data)
