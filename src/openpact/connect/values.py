"""What PaCT answers, as frozen values. Fields that are unknown here are ignored; missing ones take their
default."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Self

from openpact.link.schedule import Past, Pause
from openpact.link.words import IN_FORCE, ON_THE_WAY, Trigger

from .reading import maybe, text


@dataclass(frozen=True, slots=True)
class Counts:
    """What an upload holds and changes; all are numbers of people unless named otherwise."""

    people: int = 0
    joining: int = 0
    changing: int = 0
    leaving: int = 0
    returning: int = 0
    groups_appearing: int = 0
    groups_going: int = 0
    memberships_starting: int = 0
    memberships_ending: int = 0
    errors: int = 0
    warnings: int = 0

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**{f.name: int(data[f.name]) for f in fields(cls) if data.get(f.name) is not None})


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding in an uploaded file. `line` and `column` are None for the file as a whole."""

    code: str
    severity: str
    message: str = ""
    remedy: str = ""
    line: int | None = None
    column: str | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            code=text(data, "code"),
            severity=text(data, "severity"),
            message=text(data, "message"),
            remedy=text(data, "remedy"),
            line=maybe(data.get("line"), int),
            column=maybe(data.get("column"), str),
        )


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an exchange is held or refused."""

    code: str
    message: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(code=text(data, "code"), message=text(data, "message"))


@dataclass(frozen=True, slots=True)
class Selection:
    """What an upload was meant to hold, as PaCT read it from the file: these roles (None: all), all groups but these."""

    roles: tuple[str, ...] | None = None
    without_groups: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(maybe(data.get("roles"), tuple), tuple(data.get("without_groups") or ()))


@dataclass(frozen=True, slots=True)
class Exchange:
    """One upload (or download) as PaCT sees it. `state` is an ExchangeState, or a newer word unknown here."""

    id: str
    state: str
    direction: str = "upload"
    trigger: str = "automatic"
    received_at: datetime | None = None
    finished_at: datetime | None = None
    counts: Counts = Counts()
    selection: Selection | None = None
    issues: tuple[Issue, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def on_the_way(self) -> bool:
        return self.state in ON_THE_WAY

    @property
    def in_force(self) -> bool:
        return self.state in IN_FORCE

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            id=str(data["id"]),
            state=str(data["state"]),
            direction=text(data, "direction", "upload"),
            trigger=text(data, "trigger", "automatic"),
            received_at=maybe(data.get("received_at"), datetime.fromisoformat),
            finished_at=maybe(data.get("finished_at"), datetime.fromisoformat),
            counts=Counts.from_json(data.get("counts") or {}),
            selection=maybe(data.get("selection"), Selection.from_json),
            issues=tuple(Issue.from_json(i) for i in data.get("issues") or ()),
            reasons=tuple(Reason.from_json(r) for r in data.get("reasons") or ()),
        )


@dataclass(frozen=True, slots=True)
class Next:
    """The next automatic exchange: due at `at`, to be expected from `begins` to `ends`, in words `when`, and why then."""

    at: datetime
    begins: datetime
    ends: datetime
    when: str = ""
    why: str = ""
    because: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            at=datetime.fromisoformat(data["at"]),
            begins=datetime.fromisoformat(data["begins"]),
            ends=datetime.fromisoformat(data["ends"]),
            when=text(data, "when"),
            why=text(data, "why"),
            because=text(data, "because"),
        )


@dataclass(frozen=True, slots=True)
class Moves:
    """One direction as PaCT sees it. What lies before `since` does not count for the schedule; None: nothing is due by
    itself. `missed` is how many windows in a row passed without their exchange."""

    since: datetime | None = None
    last_automatic: datetime | None = None
    last_manual: datetime | None = None
    next: Next | None = None
    rule: str = ""
    note: str = ""
    missed: int = 0

    @property
    def history(self) -> tuple[Past, ...]:
        """What the schedule needs of the past."""
        told = ((self.last_automatic, Trigger.AUTOMATIC), (self.last_manual, Trigger.MANUAL))
        return tuple(Past(at, trigger) for at, trigger in told if at is not None)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            since=maybe(data.get("since"), datetime.fromisoformat),
            last_automatic=maybe(data.get("last_automatic"), datetime.fromisoformat),
            last_manual=maybe(data.get("last_manual"), datetime.fromisoformat),
            next=maybe(data.get("next"), Next.from_json),
            rule=text(data, "rule"),
            note=text(data, "note"),
            missed=int(data.get("missed") or 0),
        )


@dataclass(frozen=True, slots=True)
class SchoolOfVendor:
    """A school that a vendor's credentials may act for at present."""

    number: int
    name: str = ""
    time_zone: str = "Pacific/Auckland"

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(int(data["school_number"]), text(data, "school_name"), text(data, "time_zone", "Pacific/Auckland"))


@dataclass(frozen=True, slots=True)
class Connection:
    """The school's link as PaCT sees it."""

    school_number: int
    school_name: str = ""
    provider: str = ""
    automatic_export: bool = True
    time_zone: str = "Pacific/Auckland"
    last_upload: Exchange | None = None
    undelivered: int = 0
    #: Why no judgements are given out at present: a word of openpact.link.words.Waiting, or "".
    waiting: str = ""
    uploads: Moves = Moves()
    downloads: Moves = Moves()
    pauses: tuple[Pause, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            school_number=int(data["school_number"]),
            school_name=text(data, "school_name"),
            provider=text(data, "provider"),
            automatic_export=bool(data.get("automatic_export", True)),
            time_zone=text(data, "time_zone", "Pacific/Auckland"),
            last_upload=maybe(data.get("last_upload"), Exchange.from_json),
            undelivered=int(data.get("undelivered") or 0),
            waiting=text(data, "waiting"),
            uploads=Moves.from_json(data.get("uploads") or {}),
            downloads=Moves.from_json(data.get("downloads") or {}),
            pauses=tuple(pause_from_json(pause) for pause in data.get("pauses") or ()),
        )


def pause_from_json(data: Mapping[str, Any]) -> Pause:
    return Pause(date.fromisoformat(data["first"]), date.fromisoformat(data["last"]))
