"""The console's door: an operator, with a second factor, in a transaction of their own. To anybody else it is not there."""

from collections.abc import Callable

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from openpact.hub.accounts import second_factor

from .doors import as_operator


class OperatorSite(AdminSite):
    site_header = site_title = _("PaCT operators")
    index_title = _("What is going on")
    enable_nav_sidebar = False
    #: Addresses of Django's own that PaCT has elsewhere.
    NOT_HERE = frozenset({"login", "password_change", "password_change_done", "view_on_site", "autocomplete"})

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_staff and second_factor.has_one(request.user)

    def get_urls(self):
        return [url for url in super().get_urls() if getattr(url, "name", None) not in self.NOT_HERE]

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        inner = super().admin_view(view, cacheable)

        def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.user.is_staff:
                raise Http404("Only operators have a console.")
            if not second_factor.has_one(request.user):
                return redirect_to_login(request.get_full_path(), reverse("second-factor-needed"))
            with as_operator(request.user.pk):
                response = inner(request, *args, **kwargs)
                if hasattr(response, "render") and not response.is_rendered:
                    response = response.render()
            return response

        return page

    def index(self, request, extra_context=None):
        from .overview import overview

        return super().index(request, {"overview": overview(), **(extra_context or {})})


site = OperatorSite(name="operator")
