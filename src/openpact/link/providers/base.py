"""What is particular to one SMS, as a value."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often something moves by itself, in the school's own time zone.

    `every_days` counts from one exchange to the next; `opens` and `closes` bound the part of the evening in which
    it happens. A window that closes at midnight has `closes == time(0)`.
    """

    every_days: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Provider:
    """One Student Management System: its name, the words on its own screens, and its rules.

    Source of the words: the SMS information sheet for schools.
    """

    key: str
    name: str
    #: Whether the school pastes a secret into the SMS. Without one the vendor's own credentials are used.
    uses_secret: bool
    #: Where the SMS keeps its PaCT screen, from the outside in: its tab or menu, then the page.
    where: tuple[str, str] | None
    #: What stands beside the box the secret is pasted into.
    secret_label: str
    #: The button that ends the work on the SMS's screen.
    finish: str
    #: What to do in the SMS once the PaCT side is saved, one instruction each, in the sheet's words.
    steps: tuple[str, ...]
    upload: Rhythm
    download: Rhythm
    #: What a school should know before it links.
    notes: tuple[str, ...] = ()
