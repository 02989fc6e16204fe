"""The form of Change SMS Settings."""

from typing import Any

from django import forms

from openpact.hub.roster.models import GuardLimits
from openpact.link.providers import PROVIDERS

from .models import Connection

YES_OR_NO = [
    ("yes", "Yes: the SMS collects judgements by itself"),
    ("no", "No: judgements leave only when you download them by hand"),
]
#: A field of the form and of GuardLimits, and its words.
LIMITS = {
    "students_leaving": "Students who would leave (% of students)",
    "staff_leaving": "Staff who would leave (% of staff)",
    "handful": "That many may always leave (people)",
    "identity_changes": "People whose name or NSN would change (% of people)",
    "refused_rows": "Rows with errors (% of rows)",
}


class SettingsForm(forms.Form):
    use_sms = forms.BooleanField(label="Use SMS", required=False)
    provider = forms.ChoiceField(
        label="Your SMS",
        required=False,
        choices=[
            ("", "Choose your SMS"),
            *sorted(((p.key, p.name) for p in PROVIDERS.values()), key=lambda c: c[1].lower()),
        ],
    )
    automatic_export = forms.ChoiceField(
        label="Set the preferred setting for PaCT exporting judgement data into your SMS automatically",
        required=False,
        choices=YES_OR_NO,
        widget=forms.RadioSelect,
    )
    review = forms.ChoiceField(
        label="When the SMS uploads",
        choices=Connection.Review.choices,
        widget=forms.RadioSelect,
    )
    invite_staff = forms.BooleanField(
        label="Invite staff who are new to PaCT when an upload is applied", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LIMITS.items():
            lowest, highest = (0, 1000) if name == "handful" else (1, 100)
            self.fields[name] = forms.IntegerField(label=label, min_value=lowest, max_value=highest)

    @property
    def limit_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in LIMITS]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("use_sms"):
            if not data.get("provider") and "provider" not in self.errors:
                self.add_error("provider", "Choose your SMS from the list, or switch Use SMS off.")
            if not data.get("automatic_export") and "automatic_export" not in self.errors:
                self.add_error("automatic_export", "Choose yes or no. You can change it at any time.")
        return data

    def settings(self) -> dict[str, Any]:
        """What save_settings takes. Only of a valid form."""
        data = self.cleaned_data
        return {
            "use_sms": data["use_sms"],
            "provider": data["provider"],
            "automatic_export": data["automatic_export"] == "yes",
            "review": data["review"],
            "invite_staff": data["invite_staff"],
            "limits": {name: data[name] for name in LIMITS},
        }

    def as_typed(self) -> "SettingsForm":
        """The same values, unchecked: for a page that asks for something else first."""
        return SettingsForm(initial={name: self[name].value() for name in self.fields})


def initial_of(connection: Connection, limits: GuardLimits) -> dict[str, Any]:
    """What the form shows when the page opens. Before the first save nothing is chosen for the school."""
    return {
        "use_sms": connection.use_sms,
        "provider": connection.provider,
        "automatic_export": {True: "yes", False: "no"}[connection.automatic_export] if connection.changed_at else "",
        "review": connection.review,
        "invite_staff": connection.invite_staff,
        **{name: getattr(limits, name) for name in LIMITS},
    }
