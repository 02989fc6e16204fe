"""Exemplars: the list in Manage and what is done there, and each one's page and file, for everybody who sees judging."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.pages import SchoolRequest, school_page
from openpact.hub.schools.models import LearningArea

from .. import exemplars
from ..attachments import ENDINGS
from ..exemplar_forms import ChangeForm, ExemplarForm
from ..exemplar_table import TABLE, lines
from ..models import Exemplar
from ..places import Place, framework_of

MAY_CHANGE = (Role.ADMINISTRATOR, Role.LEADER)


@school_page(*MAY_CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def exemplar_list(request: SchoolRequest, number: int) -> HttpResponse:
    """Posted is only what somebody searches for."""
    area = request.GET.get("area", "")
    area = area if area in LearningArea.values else ""
    context = {"area": area, "areas": LearningArea.choices}
    return TABLE.answer(request, lines(request.school, area), "judgements/exemplars/list.html", context)


@school_page(*MAY_CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SchoolRequest, number: int) -> HttpResponse:
    """First where it belongs, a learning area, an aspect and a set, then what it is."""
    place = Place.find(*(request.GET.get(name, "") for name in ("area", "aspect", "set")))
    if place is None:
        return _choose(request)
    form = ExemplarForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        added = exemplars.add(request.school, request.user, place, **form.cleaned_data)
        messages.success(
            request, _("“%(title)s” is added. Colleagues find it beside this set.") % {"title": added.title}
        )
        return redirect("exemplar", number, added.id)
    context = {"form": form, "place": place}
    return render(request, "judgements/exemplars/add.html", context, status=422 if form.errors else 200)


def _choose(request: SchoolRequest) -> HttpResponse:
    area = request.GET.get("area", "")
    framework = framework_of(area)
    wanted = request.GET.get("aspect", "")
    context = {
        "areas": LearningArea.choices,
        "area": area,
        "framework": framework,
        "aspect": next((each for each in framework.aspects if each.key == wanted), None) if framework else None,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "judgements/exemplars/choose.html", context, status=status)


@school_page(*MAY_CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SchoolRequest, number: int, exemplar_id: int) -> HttpResponse:
    exemplar = _exemplar(request, exemplar_id)
    form = ChangeForm(exemplar, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = {"without_file": False, **form.cleaned_data}
        what = exemplars.change(request.user, exemplar, said.pop("place"), **said)
        messages.success(request, _("Changed: %(what)s.") % {"what": what} if what else _("Nothing was changed."))
        return redirect("exemplar", number, exemplar.id)
    context = {"form": form, "exemplar": _exemplar(request, exemplar_id)}
    return render(request, "judgements/exemplars/change.html", context, status=422 if form.errors else 200)


@school_page(*MAY_CHANGE)
@require_POST
def remove(request: SchoolRequest, number: int, exemplar_id: int) -> HttpResponse:
    exemplar = _exemplar(request, exemplar_id)
    exemplars.remove(request.user, exemplar)
    messages.success(request, _("“%(title)s” is removed, with all that was in it.") % {"title": exemplar.title})
    return redirect("exemplars", number)


@school_page()
@require_GET
def exemplar(request: SchoolRequest, number: int, exemplar_id: int) -> HttpResponse:
    found = _exemplar(request, exemplar_id)
    context = {
        "exemplar": found,
        "place": exemplars.place_of(found),
        "may_change": request.access.role in MAY_CHANGE,
    }
    return render(request, "judgements/exemplars/exemplar.html", context)


@school_page()
@require_GET
def file(request: SchoolRequest, number: int, exemplar_id: int) -> HttpResponse:
    """Pictures are shown; a PDF is only ever handed over. Whatever is in it can run nothing here, and stays on no disk of ours."""
    found = _exemplar(request, exemplar_id)
    if not found.content_type:
        raise Http404("It has no file.")
    answer = HttpResponse(exemplars.content_of(found), content_type=found.content_type)
    name = f"{found.area}-{found.aspect}-set-{found.set}.{ENDINGS[found.content_type]}"
    answer["Content-Disposition"] = f'{"inline" if found.is_picture else "attachment"}; filename="{name}"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "no-store"
    return answer


def _exemplar(request: SchoolRequest, exemplar_id: int) -> Exemplar:
    return get_object_or_404(
        Exemplar.objects.select_related("added_by", "school"), pk=exemplar_id, school=request.school
    )
