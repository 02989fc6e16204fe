"""What a person is told after pressing a button."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    ok: bool
    message: str
    #: For a pasted secret: whether it was kept.
    kept: bool = True
    #: For an upload: whether PaCT received it, whatever it made of it.
    sent: bool = False
