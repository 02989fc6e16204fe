"""What PaCT answers, as frozen values. Fields that are unknown here are ignored; missing ones take their
default."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Self, TypeVar

from openpact.link.schedule import Past, Pause
from openpact.link.words import IN_FORCE, ON_THE_WAY, Trigger

T = TypeVar("T")


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
            code=_text(data, "code"),
            severity=_text(data, "severity"),
            message=_text(data, "message"),
            remedy=_text(data, "remedy"),
            line=_maybe(data.get("line"), int),
            column=_maybe(data.get("column"), str),
        )


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an exchange is held or refused."""

    code: str
    message: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(code=_text(data, "code"), message=_text(data, "message"))


@dataclass(frozen=True, slots=True)
class Selection:
    """What an upload was meant to hold, as PaCT read it from the file: these roles (None: all), all groups but these."""

    roles: tuple[str, ...] | None = None
    without_groups: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(_maybe(data.get("roles"), tuple), tuple(data.get("without_groups") or ()))


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
            direction=_text(data, "direction", "upload"),
            trigger=_text(data, "trigger", "automatic"),
            received_at=_maybe(data.get("received_at"), datetime.fromisoformat),
            finished_at=_maybe(data.get("finished_at"), datetime.fromisoformat),
            counts=Counts.from_json(data.get("counts") or {}),
            selection=_maybe(data.get("selection"), Selection.from_json),
            issues=tuple(Issue.from_json(i) for i in data.get("issues") or ()),
            reasons=tuple(Reason.from_json(r) for r in data.get("reasons") or ()),
        )


@dataclass(frozen=True, slots=True)
class Judgement:
    """One version of an overall judgement. `(id, version)` is unique: meeting it twice is harmless."""

    id: str
    version: int
    cursor: int
    person_id: str
    learning_area: str
    nsn: str = ""
    cycle: str = ""
    cycle_kind: str = ""
    year: int | None = None
    level: str = ""
    level_name: str = ""
    withdrawn: bool = False
    judged_on: date | None = None
    confirmed_at: datetime | None = None
    judge: str = ""
    reason: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            id=str(data["id"]),
            version=int(data["version"]),
            cursor=int(data["cursor"]),
            person_id=_text(data, "person_id"),
            learning_area=_text(data, "learning_area"),
            nsn=_text(data, "nsn"),
            cycle=_text(data, "cycle"),
            cycle_kind=_text(data, "cycle_kind"),
            year=_maybe(data.get("year"), int),
            level=_text(data, "level"),
            level_name=_text(data, "level_name"),
            withdrawn=bool(data.get("withdrawn", False)),
            judged_on=_maybe(data.get("judged_on"), date.fromisoformat),
            confirmed_at=_maybe(data.get("confirmed_at"), datetime.fromisoformat),
            judge=_text(data, "judge"),
            reason=_text(data, "reason"),
        )


@dataclass(frozen=True, slots=True)
class Page:
    """Some judgements in feed order; `next_cursor` is what to acknowledge once they are saved."""

    items: tuple[Judgement, ...]
    next_cursor: int | None
    more: bool = False
    automatic_export: bool = True
    #: Why nothing is given out: a word of openpact.link.words.Waiting, or "".
    waiting: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        items = tuple(Judgement.from_json(i) for i in data["items"])
        return cls(
            items=items,
            next_cursor=_maybe(data.get("next_cursor"), int) or (items[-1].cursor if items else None),
            more=bool(data.get("more", False)),
            automatic_export=bool(data.get("automatic_export", True)),
            waiting=_text(data, "waiting"),
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
            when=_text(data, "when"),
            why=_text(data, "why"),
            because=_text(data, "because"),
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
            since=_maybe(data.get("since"), datetime.fromisoformat),
            last_automatic=_maybe(data.get("last_automatic"), datetime.fromisoformat),
            last_manual=_maybe(data.get("last_manual"), datetime.fromisoformat),
            next=_maybe(data.get("next"), Next.from_json),
            rule=_text(data, "rule"),
            note=_text(data, "note"),
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
        return cls(int(data["school_number"]), _text(data, "school_name"), _text(data, "time_zone", "Pacific/Auckland"))


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
            school_name=_text(data, "school_name"),
            provider=_text(data, "provider"),
            automatic_export=bool(data.get("automatic_export", True)),
            time_zone=_text(data, "time_zone", "Pacific/Auckland"),
            last_upload=_maybe(data.get("last_upload"), Exchange.from_json),
            undelivered=int(data.get("undelivered") or 0),
            waiting=_text(data, "waiting"),
            uploads=Moves.from_json(data.get("uploads") or {}),
            downloads=Moves.from_json(data.get("downloads") or {}),
            pauses=tuple(pause_from_json(pause) for pause in data.get("pauses") or ()),
        )


def pause_from_json(data: Mapping[str, Any]) -> Pause:
    return Pause(date.fromisoformat(data["first"]), date.fromisoformat(data["last"]))


def _text(data: Mapping[str, Any], key: str, default: str = "") -> str:
    value = data.get(key)
    return default if value is None else str(value)


def _maybe(value: Any, make: Callable[[Any], T]) -> T | None:
    return None if value is None or value == "" else make(value)
