"""Who of a list is whom in PaCT: so that the same list again changes nothing, and a later one changes people, not doubles them.

By the id, if the list has one; students by NSN, then by name and date of birth; staff by address; and by the name alone
where nothing speaks against it and nobody else has it. Whoever is new gets an id that the same list gives again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from openpact.ide import Person, Role

from .columns import Meaning
from .reading import Problem, Reading, Somebody
from .text import fold
from .values import teacher_name

STAFF = frozenset({Role.TEACHING_STAFF, Role.NON_TEACHING_STAFF})
MakeId = Callable[[str], str]
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody in PaCT, with the groups that uploads say; `active`: at the school now."""

    person: Person
    active: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """The people of a list as an IDE file would have them, each with the list's line, and the file's columns.

    `new` are ids nobody in PaCT has; `notes` is what was decided and a person should see.
    """

    people: list[Person]
    columns: tuple[str, ...]
    new: frozenset[str]
    notes: list[Problem] = field(default_factory=list)


def identify(reading: Reading, known: Iterable[Known], groups: Mapping[str, bool], make_id: MakeId) -> Listed:
    """`groups` are the names that groups have in PaCT, and whether each is a home group: one that only differs in capitals
    or macrons is meant.

    `make_id` makes an id of whatever tells somebody apart; it gives the same for the same, and does not show what.
    """
    building = _Builder(reading, list(known), groups, make_id)
    for somebody in building.one_each(reading.people):
        building.add(somebody)
    building.add_teachers()
    people = list(building.people.values())
    return Listed(people, _columns(reading, people), frozenset(building.new), building.notes)


