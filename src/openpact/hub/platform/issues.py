"""What a reader found in a file, row by row, as a list of platform.lists: of IDE files and of register files.

Rows are openpact.ide.Issue as dicts: {line, column, code, severity, message, value, remedy}.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .lists import Column, Table
from .plain import plain_text

Found = dict[str, Any]


def issues_table(name: str) -> Table:
    return Table(
        name,
        gettext_lazy("rows"),
        (
            Column("line", gettext_lazy("Line"), by=lambda one: one["line"] or 0, value=lambda one: one["line"]),
            Column("column", gettext_lazy("Column"), by=_column, value=_column),
            Column("used", gettext_lazy("Used"), by=lambda one: one["severity"], value=_used),
            Column("found", gettext_lazy("What was found"), by=_message, value=_message),
            Column("todo", gettext_lazy("What to do"), value=lambda one: one["remedy"]),
        ),
        sort="line",
        rows="partials/list/issue_rows.html",
        empty="partials/list/no_issues.html",
        find=_find,
        finds=gettext_lazy("Search by line, column or what was found"),
    )


def _used(issue: Found) -> str:
    return _("Not used") if issue["severity"] == "error" else _("Note")


def _column(issue: Found) -> str:
    return issue["column"] or ""


def _message(issue: Found) -> str:
    return issue["message"]


def _find(rows: list[Found], words: str) -> list[Found]:
    wanted = plain_text(words).split()
    texts = ((row, plain_text(f"{row['line']} {_column(row)} {_used(row)} {_message(row)}")) for row in rows)
    return [row for row, text in texts if all(word in text for word in wanted)]
