"""The forms of invitations."""

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.utils.html import format_html_join

from .models import Role, User


class NewAccountForm(forms.Form):
    """Somebody's first sign-in. The address is the invitation's and cannot be chosen."""

    name = forms.CharField(
        label="Your name",
        max_length=200,
        help_text="As colleagues know you.",
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    password = forms.CharField(
        label="Choose a password", strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def __init__(self, *args, email: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        rules = format_html_join("", "<li>{}</li>", ((text,) for text in password_validators_help_texts()))
        self.fields["password"].help_text = format_html_join("", "<ul>{}</ul>", [(rules,)])

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code from the mail", max_length=12,
        help_text="Six digits.",
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )  # fmt: skip


class InviteForm(forms.Form):
    """An invitation by hand."""

    email = forms.EmailField(label="E-mail address", max_length=254, widget=forms.EmailInput({"autocomplete": "off"}))
    name = forms.CharField(label="Name", max_length=200, widget=forms.TextInput({"autocomplete": "off"}))
    role = forms.ChoiceField(label="Role", choices=Role.choices, initial=Role.TEACHER)
