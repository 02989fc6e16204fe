"""The body of an upload as a stream that stops where it must: too large, or broken off before its announced end."""

from typing import BinaryIO, cast

from django.conf import settings
from django.http import HttpRequest

from openpact.hub.platform.problems import Problem


class Body:
    """The bytes as they arrive. Reading raises Problem, so that nothing of a bad upload is ever kept."""

    def __init__(self, request: HttpRequest, length: int) -> None:
        self._request, self._length, self._arrived = request, length, 0

    def read(self, size: int = -1) -> bytes:
        chunk = self._request.read(size)
        self._arrived += len(chunk)
        if not chunk and self._arrived < self._length:
            words = f"{self._arrived} of {self._length} bytes arrived. Nothing was stored: send the file again."
            raise Problem("incomplete", words)
        return chunk


def body(request: HttpRequest) -> BinaryIO:
    """Raises Problem at once when the headers already say that it cannot be: wrong type, no length, too large."""
    media = request.content_type or ""
    if media and not media.startswith("text/") and media not in {"application/octet-stream", "application/csv"}:
        raise Problem("unsupported-media-type", f"An IDE file is sent as text/csv, not as {media[:80]!r}.")
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length and request.META.get("HTTP_TRANSFER_ENCODING"):
        raise Problem("length-required", "Send the file with a Content-Length header, not chunked.")
    announced = int(length) if length.isdigit() else 0
    if announced > settings.MAX_IDE_BYTES:
        raise too_large()
    return cast(BinaryIO, Body(request, announced))


def too_large() -> Problem:
    return Problem("too-large", f"An IDE file may have {settings.MAX_IDE_BYTES} bytes at most. Nothing was stored.")
