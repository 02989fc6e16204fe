"""Where register files come from, and whether judging needs an enrolment."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.pages import SchoolRequest, school_page

from .. import fetching, judging
from ..forms import SourceForm
from ..models import Source
from ..services import register_of, students_not_enrolled


@school_page(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: SchoolRequest, number: int) -> HttpResponse:
    register = register_of(request.school)
    if request.method != "POST":
        form = SourceForm(initial={"source": register.source, "address": register.address}, register=register)
        return _show(request, register, form)
    form = SourceForm(request.POST, register=register)
    if not form.is_valid():
        return _show(request, register, form, status=422)
    given = form.cleaned_data
    fetches = fetching.choose(
        request.school,
        request.user,
        source=Source(given["source"]),
        address=given["address"].strip(),
        token=given["token"],
        forget=given.get("forget", False),
    )
    if fetches:
        messages.success(request, _("Saved. PaCT fetches the first file now, and shows you what it would change."))
        return redirect("register-fetching", number)
    messages.success(request, _("Saved."))
    return redirect("register", number)


@school_page(Role.ADMINISTRATOR)
@require_POST
def judging_needs(request: SchoolRequest, number: int) -> HttpResponse:
    """Whether only students who are enrolled are judged."""
    needed = request.POST.get("needed") == "yes"
    try:
        judging.choose(request.school, request.user, needed=needed)
    except judging.NoRegister:
        messages.error(request, _("There is no register yet, so nobody could be judged. Nothing was changed."))
    else:
        said = _("Only students who are enrolled are judged from now on.")
        messages.success(request, said if needed else _("Students are judged whether they are enrolled or not."))
    return redirect("register-settings", number)


def _show(request: SchoolRequest, register, form: SourceForm, status: int = 200) -> HttpResponse:
    context = {"register": register, "form": form, "affected": students_not_enrolled(request.school)}
    return render(request, "register/settings.html", context, status=status)
