"""Judging: the classes somebody may judge, and a class on one screen."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from openpact.hub.accounts.pages import SchoolRequest, school_page
from openpact.hub.register.services import barred
from openpact.hub.roster import queries as roster
from openpact.hub.roster.models import Group, Person
from openpact.hub.roster.years import year_levels
from openpact.hub.schools.models import Cycle

from .. import form, queries, sheets
from ..choice import Choice, chosen_cycle
from ..errors import JudgementError, NotConfirmed, Problem
from ..models import LearningArea
from ..rules import Action, Entry
from ..screen import Row
from ..services import Outcome, confirm, cycle_is_open

#: A class is on one screen; a whole year level is on several.
PER_SCREEN = 100
#: What happened, in a sentence, by which of it did: some were (c)onfirmed, c(h)anged, (w)ithdrawn. The first counts the noun.
SAID = {
    "c": ngettext_lazy("Confirmed %(c)s judgement.", "Confirmed %(c)s judgements.", "c"),
    "ch": ngettext_lazy("Confirmed %(c)s judgement, changed %(h)s.", "Confirmed %(c)s judgements, changed %(h)s.", "c"),
    "cw": ngettext_lazy(
        "Confirmed %(c)s judgement, withdrew %(w)s.", "Confirmed %(c)s judgements, withdrew %(w)s.", "c"
    ),
    "chw": ngettext_lazy(
        "Confirmed %(c)s judgement, changed %(h)s, withdrew %(w)s.",
        "Confirmed %(c)s judgements, changed %(h)s, withdrew %(w)s.",
        "c",
    ),
    "h": ngettext_lazy("Changed %(h)s judgement.", "Changed %(h)s judgements.", "h"),
    "hw": ngettext_lazy("Changed %(h)s judgement, withdrew %(w)s.", "Changed %(h)s judgements, withdrew %(w)s.", "h"),
    "w": ngettext_lazy("Withdrew %(w)s judgement.", "Withdrew %(w)s judgements.", "w"),
}


@school_page()
def overview(request: SchoolRequest, number: int) -> HttpResponse:
    """The groups one may judge, and how far each is in a cycle."""
    choice = chosen_cycle(request.school, request.GET)
    cycle = choice.cycle
    own = set(roster.groups_of(request.access.person_id).values_list("id", flat=True))
    groups = queries.progress(queries.may_see(request.access), cycle, own=own)
    context = {
        "choice": choice,
        "cycle": cycle,
        "open": cycle is not None and cycle_is_open(request.school, cycle),
        "groups": [g for g in groups if g.students],
        "linked": request.access.person_id is not None,
        "sees_all": request.access.may.sees_all,
        "areas": cycle.learning_areas if cycle else (),
    }
    return render(request, "judgements/overview.html", context)


@dataclass(slots=True)
class Screen:
    """What a class's screen is about."""

    group: Group
    area: LearningArea
    choice: Choice
    page: Page

    @property
    def cycle(self) -> Cycle:
        return self.choice.cycle

    @property
    def query(self) -> str:
        page = {"page": self.page.number} if self.page.number > 1 else {}
        return urlencode({"area": self.area.value, "cycle": self.cycle.id, **page})


@school_page()
def judge_group(request: SchoolRequest, number: int, group_id: int) -> HttpResponse:
    """Every student of a group with the levels as radio buttons, in one area and cycle."""
    group = get_object_or_404(queries.may_see(request.access), pk=group_id)
    choice = chosen_cycle(request.school, request.GET)
    if choice.cycle is None:
        return render(request, "judgements/no_cycle.html", {"group": group})
    areas = {area.value: area for area in choice.cycle.learning_areas}
    students = Paginator(roster.students_of(group), PER_SCREEN)
    screen = Screen(
        group=group,
        area=areas.get(request.GET.get("area", "")) or choice.cycle.learning_areas[0],
        choice=choice,
        page=students.get_page(request.GET.get("page")),
    )
    return _confirm(request, screen) if request.method == "POST" else _show(request, screen)


def _confirm(request: SchoolRequest, screen: Screen) -> HttpResponse:
    chosen = form.entries(request.POST)
    if not chosen:
        messages.info(request, _("Nothing was chosen, so nothing was confirmed."))
        return _show(request, screen)
    try:
        outcomes = confirm(request.school, request.user, chosen, area=screen.area, cycle=screen.cycle)
    except NotConfirmed as refused:
        return _show(request, screen, chosen, refused.problems, status=422)
    except JudgementError as refused:
        messages.error(request, str(refused))
        return _show(request, screen, chosen, status=422)
    messages.success(request, _said(outcomes))
    here = reverse("judge-group", args=[request.school.number, screen.group.id])
    return HttpResponseRedirect(f"{here}?{screen.query}")


def _show(
    request: SchoolRequest,
    screen: Screen,
    chosen: list[Entry] | None = None,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> HttpResponse:
    students = list(screen.page)
    levels = year_levels(student.id for student in students) if screen.cycle.years else {}
    judgements = queries.judgements_of(students, cycle=screen.cycle, area=screen.area)
    versions = queries.versions_of(judgements.values())
    (progress,) = queries.progress([screen.group], screen.cycle)
    is_open = cycle_is_open(request.school, screen.cycle)
    lines = form.lines(students, judgements, versions, chosen or (), problems)
    not_enrolled = barred(request.school.id, [student.id for student in students])
    works = sheets.of_people(screen.cycle, screen.area.value, [student.id for student in students])
    for line in lines:
        line.row = Row(line.person, works[line.person.id], judgement=line.judgement)
        line.not_enrolled = line.person.id in not_enrolled
        level = levels.get(line.person.id)
        line.other_year = None if screen.cycle.covers_year(level) else level
    shown = {line.person.id for line in lines}
    context = {
        "screen": screen,
        "page": screen.page,
        "group": screen.group,
        "lines": lines,
        "progress": progress,
        "cycle_is_open": is_open,
        "may_confirm": request.access.may.judges_for_others or (is_open and request.access.may.judges),
        "problems": problems,
        # Somebody moved out of the class after the page was opened.
        "elsewhere": _names([p for p in problems if p.person_id not in shown]),
        "illustrative": any(line.recommended and line.row.work.scale.calibration.illustrative for line in lines),
        "not_enrolled": len(not_enrolled),
        "year_unknown": len(students) - len(levels) if _leaves_years_out(request, screen.cycle) else 0,
    }
    return render(request, "judgements/group.html", context, status=status)


def _leaves_years_out(request: SchoolRequest, cycle: Cycle) -> bool:
    return bool(cycle.years) and not set(request.school.year_levels) <= set(cycle.years)


def _names(problems: list[Problem]) -> list[tuple[str, Problem]]:
    people = Person.objects.in_bulk([p.person_id for p in problems]) if problems else {}
    return [
        (people[p.person_id].display_name if p.person_id in people else _("A student who is not here"), p)
        for p in problems
    ]


def _said(outcomes: list[Outcome]) -> str:
    """What happened, in words: Confirmed 12 judgements, changed 1, withdrew 1."""
    counts = Counter(outcome.action for outcome in outcomes)
    numbers = {"c": counts[Action.CONFIRMED], "h": counts[Action.CHANGED], "w": counts[Action.WITHDRAWN]}
    happened = "".join(key for key, number in numbers.items() if number)
    return SAID[happened] % numbers if happened else _("Nothing to confirm: that is what stood already.")
