"""The console's lists of what belongs to schools, of operators, and of what they did."""

from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from openpact.hub.accounts.second_factor import FACTORS

from .base import ReadOnly
from .models import Connection, Deed, Failure, Operator, School
from .site import site


@admin.register(School, site=site)
class Schools(ReadOnly):
    list_display = ("name", "number", "kind", "students", "staff", "administrators", "users", "open_invitations", "judgements", "created_at")  # fmt: skip
    list_filter = ("kind", "time_zone")
    search_fields = ("name", "=number")
    search_help_text = _("Name or Ministry number")


@admin.register(Connection, site=site)
class Connections(ReadOnly):
    list_display = ("school", "number", "provider", "use_sms", "linked_at", "uploaded_at", "upload_state", "collected_at", "secrets", "secret_used_at", "waiting")  # fmt: skip
    list_filter = ("provider", "use_sms", "upload_state")
    search_fields = ("school", "=number")
    search_help_text = _("Name or Ministry number")


@admin.register(Failure, site=site)
class Failures(ReadOnly):
    list_display = (
        "received_at",
        "school",
        "number",
        "provider",
        "direction",
        "source",
        "state",
        "codes",
        "issues",
        "size",
    )
    list_filter = ("state", "provider", "direction")
    search_fields = ("school", "=number", "codes")
    search_help_text = _("Name, Ministry number or code of the reason")


@admin.register(Operator, site=site)
class Operators(ReadOnly):
    list_display = ("name", "email", "is_active", "last_login", "second_factor")

    def get_queryset(self, request):
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
        return super().get_queryset(request).filter(is_staff=True).annotate(has_factor=Exists(factors))

    @admin.display(description=_("Second factor"), boolean=True)
    def second_factor(self, operator) -> bool:
        return operator.has_factor


@admin.register(Deed, site=site)
class Deeds(ReadOnly):
    list_display = ("action_time", "user", "what", "change_message")
    list_filter = ("action_time",)
    list_select_related = ("user", "content_type")

    @admin.display(description=_("To"))
    def what(self, entry) -> str:
        return f"{entry.content_type.name} {entry.object_repr}"
