"""Vendor credentials: made here and shown once, replaced and revoked. What is stored of them is a hash."""

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from openpact.hub.sms import vendors
from openpact.link.providers import PROVIDERS

from .base import ReadOnly
from .models import Vendor
from .site import site

just_confirmed = method_decorator(reauthentication_required(app="openpact.operator"))


class NewCredentialsForm(forms.Form):
    provider = forms.ChoiceField(
        label=_("For the vendor of"), choices=[(key, p.name) for key, p in PROVIDERS.items() if not p.uses_secret]
    )


@admin.register(Vendor, site=site)
class Credentials(ReadOnly):
    list_display = ("ending", "provider", "created_at", "last_used_at", "ends_at", "revoking")
    list_filter = ("provider",)

    def get_urls(self):
        return [
            path("new/", self.admin_site.admin_view(self.new), name="vendor-new"),
            path("<int:key>/revoke/", self.admin_site.admin_view(self.revoke), name="vendor-revoke"),
            *super().get_urls(),
        ]

    @admin.display(description=_("Ends in"))
    def ending(self, credentials) -> str:
        return f"…{credentials.hint}"

    @admin.display(description=_("End them"))
    def revoking(self, credentials) -> str:
        if credentials.ends_at:
            return ""
        return format_html('<a href="{}">{}</a>', reverse("operator:vendor-revoke", args=[credentials.pk]), _("Revoke"))

    @just_confirmed
    def new(self, request: HttpRequest) -> HttpResponse:
        """Shown in the answer to the form itself, and nowhere else ever."""
        form = NewCredentialsForm(request.POST or None)
        words = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": _("New vendor credentials"),
        }
        if request.method == "POST" and form.is_valid():
            secret = vendors.create(form.cleaned_data["provider"])
            made = Vendor.objects.filter(hint=str(secret)[-4:]).latest("id")
            self.log_addition(request, made, "made")
            answer = render(request, "operator/vendor_made.html", words | {"secret": str(secret)})
        else:
            answer = render(request, "operator/vendor_new.html", words | {"form": form})
        answer["Cache-Control"] = "no-store"
        return answer

    @just_confirmed
    def revoke(self, request: HttpRequest, key: int) -> HttpResponse:
        credentials = get_object_or_404(Vendor, pk=key, ends_at=None)
        if request.method == "POST":
            vendors.revoke(credentials.hint)
            self.log_change(request, credentials, "revoked")
            messages.success(request, _("Revoked: the vendor is shut out at once, for all schools."))
            return redirect("operator:operator_vendor_changelist")
        words = {"opts": self.model._meta, "title": _("Revoke the vendor's credentials?"), "credentials": credentials}
        return render(request, "operator/vendor_revoke.html", {**self.admin_site.each_context(request), **words})
