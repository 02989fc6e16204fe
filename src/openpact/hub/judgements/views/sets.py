"""What the sets of an aspect are: read while judging, in a panel beside the class or as a page of its own."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from openpact.hub.accounts.pages import SchoolRequest, school_page

from .. import exemplars
from ..places import framework_of
from .exemplars import MAY_CHANGE


@school_page()
@require_GET
def set_help(request: SchoolRequest, number: int, area: str, aspect: str) -> HttpResponse:
    """`?version=` is that of a framework, for a sheet that was begun with an earlier one. For htmx only what the panel holds."""
    version = request.GET.get("version", "")
    framework = framework_of(area, int(version) if version.isdecimal() and len(version) < 5 else None)
    found = next((each for each in framework.aspects if each.key == aspect), None) if framework else None
    if found is None:
        raise Http404("No such aspect.")
    own = exemplars.of_aspect(request.school, area, aspect)
    current = framework_of(area) is framework
    context = {
        "area": area,
        "framework": framework,
        "aspect": found,
        "sets": [(each, own.get(each.number, [])) for each in found.sets],
        "asked": "" if current else version,
        "may_add": current and request.access.role in MAY_CHANGE,
    }
    template = "judgements/sets/panel.html" if request.htmx else "judgements/sets/page.html"
    return render(request, template, context)
