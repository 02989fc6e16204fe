"""The forms of invitations."""

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from .models import Role, User


class NewAccountForm(forms.Form):
    """Somebody's first sign-in. The address is the invitation's and cannot be chosen."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("As colleagues know you."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Choose a password"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
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
        label=_("Code from the mail"), max_length=12,
        help_text=_("Six digits."),
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )  # fmt: skip


class InviteForm(forms.Form):
    """An invitation by hand."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput({"autocomplete": "off"})
    )
    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput({"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.TEACHER)


class PasteForm(forms.Form):
    """Addresses to invite, as they were pasted."""

    pasted = forms.CharField(
        label=_("Names and addresses"),
        max_length=20_000,
        strip=False,
        widget=forms.Textarea({"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "One on each line, or as your mail programme has them: Hēmi Walker &lt;hemi@rimu.school.nz&gt;. A role may stand"
            " behind it: administrator, leader, teacher or reader."
        ),
    )
    role = forms.ChoiceField(label=_("Role of those without one"), choices=Role.choices, initial=Role.TEACHER)


class RowForm(InviteForm):
    """One of several to invite, as it was understood; `leave_out` says not this one."""

    #: Nothing is chosen where what was pasted is no role, so that nobody gets one by being overlooked.
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", _("Choose")), *Role.choices],
        error_messages={
            "invalid_choice": _("“%(value)s” is not a role: choose one."),
            "required": _("Choose a role."),
        },
    )
    leave_out = forms.BooleanField(label=_("Leave out"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].error_messages["required"] = _("No address was found: type it, or leave this one out.")
        self.fields["name"].error_messages["required"] = _("Say the name.")


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    #: Asked only of whoever lowers their own role.
    sure = forms.BooleanField(required=False)
