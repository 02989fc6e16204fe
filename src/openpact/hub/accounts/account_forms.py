"""The forms of *Your account*."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import User


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name", "theme")
        labels = {"name": _("Your name"), "theme": _("Colours")}
        help_texts = {"name": _("As colleagues know you; it stands beside what you confirm.")}
        widgets = {
            "name": forms.TextInput({"autocomplete": "name"}),
            "theme": forms.RadioSelect({"class": "form-check-input"}),
        }


class EmailForm(forms.Form):
    email = forms.EmailField(
        label=_("Your new address"),
        max_length=254,
        help_text=_("Nothing changes before the links mailed to both addresses have been opened."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
