"""Bring a list: paste or upload it, say what its columns mean, and see what it would do before anything changes.

The list travels with the form from step to step, so nothing of it is kept before it is brought.
"""

import io
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.pages import SchoolRequest, school_page
from openpact.hub.platform import csvfile
from openpact.hub.platform.told import told
from openpact.hub.roster import keeper_of
from openpact.link.words import Trigger
from openpact.sheet import Meaning, Order, Table, Unreadable, Who, recognise, written

from ..exchange import receive
from ..models import Exchange
from . import words
from .check import CheckedList, Said, as_ide_file, check, likely_who
from .origin import origin
from .table import is_ide_file, of_file, parse

SHOWN_ROWS, SHOWN_PROBLEMS = 6, 50
#: What the templates have, and an example of each.
TEMPLATES = {
    "students": (
        ("First name", "Last name", "Date of birth", "NSN", "Year", "Room", "Other groups"),
        ("Aroha", "Ngata", "14/3/2017", "", "4", "5", "Kapa haka; Choir"),
        ("Te Ariki", "Wikitōria", "2/11/2016", "", "4", "5", ""),
    ),
    "staff": (
        ("First name", "Last name", "E-mail", "Role", "Class"),
        ("Hēmi", "Walker", "hemi@your-school.example", "Teacher", "Room 5"),
        ("Ana", "Poe", "ana@your-school.example", "Teacher aide", "Room 5"),
    ),
}


@never_cache
@school_page(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_list(request: SchoolRequest, number: int) -> HttpResponse:
    if request.method != "POST":
        return redirect("upload-file", number)
    file = request.FILES.get("file")
    if file and is_ide_file(file):
        return _bring(request, file)
    try:
        table = of_file(file) if file else parse(request.POST.get("pasted", ""))
    except Unreadable as unreadable:
        return upload_page(request, list_error=words.of_unreadable(unreadable), status=422)
    return columns_page(request, table)


def columns_page(request: SchoolRequest, table: Table) -> HttpResponse:
    """What its columns mean; and once that is said, on to what it would do."""
    checked = check(request.school, table, _said(request, table))
    wanted, error = "preview" in request.POST, ""
    if wanted and not checked.missing:
        try:
            return _bring(request, io.BytesIO(as_ide_file(request.school, checked)), origin(checked))
        except ValueError:
            error = _(
                "Something in the list cannot be written to a file. Nothing was changed. Look at unusual characters."
            )
    context = {
        "list": checked,
        "text": written(table),
        "shown": _shown(checked),
        "columns": [
            _Column(place, head, meaning, f"column-{place}")
            for place, (head, meaning) in enumerate(zip(checked.heads, checked.columns, strict=True))
        ],
        "meanings": [(meaning, told(text)) for meaning, text in words.MEANINGS.items()],
        "whos": words.WHO.items(),
        "orders": words.ORDERS.items(),
        "missing": words.of_missing(checked.missing),
        "problems": [(problem, words.of_problem(problem)) for problem in checked.problems[:SHOWN_PROBLEMS]],
        "more_problems": max(0, len(checked.problems) - SHOWN_PROBLEMS),
        "wanted": wanted,
        "error": error,
        "keeper": keeper_of(request.school),
    }
    return render(request, "sms/lists/columns.html", context, status=422 if wanted else 200)


def upload_page(request: HttpRequest, *, form=None, list_error: str = "", status: int = 200) -> HttpResponse:
    """The four ways to bring people without an SMS that does."""
    context = {"form": form, "list_error": list_error, "keeper": keeper_of(request.school)}
    return render(request, "sms/upload.html", context, status=status)


@school_page(Role.ADMINISTRATOR)
@require_safe
def list_template(request: SchoolRequest, number: int, which: str) -> HttpResponse:
    """The heads alone, or with an example, as a CSV file that a spreadsheet opens."""
    kind, _dash, example = which.partition("-")
    if kind not in TEMPLATES or example not in {"", "example"}:
        return redirect("upload-file", number)
    rows = TEMPLATES[kind] if example else TEMPLATES[kind][:1]
    answer = HttpResponse(csvfile.BOM + "".join(csvfile.lines(rows)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{which}.csv"'
    return answer


@dataclass(frozen=True, slots=True)
class _Column:
    place: int
    head: str
    meaning: Meaning
    name: str


def _bring(request: SchoolRequest, content, spreadsheet: dict | None = None) -> HttpResponse:
    exchange = receive(
        request.school, content=content, trigger=Trigger.MANUAL, source=Exchange.Source.PAGE, provider="",
        user=request.user, spreadsheet=spreadsheet,
    )  # fmt: skip
    messages.info(request, _("Nothing has changed yet. This is what it would do: approve or discard it."))
    return redirect("exchange", request.school.number, exchange.id)


def _said(request: SchoolRequest, table: Table) -> Said:
    """What the form says; for a list that has just come, what is likely."""
    chosen = [request.POST.get(f"column-{place}") for place in range(table.width)]
    told = all(each in set(Meaning) for each in chosen) and request.POST.get("width") == str(table.width)
    columns = tuple(Meaning(each) for each in chosen) if told else recognise(table.rows)[1]
    who, order = request.POST.get("who"), request.POST.get("order")
    return Said(
        who=Who(who) if who in set(Who) else likely_who(columns),
        whole=request.POST.get("whole") == "all",
        columns=columns,
        order=Order(order) if order in set(Order) else None,
    )


def _shown(checked: CheckedList) -> list[tuple[int, list[str]]]:
    """The first rows with their lines; of an NSN only its end."""
    masked = [meaning is Meaning.NSN for meaning in checked.columns]
    rows = list(zip(checked.table.lines, checked.table.rows, strict=True))[checked.start :][:SHOWN_ROWS]
    return [
        (line, [f"••• ••• {c[-3:]}" if hide and c else c for c, hide in zip(row, masked, strict=True)])
        for line, row in rows
    ]
