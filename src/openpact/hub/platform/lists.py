"""A list that people look through: search, sort, pages, and the same rows as a CSV file, from one declaration.

    TABLE = Table("audit", _("lines"), (Column("at", _("When"), order=("id",), value=lambda line: line.at), …), find=…)

    def audit(request, number):
        return TABLE.answer(request, Line.objects.filter(school=request.school), "audit/page.html")

Names do not belong in addresses. So what somebody searches for is posted, kept in their session, and named in the address
by `?found`, to which paging, sorting and the file then keep. The page includes partials/list/search.html and, in an
element #list, partials/list/list.html; htmx gets only the latter. Without script everything is links and one form.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from . import clock, csvfile

Words = str | Promise
#: How much of a search is kept.
LONGEST = 100
WHOLE_NSN = re.compile(r"(?<!\d)(?:\d\s?){7}(\d\s?\d\s?\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Column:
    """`order` are order_by's arguments (ascending) of a queryset; `key` is sorted's, for rows in a list. With neither, the
    column cannot be sorted by. `value` is what the file says of a row; without it the file has no such column. One that is
    not `shown` is in the file only."""

    key: str
    title: Words
    order: tuple[Any, ...] = ()
    by: Callable[[Any], Any] | None = None
    value: Callable[[Any], object] | None = None
    shown: bool = True

    @property
    def sorts(self) -> bool:
        return bool(self.order or self.by)


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head. `url` sorts by it, or turns it round; `direction` is aria-sort's value, or ""."""

    title: Words
    url: str
    direction: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What partials/list/ draws. `kept` are the address's parameters that links keep; `everything` ends a search."""

    table: "Table"
    page: Page
    search: str
    columns: tuple[Head, ...]
    kept: str
    everything: str
    file_url: str

    @property
    def rows(self) -> str:
        return self.table.rows

    @property
    def empty(self) -> str:
        return self.table.empty


@dataclass(frozen=True)
class Table:
    """`name` names the file and the search in the session; `what` are the rows, in the plural; `sort` is the key to begin
    with, with a "-" before it for descending."""

    name: str
    what: Words
    columns: tuple[Column, ...]
    sort: str
    #: The template of the rows (<tr>s, which find them as `list.page`), and of what stands there when there are none.
    rows: str
    empty: str
    #: Narrows the rows to those with every word of a text; None: there is no search.
    find: Callable[[Any, str], Any] | None = None
    #: What the search box is called, and what is said when nothing matches.
    finds: Words = ""
    per_page: int = 50
    #: What htmx gets: the list, or a template that includes it.
    part: str = "partials/list/list.html"

    def answer(
        self,
        request: HttpRequest,
        rows: Any,
        template: str,
        context: dict[str, Any] | None = None,
        *,
        status: int = 200,
    ) -> HttpResponse:
        """The page, or its list for htmx, or the file. `rows` is a queryset or a list."""
        kept = f"list-{self.name}"
        if request.method == "POST" and "search" in request.POST:
            words = request.session[kept] = _keepable(request.POST["search"])
            if not request.htmx:
                return HttpResponseRedirect(_address(request, found="" if words else None))
        searching = request.method == "POST" or "found" in request.GET
        search = request.session.get(kept, "") if searching and self.find else ""
        if search and self.find:
            rows = self.find(rows, search)
        sort = self._sort(request.GET.get("sort", ""))
        rows = self._sorted(rows, sort)
        if request.GET.get("as") == "csv":
            return self._file(request, rows)
        found = "" if search else None
        shown = Shown(
            table=self,
            page=Paginator(rows, self.per_page).get_page(request.GET.get("page")),
            search=search,
            columns=tuple(self._heads(request, sort, found)),
            kept=_query(request, found=found),
            everything=_address(request, found=None),
            file_url=_address(request, found=found, **{"as": "csv"}) if any(c.value for c in self.columns) else "",
        )
        given = {**(context or {}), "list": shown}
        if request.htmx and not request.htmx.boosted:
            answer = render(request, self.part, given, status=status)
            answer["HX-Replace-Url"] = _address(request, found=found)
            return answer
        return render(request, template, given, status=status)

    def _sort(self, wanted: str) -> str:
        known = {column.key for column in self.columns if column.sorts}
        return wanted if wanted.removeprefix("-") in known else self.sort

    def _sorted(self, rows: Any, sort: str) -> Any:
        column = next((c for c in self.columns if c.key == sort.removeprefix("-")), None)
        if column is None:
            return rows
        down = sort.startswith("-")
        if isinstance(rows, QuerySet):
            ordered = rows.order_by(*column.order, "pk")
            return ordered.reverse() if down else ordered
        return sorted(rows, key=column.by or (lambda row: 0), reverse=down)

    def _heads(self, request: HttpRequest, sort: str, found: str | None) -> Iterator[Head]:
        for column in (column for column in self.columns if column.shown):
            up, down = sort == column.key, sort == f"-{column.key}"
            turned = f"-{column.key}" if up else column.key
            url = _address(request, found=found, sort=turned) if column.sorts else ""
            yield Head(column.title, url, "ascending" if up else "descending" if down else "")

    def _file(self, request: HttpRequest, rows: Any) -> HttpResponse:
        columns = [column for column in self.columns if column.value]
        many = rows.iterator(chunk_size=2000) if isinstance(rows, QuerySet) else rows
        # Read here, not while it is sent: the school's transaction ends with the view.
        cells = [[column.value(row) for column in columns] for row in many]
        school = request.school
        name = f"{self.name}-{school.number}-{clock.today(school.time_zone):%Y-%m-%d}.csv"
        text = [csvfile.BOM, *csvfile.lines([[column.title for column in columns], *cells])]
        answer = StreamingHttpResponse(text, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        answer["Cache-Control"] = "no-store"
        return answer


def _keepable(words: str) -> str:
    """What is searched for, as it may be kept and shown again: of an NSN only its end."""
    return WHOLE_NSN.sub(r"••• ••• \1", words.strip()[:LONGEST])


def _query(request: HttpRequest, **changed: str | None) -> str:
    """The address's parameters without the page's number and the file's, with some changed (None: left out)."""
    kept = request.GET.copy()
    for name in ("page", "as"):
        kept.pop(name, None)
    for name, value in changed.items():
        kept.pop(name, None)
        if value is not None:
            kept[name] = value
    return kept.urlencode()


def _address(request: HttpRequest, **changed: str | None) -> str:
    query = _query(request, **changed)
    return f"{request.path}?{query}" if query else request.path
