"""What an administrator says about the register: a file, where files come from, and whether judging needs an enrolment."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from openpact.hub.platform.told import told
from openpact.said import gettext

from . import core
from .address import BadAddress, parse
from .models import Register, Source

MEGABYTES = core.LIMITS.file_bytes // (1024 * 1024)


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Register file"),
        help_text=_("A .csv file in PaCT's own format. You will see what it would change before anything does."),
        error_messages={"empty": _("The file is empty. Nothing was changed. Get it from the register again.")},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > core.LIMITS.file_bytes:
            raise forms.ValidationError(
                _("The file is larger than %(size)s MB, which no register file is. Nothing was changed.")
                % {"size": MEGABYTES}
            )
        return file


class SourceForm(forms.Form):
    """Where files come from. A token is never shown: what is typed takes the place of the one that is kept."""

    source = forms.ChoiceField(label=_("Register files come"), widget=forms.RadioSelect)
    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=2000,
        help_text=_("It begins with https://. PaCT fetches the file from there once a week."),
    )
    token = forms.CharField(
        label=_("Token"),
        required=False,
        max_length=500,
        help_text=_(
            "If the register gave you one. It is kept sealed, sent to this address alone, and never shown again."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    forget = forms.BooleanField(label=_("Forget the token that is kept"), required=False)

    def __init__(self, *args, register: Register, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = self.choices()
        if not register.sealed_token:
            del self.fields["forget"]

    @staticmethod
    def choices() -> list[tuple[str, object]]:
        found = [(Source.HAND, _("by hand: somebody uploads them"))]
        if settings.REGISTER_URL:
            found.append((Source.NATIONAL, _("from the national register, once a week")))
        return [*found, (Source.ADDRESS, _("from an address of your own, once a week"))]

    def clean_token(self) -> str:
        token = self.cleaned_data["token"].strip()
        if not token.isascii() or not token.isprintable() or " " in token:
            raise forms.ValidationError(_("A token has no spaces and no letters with macrons. Copy it once more."))
        return token

    def clean(self) -> dict:
        given = super().clean()
        if given.get("source") == Source.ADDRESS:
            typed = given.get("address", "").strip()
            try:
                if not typed:
                    raise BadAddress(gettext("Give the address of the file."))
                parse(typed)
            except BadAddress as bad:
                self.add_error("address", told(bad.words))
        return given
