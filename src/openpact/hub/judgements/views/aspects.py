"""Judging the aspects of a class on one screen: a form that works as it is, and its script's two calls."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from openpact.hub.accounts.pages import SchoolRequest, school_page
from openpact.hub.roster import queries as roster
from openpact.hub.roster.models import Group, Person
from openpact.hub.schools.models import Cycle

from .. import aspect_form, placing, queries, statements
from ..choice import Choice, chosen_cycle
from ..errors import JudgementError, NotConfirmed
from ..models import LearningArea
from ..permits import cycle_is_open
from ..placing import Answer, Became
from ..rules import Entry
from ..screen import ClassScreen, Row, class_screen
from ..services import confirm

#: What a script may send at once.
MOST = 500
#: A class is on one screen; a whole year level is on several.
PER_SCREEN = 40


@dataclass(slots=True)
class About:
    """What the screen is about, as its address says."""

    group: Group
    area: LearningArea
    choice: Choice
    page: Page
    aspect: str = ""
    student: int | None = None

    @property
    def students(self) -> list[Person]:
        return list(self.page)

    @property
    def cycle(self) -> Cycle:
        return self.choice.cycle

    @property
    def query(self) -> str:
        shown = {"student": self.student} if self.student else {"aspect": self.aspect} if self.aspect else {}
        page = {"page": self.page.number} if self.page.number > 1 else {}
        return urlencode({"area": self.area.value, "cycle": self.cycle.id, **shown, **page})

    def address(self, name: str, number: int) -> str:
        return f"{reverse(name, args=[number, self.group.id])}?{self.query}"


def _about(request: SchoolRequest, group_id: int) -> About:
    """Without a cycle, `choice.cycle` is None and there is no area."""
    group = get_object_or_404(queries.may_see(request.access), pk=group_id)
    choice = chosen_cycle(request.school, request.GET)
    areas = {area.value: area for area in choice.cycle.learning_areas} if choice.cycle else {}
    area = areas.get(request.GET.get("area", "")) or next(iter(areas.values()), LearningArea.READING)
    page = Paginator(roster.students_of(group), PER_SCREEN).get_page(request.GET.get("page"))
    student = request.GET.get("student", "")
    return About(group, area, choice, page, request.GET.get("aspect", ""), int(student) if _is_key(student) else None)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18


@school_page()
def judge_aspects(request: SchoolRequest, number: int, group_id: int) -> HttpResponse:
    """The class and one aspect, or one student and every aspect."""
    about = _about(request, group_id)
    if about.cycle is None:
        return render(request, "judgements/no_cycle.html", {"group": about.group})
    return _save(request, about) if request.method == "POST" else _show(request, about)


def _show(
    request: SchoolRequest, about: About, chosen: dict[tuple[int, str], str] | None = None, answers: list[Answer] | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    screen = class_screen(request.school, about.students, area=about.area, cycle=about.cycle, chosen=chosen)
    keys = [tab.aspect.key for tab in screen.tabs]
    if about.aspect not in keys:
        about.aspect = next((t.aspect.key for t in screen.tabs if t.asked and not t.complete), keys[0])
    if about.student not in {row.person.id for row in screen.rows}:
        about.student = None
    _explain(screen, answers or [])
    (progress,) = queries.progress([about.group], about.cycle)
    context = {
        "about": about,
        "group": about.group,
        "screen": screen,
        "tab": next(tab for tab in screen.tabs if tab.aspect.key == about.aspect),
        "progress": progress,
        "cycle_is_open": cycle_is_open(request.school, about.cycle),
        "may_judge": _may_judge(request, about),
        "mark": _mark(about),
        "page": about.page,
        "refused": [row for row in screen.rows if row.problem],
    }
    return render(request, "judgements/aspects.html", context, status=status)


def _may_judge(request: SchoolRequest, about: About) -> bool:
    may = request.access.may
    return may.judges_for_others or (may.judges and cycle_is_open(request.school, about.cycle))


def _explain(screen: ClassScreen, answers: list[Answer]) -> None:
    """Say beside each student what could not be saved."""
    rows = {row.person.id: row for row in screen.rows}
    for answer in answers:
        if row := rows.get(answer.placement.person_id):
            row.problem = row.problem or aspect_form.message(answer, row.work)


def _save(request: SchoolRequest, about: About) -> HttpResponse:
    chosen = aspect_form.placements(request.POST)
    wanted = request.POST.get("confirm", "")
    answers: list[Answer] = []
    try:
        if chosen:
            answers, _works = placing.place(request.school, request.user, chosen, area=about.area, cycle=about.cycle)
    except ValueError:
        # An aspect or a set that is not there: no page of ours sends it.
        messages.error(request, _("That is not on this page, so nothing was saved. Choose again."))
        return _show(request, about, status=422)
    except JudgementError as refused:
        messages.error(request, str(refused))
        return _show(request, about, aspect_form.values(chosen), status=422)
    refused = [each for each in answers if each.became in (Became.CONFLICT, Became.REFUSED)]
    if refused:
        return _show(request, about, aspect_form.values(each.placement for each in refused), refused, status=422)
    if wanted:
        return _confirm(request, about, wanted)
    saved = sum(each.became is Became.SAVED for each in answers)
    said = ngettext("Saved %(n)s placement.", "Saved %(n)s placements.", saved) % {"n": saved}
    messages.success(request, said if saved else _("Nothing was chosen, so nothing was saved."))
    return HttpResponseRedirect(about.address("judge-aspects", request.school.number))


def _confirm(request: SchoolRequest, about: About, wanted: str) -> HttpResponse:
    """Confirm the recommended level: of one student, or of everybody who has one and no confirmed judgement."""
    screen = class_screen(request.school, about.students, area=about.area, cycle=about.cycle)
    rows = [row for row in screen.rows if row.confirmable and wanted in ("all", str(row.person.id))]
    entries = [
        Entry(row.person.id, row.score.level, row.judgement.version if row.judgement else 0)
        for row in rows
        if row.score
    ]
    try:
        confirm(request.school, request.user, entries, area=about.area, cycle=about.cycle)
    except NotConfirmed as refused:
        messages.error(request, _("Nothing was confirmed. %(why)s") % {"why": refused.problems[0].message})
        return _show(request, about, status=422)
    except JudgementError as refused:
        messages.error(request, str(refused))
        return _show(request, about, status=422)
    said = ngettext(
        "Confirmed %(n)s judgement as recommended.", "Confirmed %(n)s judgements as recommended.", len(entries)
    )
    messages.success(request, said % {"n": len(entries)} if entries else _("There was nothing to confirm."))
    return HttpResponseRedirect(about.address("judge-aspects", request.school.number))


@school_page()
@require_POST
def place(request: SchoolRequest, number: int, group_id: int) -> HttpResponse:
    """The script's call: `{"placements": [{"student", "aspect", "set", "seen"}]}`. Answers each, and the scores they make."""
    about = _about(request, group_id)
    try:
        chosen = aspect_form.sent(json.loads(request.body), MOST)
        answers, works = placing.place(request.school, request.user, chosen, area=about.area, cycle=about.cycle)
    except (ValueError, AttributeError) as wrong:
        return JsonResponse({"message": str(wrong)}, status=422)
    except JudgementError as refused:
        return JsonResponse({"message": str(refused)}, status=422)
    said = [
        {
            "student": each.placement.person_id,
            "aspect": each.placement.aspect,
            "became": each.became,
            "set": each.standing.set if each.standing else None,
            "seen": each.standing.version if each.standing else 0,
            "message": aspect_form.message(each, works.get(each.placement.person_id)),
        }
        for each in answers
    ]
    touched = [student for student in about.students if student.id in works]
    rows = class_screen(request.school, touched, area=about.area, cycle=about.cycle).rows
    return JsonResponse({"answers": said, "scores": _scores(request, about, rows)})