class _Builder:
    def __init__(self, reading: Reading, known: list[Known], groups: Mapping[str, bool], make_id: MakeId) -> None:
        self.says = reading.says
        self.make_id = make_id
        self.people: dict[str, Person] = {}
        self.new: set[str] = set()
        self.notes: list[Problem] = []
        self.known = {each.person.sms_id: each for each in known}
        self.spelt = {fold(name): name for name in groups}
        self.homes = {fold(name) for name, is_home in groups.items() if is_home}
        self._by_nsn = _unique(known, lambda p: (p.nsn,) if p.role is Role.STUDENT and p.nsn else None)
        self._by_birth = _unique(known, lambda p: _birth(p) if p.role is Role.STUDENT else None)
        self._by_address = _unique(known, lambda p: (p.email.casefold(),) if p.role in STAFF and p.email else None)
        self._by_name = _unique([each for each in known if each.active], _name)
        self._names: Counter[Key] = Counter()
        #: Class -> how the list names its teachers, and in which line.
        self.taught: dict[str, dict[str, int]] = {}

    def one_each(self, rows: Iterable[Somebody]) -> list[Somebody]:
        """Several rows of one person are one: a list may have a row for each group."""
        found: dict[Key, Somebody] = {}
        born: dict[Key, Somebody] = {}
        for row in rows:
            key = self._key(row)
            first = found.get(key)
            if first is None and row.dob and row.role is Role.STUDENT:
                # One of the two may lack its NSN.
                first = born.get(_birth_of(row))
                first = None if first and ((first.nsn and row.nsn) or (first.id and row.id)) else first
            if first is None:
                found[key] = born[_birth_of(row)] = row
            elif _agree(first, row):
                _join(first, row)
                self._note("same-person", row)
            else:
                self._note("two-people", row, lost=True)
        self._names = Counter(_name_of(row) for row in found.values())
        return list(found.values())

    def add(self, row: Somebody) -> None:
        known = self._find(row)
        sms_id = known.person.sms_id if known else row.id or self._new_id(row)
        if sms_id in self.people:
            self._note("two-people", row, lost=True)
            return
        known = known or self.known.get(sms_id)
        if known is None:
            self.new.add(sms_id)
        person = self._merged(row, known.person if known else None, sms_id)
        self.people[sms_id] = person
        for teacher in row.teachers:
            for name in person.home_groups:
                self.taught.setdefault(name, {}).setdefault(teacher, row.lines[0])

    def add_teachers(self) -> None:
        """Teachers whom a list of students names beside their classes."""
        found: dict[str, tuple[Person, list[str]]] = {}
        named = [(text, group, line) for group, teachers in self.taught.items() for text, line in teachers.items()]
        # Whole names first: whoever is new by one is then known by the family name.
        for text, group, line in sorted(named, key=lambda each: not teacher_name(each[0])[0]):
            person = self._teacher(text, line)
            if person is not None:
                self.people.setdefault(person.sms_id, person)
                found.setdefault(person.sms_id, (person, []))[1].append(group)
        classes = set(self.taught)
        for sms_id, (person, theirs) in found.items():
            others = [name for name in person.groups if name not in classes]
            homes = tuple(name for name in person.home_groups if name not in theirs)
            groups = tuple(dict.fromkeys([*others, *theirs]))
            self.people[sms_id] = replace(person, groups=groups, home_groups=homes)

    def _note(self, code: str, row: Somebody, *, lost: bool = False) -> None:
        self.notes.append(Problem(code, row.lines[0], value=f"{row.first_name} {row.last_name}", lost=lost))

    def _teacher(self, text: str, line: int) -> Person | None:
        first, last = teacher_name(text)
        staff = [k.person for k in self.known.values() if k.active and k.person.role in STAFF]
        staff += [p for p in self.people.values() if p.role in STAFF and p.sms_id not in self.known]
        fits = [p for p in staff if fold(p.last_name) == fold(last) and (not first or _called(p, first))]
        if len(fits) == 1:
            return self.people.get(fits[0].sms_id, fits[0])
        if fits or not first or not last:
            self.notes.append(Problem("which-teacher", line, value=text))
            return None
        sms_id = self.make_id(f"staff {fold(first)} {fold(last)}")
        if sms_id not in self.people:
            self.new.add(sms_id)
            self.notes.append(Problem("new-teacher", line, value=f"{first} {last}"))
        return self.people.get(sms_id) or Person(sms_id, Role.TEACHING_STAFF, first, last, line=line)

    def _find(self, row: Somebody) -> Known | None:
        if row.id and row.id in self.known:
            return self.known[row.id]
        if row.role is Role.STUDENT:
            found = self._by_nsn.get((row.nsn,)) or self._by_birth.get(_birth_of(row))
        else:
            found = self._by_address.get((row.email.casefold(),))
        if found is None and self._names[_name_of(row)] == 1:
            found = self._by_name.get(_name_of(row))
        return found if found and _may_be(row, found.person) else None

    def _key(self, row: Somebody) -> Key:
        """What makes two rows of a list one person."""
        if row.id:
            return ("id", row.id)
        if row.role is Role.STUDENT:
            return ("nsn", row.nsn) if row.nsn else ("birth", *_birth_of(row))
        return ("address", row.email.casefold()) if row.email else ("name", *_name_of(row))

    def _new_id(self, row: Somebody) -> str:
        return self.make_id(
            " ".join(str(part) for part in ("staff" if row.role in STAFF else "student", *self._key(row)))
        )

    def _merged(self, row: Somebody, known: Person | None, sms_id: str) -> Person:
        """What the row says, and where it says nothing what was known."""
        was = known or Person(sms_id, row.role, row.first_name, row.last_name)
        classes = tuple(dict.fromkeys(map(self._spelt, row.home)))
        homes = was.home_groups if row.role in STAFF else classes or was.home_groups
        return replace(
            was,
            sms_id=sms_id,
            role=was.role if row.role in STAFF and was.role in STAFF and Meaning.ROLE not in self.says else row.role,
            first_name=_better(row.first_name, was.first_name),
            last_name=_better(row.last_name, was.last_name),
            preferred_name=_better(row.preferred_name, was.preferred_name)
            if row.preferred_name
            else was.preferred_name,
            nsn=row.nsn or was.nsn,
            dob=row.dob or was.dob,
            gender=row.gender or was.gender,
            email=row.email or was.email,
            home_groups=homes,
            groups=tuple(name for name in self._groups(row, was, classes) if name not in homes),
            line=row.lines[0],
        )

    def _groups(self, row: Somebody, was: Person, classes: tuple[str, ...]) -> Iterable[str]:
        """Besides the home class. Whoever of the staff teaches a class is in it, but at home nowhere."""
        named = [*classes] if row.role in STAFF else []
        if row.year:
            named.append(self._spelt(f"Year {row.year}"))
        named += map(self._spelt, row.groups)
        named += [name for name in was.groups if not self._is_replaced(name, row)]
        return dict.fromkeys(named)

    def _is_replaced(self, group: str, row: Somebody) -> bool:
        """A year level goes when another is said, a teacher's classes when others are, and so do other groups."""
        if _is_year(group):
            return bool(row.year)
        if row.role in STAFF and row.home and fold(group) in self.homes:
            return True
        return bool(row.groups)

    def _spelt(self, name: str) -> str:
        """As it is written in PaCT, or the first time in this list."""
        return self.spelt.setdefault(fold(name), name)


