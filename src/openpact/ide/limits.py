"""How much of anything the reader accepts, so that no input can exhaust the machine that reads it."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_MAX_BYTES = 64 * 1024 * 1024
"""The largest file read unless the caller says otherwise: some twenty times the largest school in the country."""

MAX_TEXT = 255
"""Characters in one value (an id, a name, an address, one group's name)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes in a file, bytes in a line, columns in the header, data rows, and findings before reading is given up.

    A line that is too long costs that row; everything else that is over its limit makes the file unusable.
    """

    file_bytes: int = DEFAULT_MAX_BYTES
    line_bytes: int = 64 * 1024
    columns: int = 256
    rows: int = 500_000
    issues: int = 100_000


LIMITS = Limits()
