"""The forms of a reporting cycle."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openpact.hub.schools.models import Cycle, LearningArea, School

LONGEST_NOTICE = 28
LONGEST_REOPENING = timedelta(days=183)


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


class CycleForm(forms.Form):
    """Days, learning areas, year levels, reminders. A closed cycle keeps its days: opening it again is another form."""

    opens_on = _day(_("First day"))
    closes_on = _day(_("Last day"), _("Both days are within: teachers can confirm on the last one until midnight."))
    areas = forms.MultipleChoiceField(
        label=_("Learning areas"),
        choices=LearningArea.choices,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
        error_messages={"required": _("Choose one learning area at least.")},
    )
    years = forms.TypedMultipleChoiceField(
        label=_("Year levels"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
        error_messages={"required": _("Choose one year level at least.")},
    )
    remind_days = forms.IntegerField(
        label=_("Remind teachers automatically, days before the last day"),
        min_value=1,
        max_value=LONGEST_NOTICE,
        required=False,
        help_text=_(
            "Whoever still has something to confirm gets one e-mail. Empty: nobody does until you press the button."
        ),
    )

    def __init__(self, cycle: Cycle, *args: Any, school: School, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cycle, self.today = cycle, today
        every = list(school.year_levels)
        self.fields["years"].choices = [(level, level) for level in sorted({*every, *cycle.years})]
        self.initial = {
            "opens_on": cycle.opens_on,
            "closes_on": cycle.closes_on,
            "areas": cycle.areas,
            "years": cycle.years or every,
            "remind_days": cycle.remind_days,
        }
        if cycle.state(today) == Cycle.State.CLOSED:
            for name in ("opens_on", "closes_on"):
                self.fields[name].disabled = True
                self.fields[name].help_text = ""
            self.fields["closes_on"].help_text = _(
                "A closed cycle keeps its days. To change the last one, open it again."
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("opens_on"), data.get("closes_on")
        if not first or not last or self.fields["closes_on"].disabled:
            return data
        # A cycle that was opened again may end in the next year: the day that it has is not complained of.
        elsewhere = [
            name
            for name in ("opens_on", "closes_on")
            if data[name].year != self.cycle.year and data[name] != getattr(self.cycle, name)
        ]
        for name in elsewhere:
            self.add_error(name, _("This day is not in %(year)s.") % {"year": self.cycle.year})
        if elsewhere:
            return data
        if last < first:
            self.add_error("closes_on", _("The last day lies before the first."))
        elif last < self.today and last != self.cycle.closes_on:
            self.add_error("closes_on", _("This day is over. To end the cycle now, close it."))
        return data


class ReopenForm(forms.Form):
    closes_on = _day(_("New last day"))
    reason = forms.CharField(label=_("Why is it opened again?"), max_length=500)

    def __init__(self, cycle: Cycle, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial = {"closes_on": max(cycle.closes_on, today)}

    def clean_closes_on(self) -> date:
        day = self.cleaned_data["closes_on"]
        if day < self.today:
            raise forms.ValidationError(_("This day is over: choose today or a later day."))
        if day > self.today + LONGEST_REOPENING:
            raise forms.ValidationError(
                _(
                    "That is more than %(days)s days away: choose an earlier day. You can open it again as often as you need."
                )
                % {"days": LONGEST_REOPENING.days}
            )
        return day
