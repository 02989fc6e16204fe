"""The door of every school page: signed in, with access to this school, in a role that may; inside one transaction.

    @school_page(Role.ADMINISTRATOR)
    def settings(request, number): ...      # request.school and request.access are set

A stranger gets the same 404 for a school they have no access to as for one that does not exist.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openpact.hub.platform.tenancy import at_school

from . import second_factor
from .models import Access, Role
from .services import find_access

View = Callable[..., HttpResponse]


class SchoolRequest(HttpRequest):
    """For annotations: what a school page is given."""

    school: "object"
    access: Access


def school_page(*roles: Role) -> Callable[[View], View]:
    """Without roles, anybody with access to the school may."""

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, number: int, *args, **kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            access = find_access(request.user, number)
            if access is None:
                raise Http404("No such school, or no access to it.")
            if second_factor.is_missing(request.user, access):
                return redirect_to_login(request.get_full_path(), reverse("second-factor-needed"))
            with at_school(access.school_id, user_id=request.user.id):
                request.school, request.access = access.school, access
                if roles and access.role not in roles:
                    response = render(request, "accounts/not_allowed.html", {"needed": roles}, status=403)
                else:
                    response = view(request, number, *args, **kwargs)
                if hasattr(response, "render") and not response.is_rendered:
                    response = response.render()
            return response

        page.school_roles = roles
        return page

    return decorate
