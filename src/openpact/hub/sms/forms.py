"""The form of Change SMS Settings."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openpact.hub.roster.models import GuardLimits
from openpact.link.providers import PROVIDERS

from .models import Connection

YES_OR_NO = [
    ("yes", _("Yes: the SMS collects judgements by itself")),
    ("no", _("No: judgements leave only when you download them by hand")),
]
#: Where PaCT's judgements take the place of the SMS's own.
BOTH_OR_DATA_ONLY = [
    ("yes", _("Judgements and student data: end-of-year OTJs made in PaCT take the place of those made in the SMS")),
    ("no", _("Student data only: judgements never go to the SMS")),
]
LONGEST_PAUSE = timedelta(days=366)
#: A field of the form and of GuardLimits, and its words.
LIMITS = {
    "students_leaving": _("Students who would leave (% of students)"),
    "staff_leaving": _("Staff who would leave (% of staff)"),
    "handful": _("That many may always leave (people)"),
    "identity_changes": _("People whose name or NSN would change (% of people)"),
    "refused_rows": _("Rows with errors (% of rows)"),
}


class SettingsForm(forms.Form):
    use_sms = forms.BooleanField(label=_("Use SMS"), required=False)
    provider = forms.ChoiceField(
        label=_("Your SMS"),
        required=False,
        choices=lambda: provider_choices(),
    )
    automatic_export = forms.ChoiceField(
        label=_("Set the preferred setting for PaCT exporting judgement data into your SMS automatically"),
        required=False,
        choices=YES_OR_NO,
        widget=forms.RadioSelect,
    )
    review = forms.ChoiceField(
        label=_("When the SMS uploads"),
        choices=Connection.Review.choices,
        widget=forms.RadioSelect,
    )
    invite_staff = forms.BooleanField(
        label=_("Invite staff who are new to PaCT when an upload is applied"), required=False
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
                self.add_error("provider", _("Choose your SMS from the list, or switch Use SMS off."))
            if "automatic_export" not in self.errors:
                data["automatic_export"] = data.get("automatic_export") or export_default(data.get("provider") or "")
                if not data["automatic_export"]:
                    self.add_error("automatic_export", _("Choose one of the two. You can change it at any time."))
            provider = PROVIDERS.get(data.get("provider") or "")
            if provider and provider.warning and self.data.get("warned") != provider.key:
                self.add_error(
                    "automatic_export",
                    _("Read what %(sms)s does with judgements, then choose and save again.") % {"sms": provider.name},
                )
        return data

    @property
    def export_choices(self) -> list[tuple[str, str]]:
        """The words depend on the SMS that is chosen on the page."""
        return export_choices(self["provider"].value() or "")

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


class PauseForm(forms.Form):
    """Days on which nothing is exchanged automatically."""

    first = forms.DateField(label=_("First day"), widget=forms.DateInput({"type": "date"}))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        elif last and last < self.today:
            self.add_error("last", _("These days are over already."))
        elif first and last and last - first > LONGEST_PAUSE:
            self.add_error("last", _("A pause lasts a year at most. To stop the link for good, switch Use SMS off."))
        return data


def provider_choices() -> list[tuple[str, Any]]:
    """In alphabetical order, whatever is registered."""
    names = sorted(((p.key, p.name) for p in PROVIDERS.values()), key=lambda choice: choice[1].casefold())
    return [("", _("Choose your SMS")), *names]


def export_choices(provider: str) -> list[tuple[str, str]]:
    return BOTH_OR_DATA_ONLY if provider in PROVIDERS and PROVIDERS[provider].overwrites else YES_OR_NO


def export_default(provider: str) -> str:
    """Chosen already where selecting the SMS and saving the changes is all; elsewhere the school chooses."""
    return "yes" if provider in PROVIDERS and not PROVIDERS[provider].uses_secret else ""


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
