"""By hand: a school with another SMS or none uploads its IDE file here."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.pages import school_page
from openpact.link.words import Trigger

from .exchange import TooLarge, receive
from .models import Exchange


class UploadForm(forms.Form):
    file = forms.FileField(
        label="IDE file",
        help_text="The Identity Data Export of your SMS, a .csv file. You will see what it would do before anything changes.",
        error_messages={"empty": "The file is empty. Nothing was changed. Export it again in your SMS."},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_IDE_BYTES:
            raise forms.ValidationError(str(TooLarge(settings.MAX_IDE_BYTES)))
        return file


@school_page(Role.ADMINISTRATOR)
def upload_file(request: HttpRequest, number: int) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        exchange = receive(
            request.school,
            content=form.cleaned_data["file"],
            trigger=Trigger.MANUAL,
            source=Exchange.Source.PAGE,
            provider="",
            user=request.user,
        )
        return redirect("exchange", number, exchange.id)
    return render(request, "sms/upload.html", {"form": form})
