"""What a register file changes, and what was wrong with it: two lists, of a file that waits and of one that was applied.
What may do harm comes first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
        until = f" – {day(self.entry.leave_date)}" if self.entry.leave_date else ""
        return str(KINDS[self.kind][2]) or f"{day(self.entry.start_date)}{until}"

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


def _find(text: Callable[[Any], str]) -> Callable[[list, str], list]:
    def find(rows: list, words: str) -> list:
        wanted = plain_text(words).split()
        return [row for row in rows if all(word in plain_text(text(row)) for word in wanted)]

    return find


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
    find=_find(lambda row: f"{row.entry.name} {row.entry.first_name} {row.what}"),
    finds=gettext_lazy("Search by name or by what happens"),
)  # fmt: skip
ISSUES = Table(
    "register-rows",
    gettext_lazy("rows"),
    (
        Column("line", gettext_lazy("Line"), by=lambda one: one["line"] or 0, value=lambda one: one["line"]),
        Column(
            "column", gettext_lazy("Column"), by=lambda one: one["column"] or "", value=lambda one: one["column"] or ""
        ),
        Column(
            "used", gettext_lazy("Used"), by=lambda one: one["severity"], value=lambda one: _used(one)
        ),
        Column("found", gettext_lazy("What was found"), by=lambda one: one["message"], value=lambda one: one["message"]),
        Column("todo", gettext_lazy("What to do"), value=lambda one: one["remedy"]),
    ),
    sort="line",
    rows="register/rows/issues.html",
    empty="register/rows/no_issues.html",
    find=_find(lambda one: f"{one['line']} {one['column']} {one['message']} {_used(one)}"),
    finds=gettext_lazy("Search by line, column or what was found"),
)  # fmt: skip
TABS = {"changes": CHANGES, "rows": ISSUES}


def _used(issue: dict[str, Any]) -> str:
    return _("Not used") if issue["severity"] == "error" else _("Note")
