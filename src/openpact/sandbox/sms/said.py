"""What a person is told after pressing a button."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    ok: bool
    message: str
    #: For a pasted secret: whether it was kept.
    kept: bool = True
