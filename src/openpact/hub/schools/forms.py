"""The forms of Manage > School: the school itself, and its terms."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import levels
from .models import School
from .terms import Days

YEAR_LEVELS = [(level, level) for level in range(1, levels.LAST + 1)]


class SchoolForm(forms.Form):
    """The number is not in it: the operator changes that."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind of school"),
        choices=School.Kind.choices,
        help_text=_("Another kind brings its own year levels with it, unless you change those too."),
    )
    first_year = forms.TypedChoiceField(label=_("First year level"), choices=YEAR_LEVELS, coerce=int)
    last_year = forms.TypedChoiceField(label=_("Last year level"), choices=YEAR_LEVELS, coerce=int)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=School.Zone.choices,
        help_text=_(
            "Every time you see in PaCT, the days of reporting cycles, and the evening hours of automatic exchanges."
        ),
    )
    reports_standards = forms.BooleanField(
        label=_("Report how judgements compare with what is expected of the year (well below, below, at, above)"),
        required=False,
        help_text=_(
            "For schools that still report so. It then stands beside the curriculum level of whoever's year level PaCT"
            " knows. Judgements that are confirmed already stay as they are."
        ),
    )
    needs_aspects = forms.BooleanField(
        label=_("Confirm an overall judgement only once enough aspects are judged"),
        required=False,
        help_text=_(
            "PaCT then recommends each level from the aspects, and teachers confirm it or say why not. Otherwise they may"
            " also confirm a level by itself."
        ),
    )

    def __init__(self, school: School, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        self.initial = {name: getattr(school, name) for name in self.fields} | self.initial

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        kept = (data["first_year"], data["last_year"]) == (self.school.first_year, self.school.last_year)
        if kept and data["kind"] != self.school.kind:
            data["first_year"], data["last_year"] = levels.OF_KIND[data["kind"]]
        if data["last_year"] < data["first_year"]:
            self.add_error("last_year", _("The last year level lies before the first."))
        return data


class TermsForm(forms.Form):
    """First and last day of the four terms of a year."""

    def __init__(self, year: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        for number in range(1, 5):
            for name, label in (("first", _("Term %(number)s, first day")), ("last", _("Term %(number)s, last day"))):
                self.fields[f"{name}_{number}"] = forms.DateField(
                    label=label % {"number": number}, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
                )

    @classmethod
    def of(cls, year: int, terms: tuple[Days, ...]) -> "TermsForm":
        first = {f"first_{n}": term.first for n, term in enumerate(terms, start=1)}
        last = {f"last_{n}": term.last for n, term in enumerate(terms, start=1)}
        return cls(year, initial=first | last)

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"first_{n}"], self[f"last_{n}"]) for n in range(1, 5)]

    @property
    def days(self) -> list[Days]:
        """Only of a valid form."""
        data = self.cleaned_data
        return [Days(data[f"first_{n}"], data[f"last_{n}"]) for n in range(1, 5)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        before: date | None = None
        for name in (f"{end}_{n}" for n in range(1, 5) for end in ("first", "last")):
            day = data.get(name)
            if day is None:
                continue
            if day.year != self.year:
                self.add_error(name, _("This day is not in %(year)s.") % {"year": self.year})
            elif before is not None and (day < before or (day == before and name.startswith("first"))):
                self.add_error(name, _("This day lies before the one above it."))
            before = day
        return data
