"""The door of every school page: signed in, with access to this school, in a role that may; inside one transaction.

    @school_page(Role.ADMINISTRATOR)
    def settings(request, number): ...      # request.school and request.access are set

A stranger gets the same 404 for a school they have no access to as for one that does not exist. A reader changes nothing,
so nothing is posted by one, but what they search for.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from . import second_factor
from .models import Access, Role
from .services import visit

View = Callable[..., HttpResponse]
SAFE = ("GET", "HEAD", "OPTIONS")


class SchoolRequest(HttpRequest):
    """For annotations: what a school page is given."""

    school: "object"
    access: Access


def school_page(*roles: Role, searches: bool = False) -> Callable[[View], View]:
    """Without roles, anybody with access to the school may. `searches`: all that can be posted is a search."""
    may = roles or tuple(Role)

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, number: int, *args, **kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            with visit(request.user, number) as access:
                if access is None:
                    raise Http404("No such school, or no access to it.")
                if second_factor.is_missing(request.user, access):
                    wanted = (
                        request.get_full_path() if request.method in SAFE else reverse("school-home", args=[number])
                    )
                    return redirect_to_login(wanted, reverse("second-factor-needed"))
                request.school, request.access = access.school, access
                sends = request.method not in SAFE and not searches
                needed = tuple(role for role in may if role is not Role.READER) if sends else may
                if access.role not in needed:
                    response = render(request, "accounts/not_allowed.html", _words(needed, sends), status=403)
                else:
                    response = view(request, number, *args, **kwargs)
                if hasattr(response, "render") and not response.is_rendered:
                    response = response.render()
            return response

        page.school_roles = may
        return page

    return decorate


def _words(needed: tuple[Role, ...], sends: bool) -> dict[str, object]:
    """For "PaCT administrators, PaCT leaders and teachers"."""
    return {"needed": get_text_list([role.nouns for role in needed], _("and")), "sends": sends}