def _columns(reading: Reading, people: list[Person]) -> tuple[str, ...]:
    """What the file speaks of: what the list does, and what was known of its people besides."""
    says = reading.says
    columns = ["mlepSmsPersonId", "mlepFirstName", "mlepLastName", "mlepRole"]
    columns += ["mlepPreferredName"] if Meaning.PREFERRED_NAME in says else []
    columns += ["mlepStudentNSN"] if Meaning.NSN in says else []
    columns += ["mlepDOB"] if Meaning.DOB in says else []
    columns += ["mlepGender"] if Meaning.GENDER in says else []
    columns += ["mlepEmail"] if Meaning.EMAIL in says else []
    staff = any(person.role in STAFF and person.groups for person in people)
    if says & {Meaning.GROUPS, Meaning.YEAR, Meaning.CLASS} or staff:
        columns.append("mlepGroupMembership")
    if Meaning.CLASS in says:
        columns.append("mlepHomeGroup")
    return tuple(columns)


def _agree(one: Somebody, other: Somebody) -> bool:
    """Two rows of the same key can be the same person. By the name alone, only if they are in the same class."""
    if _name_of(one) != _name_of(other) or (one.dob and other.dob and one.dob != other.dob):
        return False
    certain = one.id or one.nsn or (one.dob and other.dob) or (one.email and other.email)
    return bool(certain) or not one.home or not other.home or one.home == other.home


def _join(one: Somebody, other: Somebody) -> None:
    one.lines += other.lines
    one.home += [name for name in other.home if name not in one.home]
    one.groups += [name for name in other.groups if name not in one.groups]
    one.teachers += [name for name in other.teachers if name not in one.teachers]
    for name in ("preferred_name", "nsn", "dob", "gender", "email", "id", "year"):
        if not getattr(one, name):
            setattr(one, name, getattr(other, name))


def _may_be(row: Somebody, person: Person) -> bool:
    """Nothing speaks against it: kind, NSN, date of birth, address."""
    if (row.role is Role.STUDENT) != (person.role is Role.STUDENT):
        return False
    if row.role is Role.STUDENT:
        if row.nsn and person.nsn:
            return row.nsn == person.nsn
        return not (row.dob and person.dob) or row.dob == person.dob
    return True


def _better(said: str, known: str) -> str:
    """What a list says, but the known spelling where the list only lost macrons."""
    return known if fold(said) == fold(known) and said.isascii() and not known.isascii() else said


def _called(person: Person, first: str) -> bool:
    return fold(first) in {fold(person.first_name), fold(person.preferred_name)}


def _is_year(name: str) -> bool:
    words = fold(name).split()
    return len(words) == 2 and words[0] in {"year", "yr", "y", "tau"} and words[1].isdecimal()


def _name_of(row: Somebody) -> Key:
    return ("staff" if row.role in STAFF else str(row.role), fold(row.first_name), fold(row.last_name))


def _name(person: Person) -> Key | None:
    kind = "staff" if person.role in STAFF else str(person.role)
    return (kind, fold(person.first_name), fold(person.last_name))


def _birth_of(row: Somebody) -> Key:
    return (fold(row.first_name), fold(row.last_name), row.dob)


def _birth(person: Person) -> Key | None:
    return (fold(person.first_name), fold(person.last_name), person.dob) if person.dob else None


def _unique(known: Iterable[Known], key_of: Callable[[Person], Key | None]) -> Mapping[Key, Known]:
    """Key -> whoever alone has it; whoever is here goes before whoever left."""
    here: dict[Key, Known | None] = {}
    gone: dict[Key, Known | None] = {}
    for each in known:
        key = key_of(each.person)
        if key is not None:
            pool = here if each.active else gone
            pool[key] = None if key in pool else each
    return {key: each for key, each in {**gone, **here}.items() if each is not None}