@school_page()
def state(request: SchoolRequest, number: int, group_id: int) -> HttpResponse:
    """What stands now, for a script that knows `?mark=`: nothing (204) while that has not changed."""
    about = _about(request, group_id)
    mark = _mark(about)
    if mark == request.GET.get("mark"):
        return HttpResponse(status=204)
    rows = class_screen(request.school, about.students, area=about.area, cycle=about.cycle).rows
    cells = [
        {
            "student": row.person.id,
            "aspect": cell.aspect.key,
            "set": cell.standing.set if cell.standing else None,
            "seen": cell.seen,
            "by": cell.standing.by if cell.standing else "",
        }
        for row in rows
        for cell in row.cells
        if cell.standing
    ]
    locked = [row.person.id for row in rows if row.closed]
    return JsonResponse({"mark": mark, "cells": cells, "locked": locked, "scores": _scores(request, about, rows)})


def _mark(about: About) -> str:
    people = [student.id for student in about.students]
    ((*counts,),) = statements.run("mark", cycle=about.cycle.id, area=about.area.value, people=people)
    return "-".join(str(each) for each in [len(people), *counts])


def _scores(request: SchoolRequest, about: About, rows: list[Row]) -> dict[int, str]:
    may_judge = _may_judge(request, about)
    return {
        row.person.id: render_to_string(
            "judgements/partials/score.html", {"row": row, "about": about, "may_judge": may_judge, "request": request}
        )
        for row in rows
    }


@school_page()
@require_POST
def unlock(request: SchoolRequest, number: int, group_id: int, person_id: int) -> HttpResponse:
    """Open a confirmed judgement's aspects again, with a reason, or (`again`) close them as they were."""
    about = _about(request, group_id)
    because = request.POST.get("because", "").replace("\0", "").strip()[:500]
    again = "again" in request.POST
    try:
        if again:
            placing.lock_again(request.school, request.user, person_id, area=about.area, cycle=about.cycle)
            messages.success(request, _("Locked again, as it was confirmed."))
        elif not because:
            messages.error(request, _("Say in a few words why it is unlocked. Nothing was changed."))
        else:
            placing.unlock(request.school, request.user, person_id, area=about.area, cycle=about.cycle, because=because)
            messages.success(
                request,
                _("Unlocked. What was confirmed counts until you confirm again, and stays readable afterwards."),
            )
    except placing.NothingToUnlock:
        messages.info(request, _("There is nothing to unlock: somebody was quicker. Nothing was changed."))
    except JudgementError as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(about.address("judge-aspects", request.school.number))
