"""Results: overall judgements as they came from PaCT."""

from collections.abc import Iterable

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ..models import Otj, Result, School
from .common import asked, find_school, page_of, show


@require_safe
def results(request: HttpRequest, provider: str, number: int) -> HttpResponse:
    school = find_school(provider, number)
    words, area = asked(request, "q"), asked(request, "area")
    rows = Result.objects.filter(school=school).newest().shown(school.sms).select_related("person", "person__school")
    areas = sorted(set(rows.values_list("learning_area", flat=True)))
    for word in words.split():
        rows = rows.filter(
            Q(person__first_name__icontains=word)
            | Q(person__last_name__icontains=word)
            | Q(person__preferred_name__icontains=word)
            | Q(person_sms_id=word)
        )
    if area:
        rows = rows.filter(learning_area=area)
    page = page_of(request, rows)
    _with_otjs(school, page.object_list)
    return show(request, school, "sms/results/list.html", "results", page=page, q=words, area=area, areas=areas)


def _with_otjs(school: School, results: Iterable[Result]) -> None:
    """Beside each result that took the place of an OTJ made here: that OTJ."""
    if not school.sms.overwrites:
        return
    of = {result.person_id for result in results}
    kept = {(o.person_id, o.learning_area, o.year): o for o in Otj.objects.filter(person__in=of)}
    for result in results:
        if result.cycle_kind in school.sms.overwrites and not result.withdrawn:
            result.otj = kept.get((result.person_id, result.learning_area, result.year))
