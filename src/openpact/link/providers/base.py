"""What is particular to one SMS, as a value."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often something moves by itself, in the school's own time zone.

    `opens` and `closes` bound the part of the evening in which it happens; a window that closes at midnight has
    `closes == time(0)`. `every_days` is 1 for every evening; with 7, each school has its own day of the week.
    """

    every_days: int
    opens: time
    closes: time
    #: Moving it by hand starts the count anew: the next automatic one is due `every_days` after that day.
    manual_resets: bool = False


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
    #: The button that keeps the secret.
    save: str
    #: The button that ends the work on the SMS's screen; often the same.
    finish: str
    #: What to do in the SMS once the PaCT side is saved, one instruction each, in the sheet's words.
    steps: tuple[str, ...]
    upload: Rhythm
    #: None: judgements come down straight after each automatic upload, and have no time of their own.
    download: Rhythm | None
    #: What a school should know before it links.
    notes: tuple[str, ...] = ()
    #: Whether the first upload goes as soon as the link is made; otherwise a person starts it with `finish`.
    first_upload_by_itself: bool = True
    #: One installation holds several schools, and its configuration lists them all.
    several_schools: bool = False
    #: The school selects, in the SMS, which roles and which non-home groups its uploads include.
    selects: bool = False
    #: Kinds of reporting cycle whose judgements take the place of the SMS's own. A school is told so before it links,
    #: on both sides, and asked whether to take judgements or student data only.
    overwrites: tuple[str, ...] = ()
    #: What it is told.
    warning: str = ""
    #: Kinds of reporting cycle whose judgements its screens show; the others' it keeps and does not show. Empty: all.
    shows: tuple[str, ...] = ()
