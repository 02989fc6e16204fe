"""A list, and what its columns mean, against the roster of now. Inside the school's transaction."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.utils.crypto import salted_hmac

from openpact import ide
from openpact.hub.platform import clock
from openpact.hub.roster import core
from openpact.hub.roster import services as roster_services
from openpact.hub.roster.core.values import OURS
from openpact.hub.roster.models import Group
from openpact.sheet import (
    Known,
    Listed,
    Meaning,
    Options,
    Order,
    Problem,
    Reading,
    Table,
    Who,
    identify,
    names_people,
    read,
    recognise,
)
from openpact.sheet.text import fold


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of their list. `columns` None: whatever its heads tell. `whole`: it names everybody of its kind."""

    who: Who
    whole: bool = False
    columns: tuple[Meaning, ...] | None = None
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class CheckedList:
    """What a list would be. `missing` says what a person must still say: names, order, people or mending; empty: nothing."""

    table: Table
    start: int
    columns: tuple[Meaning, ...]
    said: Said
    reading: Reading
    listed: Listed
    missing: str

    @property
    def problems(self) -> list[Problem]:
        """In the order of their lines; what costs a row first."""
        return sorted([*self.reading.problems, *self.listed.notes], key=lambda p: (not p.lost, p.line))

    @property
    def lost(self) -> int:
        return sum(problem.lost for problem in self.problems)

    @property
    def heads(self) -> tuple[str, ...]:
        return self.table.rows[self.start - 1] if self.start else ("",) * self.table.width

    @property
    def groups(self) -> int:
        return len({name for person in self.listed.people for name in (*person.groups, *person.home_groups)})


def check(school, table: Table, said: Said) -> CheckedList:
    """`said.columns` must be as many as the table's, or None."""
    start, told = recognise(table.rows)
    columns = said.columns or told
    today = clock.today(school.time_zone)
    reading = read(table, start, columns, Options(said.who, today, said.order))
    roster = roster_services.current(school)
    known = [_known(person) for person in roster.people.values()]
    groups = {group.name: group.is_home for group in roster.groups.values()}
    listed = identify(reading, known, groups, lambda key: new_id(school, key))
    listed.notes.extend(_own_groups(school, listed))
    missing = _missing(columns, reading, listed, said)
    return CheckedList(table, start, columns, replace(said, columns=columns), reading, listed, missing)


def likely_who(columns: tuple[Meaning, ...]) -> Who:
    """Whom a list with these columns is probably of, before anybody says."""
    said = set(columns)
    if Meaning.ROLE in said:
        return Who.BOTH if said & {Meaning.NSN, Meaning.YEAR, Meaning.DOB} else Who.STAFF
    of_staff = Meaning.EMAIL in said and not said & {Meaning.NSN, Meaning.YEAR, Meaning.DOB, Meaning.TEACHER}
    return Who.STAFF if of_staff else Who.STUDENTS


def as_ide_file(school, checked: CheckedList) -> bytes:
    """The list as an IDE file, written now. Raises ValueError for what none can hold."""
    now = clock.now().astimezone(ZoneInfo(school.time_zone)).replace(tzinfo=None)
    return ide.write(
        checked.listed.people,
        school_number=school.number,
        exported_at=now,
        columns=checked.listed.columns,
        selection=selection_of(checked.said),
    )


def selection_of(said: Said) -> ide.Selection:
    """Whom the list speaks of: nobody leaves who is not of them. A list of some speaks of nobody else at all."""
    students = {ide.Role.STUDENT} if said.who is not Who.STAFF else set()
    staff = {ide.Role.TEACHING_STAFF, ide.Role.NON_TEACHING_STAFF} if said.who is not Who.STUDENTS else set()
    return ide.Selection(frozenset(students | staff) if said.whole else frozenset())


def new_id(school, key: str) -> str:
    """An id of ours that the same person of a list gets again, and from which nothing can be read."""
    return OURS + salted_hmac("openpact.list", f"{school.id} {key}").hexdigest()[:12]


def _known(person: core.KnownPerson) -> Known:
    values = dict(zip(core.FIELDS, person.values, strict=True))
    values["role"] = ide.Role(values["role"])
    groups = tuple(name for name, home in person.memberships.items() if not home)
    homes = tuple(name for name, home in person.memberships.items() if home)
    return Known(ide.Person(person.sms_id, groups=groups, home_groups=homes, **values), person.active)


def _own_groups(school, listed: Listed) -> list[Problem]:
    """Groups of the list that are called like one the school made itself: they will be two."""
    own = {
        fold(name): name
        for name in Group.objects.filter(school=school, own=True, listed=True).values_list("name", flat=True)
    }
    lines: dict[str, int] = {}
    for person in listed.people:
        for name in (*person.groups, *person.home_groups):
            if fold(name) in own:
                lines.setdefault(name, person.line)
    return [Problem("own-group", line, value=name) for name, line in lines.items()]


def _missing(columns: tuple[Meaning, ...], reading: Reading, listed: Listed, said: Said) -> str:
    if not names_people(columns):
        return "names"
    if said.who is Who.BOTH and Meaning.ROLE not in columns:
        return "role"
    if reading.asks:
        return "order"
    if not listed.people:
        return "people"
    lost = any(problem.lost for problem in (*reading.problems, *listed.notes))
    return "mending" if lost and said.whole else ""
