"""What a register file changes, and what was wrong with it: two lists, of a file that waits and of one that was applied.
What may do harm comes first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openpact.hub.platform.issues import issues_table
from openpact.hub.platform.lists import Column, Table
from openpact.hub.platform.plain import plain_text
from openpact.hub.roster.history import masked

from . import core
from .core import Action
from .words import FIELDS, day, shown

#: In the order in which they are listed: what happens, how it looks (see partials/status.html), and what it means.
KINDS: dict[str, tuple[Any, str, Any]] = {
    Action.GOES: (
        gettext_lazy("Not listed any more"),
        "bad",
        gettext_lazy("The enrolment ends here. Judgements stay."),
    ),
    Action.CHANGES: (gettext_lazy("Changes"), "wait", ""),
    Action.ARRIVES: (gettext_lazy("New"), "good", ""),
    Action.RETURNS: (gettext_lazy("Listed again"), "good", ""),
    "kept": (
        gettext_lazy("Kept"),
        "quiet",
        gettext_lazy("Their row could not be used: they keep what they had until it is mended."),
    ),
    "waiting": (
        gettext_lazy("Not in the file, but kept"),
        "quiet",
        gettext_lazy("A row could not be made out and might be theirs. Nothing of theirs changes until it is mended."),
    ),
}
ORDER = list(KINDS)


@dataclass(frozen=True, slots=True)
class Row:
    """A student whom the file changes something for. `details` are (field, as it was, as it is)."""

    kind: str
    entry: core.Entry
    details: tuple[tuple[str, str, str], ...] = ()

    @property
    def what(self) -> str:
        return str(KINDS[self.kind][0])

    @property
    def tone(self) -> str:
        return KINDS[self.kind][1]

    @property
    def note(self) -> str:
        if KINDS[self.kind][2]:
            return str(KINDS[self.kind][2])
        days = {"since": day(self.entry.start_date), "until": day(self.entry.leave_date)}
        words = _("Enrolled from %(since)s to %(until)s") if self.entry.leave_date else _("Enrolled from %(since)s")
        return words % days

    @property
    def nsn(self) -> str:
        return masked(self.entry.nsn)

    @property
    def nsn_end(self) -> str:
        return self.entry.nsn[-3:]

    @property
    def key(self) -> tuple[str, str]:
        return plain_text(self.entry.last_name), plain_text(self.entry.preferred_name or self.entry.first_name)

    @property
    def in_words(self) -> str:
        """The details, for a file."""
        return "; ".join(f"{field}: {before} → {after}" for field, before, after in self.details) or self.note


def rows(plan: core.Plan) -> list[Row]:
    return list(_rows(plan))


def _rows(plan: core.Plan) -> Iterator[Row]:
    for change in plan.changes:
        # Of somebody who is listed again only what differs is told; most often that is nothing.
        yield Row(change.action, change.entry, _details(change))
    for entry in plan.kept:
        yield Row("kept", entry)
    for entry in plan.waiting:
        yield Row("waiting", entry)


def _details(change: core.Change) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (str(FIELDS[name]), shown(getattr(change.before, name)), shown(getattr(change.entry, name)))
        for name in change.fields
    )


def _find(rows: list[Row], words: str) -> list[Row]:
    wanted = plain_text(words).split()
    texts = ((row, plain_text(f"{row.entry.name} {row.entry.first_name} {row.what}")) for row in rows)
    return [row for row, text in texts if all(word in text for word in wanted)]


CHANGES = Table(
    "register-changes",
    gettext_lazy("students"),
    (
        Column(
            "what", gettext_lazy("What happens"), by=lambda row: (ORDER.index(row.kind), row.key),
            value=lambda row: row.what,
        ),
        Column("name", gettext_lazy("Student"), by=lambda row: row.key, value=lambda row: row.entry.name),
        Column("nsn", gettext_lazy("NSN"), value=lambda row: row.nsn),
        Column("details", gettext_lazy("Details"), value=lambda row: row.in_words),
    ),
    sort="what",
    rows="register/rows/changes.html",
    empty="register/rows/no_changes.html",
    find=_find,
    finds=gettext_lazy("Search by name or by what happens"),
)  # fmt: skip
TABS = {"changes": CHANGES, "rows": issues_table("register-rows")}
