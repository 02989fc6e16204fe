"""The lists of Manage > Enrolment register: one for each part of register and SMS side by side, and the files so far."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openpact.hub.platform.lists import Column, Table
from openpact.hub.platform.plain import having, plain_text
from openpact.hub.platform.told import reasons_of
from openpact.hub.roster.history import masked

from . import core
from .words import difference_words, why_words


@dataclass(frozen=True, slots=True)
class Line:
    """A student in one of the lists. `person_id` is None for who is not in the SMS."""

    name: str
    #: By last name, without capitals and macrons.
    key: tuple[str, str]
    entry: core.Entry | None = None
    person_id: int | None = None
    why: str = ""
    todo: str = ""
    field: str = ""
    in_register: str = ""
    in_sms: str = ""

    @property
    def nsn(self) -> str:
        return masked(self.entry.nsn) if self.entry else ""

    @property
    def nsn_end(self) -> str:
        return self.entry.nsn[-3:] if self.entry else ""


def lines(standing: core.Standing, tab: str) -> list[Line]:
    """The rows of a tab."""
    return list(TABS[tab].lines(standing))


def _both(standing: core.Standing) -> Iterable[Line]:
    for one in standing.both:
        yield Line(one.student.name, _key(one.student), one.kept.entry, one.student.person_id)


def _only_enrolled(standing: core.Standing) -> Iterable[Line]:
    for kept in standing.only_enrolled:
        yield Line(kept.entry.name, _key(kept.entry), kept.entry)


def _only_here(standing: core.Standing) -> Iterable[Line]:
    for one in standing.only_here:
        why, todo = why_words(one)
        entry = one.kept.entry if one.kept else None
        yield Line(one.student.name, _key(one.student), entry, one.student.person_id, why, todo)


def _differences(standing: core.Standing) -> Iterable[Line]:
    for one in standing.differences:
        for words in difference_words(one):
            yield Line(
                one.student.name, _key(one.student), one.kept.entry, one.student.person_id,
                field=words.field, in_register=words.in_register, in_sms=words.in_sms,
            )  # fmt: skip


def _key(one: core.Student | core.Entry) -> tuple[str, str]:
    return plain_text(one.last_name), plain_text(one.preferred_name or one.first_name)


def _find(rows: list[Line], words: str) -> list[Line]:
    wanted = plain_text(words).split()
    return [row for row in rows if all(word in _searched(row) for word in wanted)]


def _searched(row: Line) -> str:
    given = row.entry.first_name if row.entry else ""
    return plain_text(f"{row.name} {given} {row.in_register} {row.in_sms}")


def _earliest(day: date | None) -> date:
    return day or date.max


NAME = Column("name", gettext_lazy("Student"), by=lambda row: row.key, value=lambda row: row.name)
NSN = Column("nsn", gettext_lazy("NSN"), value=lambda row: row.nsn)
YEAR = Column(
    "year",
    gettext_lazy("Year level"),
    by=lambda row: -1 if row.entry.year_level is None else row.entry.year_level,
    value=lambda row: row.entry.year_level,
)
SINCE = Column(
    "since", gettext_lazy("Enrolled from"), by=lambda row: row.entry.start_date, value=lambda row: row.entry.start_date
)
UNTIL = Column(
    "until", gettext_lazy("To"), by=lambda row: _earliest(row.entry.leave_date), value=lambda row: row.entry.leave_date
)
DOB = Column("dob", gettext_lazy("Date of birth"), by=lambda row: row.entry.dob, value=lambda row: row.entry.dob)


def _table(key: str, *columns: Column) -> Table:
    return Table(
        f"enrolment-{key}",
        gettext_lazy("students"),
        columns,
        sort="name",
        rows=f"register/rows/{key}.html",
        empty=f"register/rows/no_{key}.html",
        find=_find,
        finds=gettext_lazy("Search by name"),
    )


@dataclass(frozen=True, slots=True)
class Tab:
    """`lead` says what the list means and what to do about it."""

    title: Any
    lead: Any
    table: Table
    lines: Callable[[core.Standing], Iterable[Line]]


TABS: dict[str, Tab] = {
    "both": Tab(
        gettext_lazy("Enrolled and in the SMS"),
        gettext_lazy("As it should be: enrolled here, and in your SMS."),
        _table("both", NAME, NSN, YEAR, SINCE, UNTIL),
        _both,
    ),
    "enrolled": Tab(
        gettext_lazy("Only enrolled"),
        gettext_lazy(
            "Enrolled here, but no student of your SMS has their NSN. Add them in your SMS, or their NSN if they are there"
            " without it; if they have left, record that in ENROL."
        ),
        _table("enrolled", NAME, NSN, DOB, YEAR, SINCE, UNTIL),
        _only_enrolled,
    ),
    "sms": Tab(
        gettext_lazy("Only in the SMS"),
        gettext_lazy("In your SMS, but not enrolled here today."),
        _table(
            "sms",
            NAME,
            Column("why", gettext_lazy("Why"), by=lambda row: row.why, value=lambda row: row.why),
            Column("todo", gettext_lazy("What to do"), value=lambda row: row.todo),
        ),
        _only_here,
    ),
    "differences": Tab(
        gettext_lazy("Differences"),
        gettext_lazy(
            "The same NSN, but not the same name or birth date. Look which is right, and mend the other one where it stands:"
            " in ENROL, or in your SMS. The next file and the next upload bring it here."
        ),
        _table(
            "differences",
            NAME,
            Column("field", gettext_lazy("What differs"), by=lambda row: row.field, value=lambda row: row.field),
            Column("register", gettext_lazy("In ENROL"), value=lambda row: row.in_register),
            Column("in_sms", gettext_lazy("In your SMS"), value=lambda row: row.in_sms),
            Column("todo", gettext_lazy("Where to mend it"), value=lambda row: _where(row)),
        ),
        _differences,
    ),
}

FILES = Table(
    "register-files",
    gettext_lazy("files"),
    (
        Column("at", gettext_lazy("When"), order=("id",), value=lambda one: one.at),
        Column("source", gettext_lazy("From"), order=("source",), value=lambda one: one.get_source_display()),
        Column("as_of", gettext_lazy("Of the day"), order=("as_of",), value=lambda one: one.as_of),
        Column("state", gettext_lazy("What became of it"), order=("state",), value=lambda one: one.get_state_display()),
    ),
    sort="-at",
    rows="register/rows/files.html",
    empty="register/rows/no_files.html",
    find=lambda found, words: having(found, words, "by__name", "source", "state", also=reasons_of(found)),
    finds=gettext_lazy("Search by who, where from or reason"),
)


def _where(row: Line) -> str:
    """Which of the two is wrong only a person can tell."""
    words = {"register": row.in_register, "sms": row.in_sms}
    return _("In your SMS if %(register)s is right; in ENROL if %(sms)s is.") % words
