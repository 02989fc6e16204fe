"""By hand: a school with another SMS or none uploads its IDE file here, brings a list, or goes on to add people one by one."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.pages import school_page
from openpact.link.words import Trigger
from openpact.sheet import Unreadable

from .exchange import receive
from .lists.table import OLD_EXCEL, ZIP, of_file
from .lists.views import columns_page, upload_page
from .models import Exchange


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("IDE file"),
        help_text=_(
            "The Identity Data Export of your SMS, a .csv file. You will see what it would do before anything changes."
        ),
        error_messages={"empty": _("The file is empty. Nothing was changed. Export it again in your SMS.")},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_IDE_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB."), params={"limit": settings.MAX_IDE_BYTES // (1024 * 1024)}
            )
        return file


@school_page(Role.ADMINISTRATOR)
def upload_file(request: HttpRequest, number: int) -> HttpResponse:
    if request.method != "POST":
        return upload_page(request, form=UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return upload_page(request, form=form, status=422)
    file = form.cleaned_data["file"]
    if file.read(8).startswith((ZIP, OLD_EXCEL)):
        # A workbook is no IDE file, but it may well be a list.
        try:
            file.seek(0)
            return columns_page(request, of_file(file))
        except Unreadable:
            pass
    file.seek(0)
    exchange = receive(
        request.school,
        content=file,
        trigger=Trigger.MANUAL,
        source=Exchange.Source.PAGE,
        provider="",
        user=request.user,
    )
    return redirect("exchange", number, exchange.id)
