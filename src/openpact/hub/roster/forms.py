"""The forms of what is done to people and groups by hand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openpact.ide.values import is_email, is_name, is_nsn

from .by_hand.groups import LONGEST
from .models import Group, Person
from .queries import natural

ROLES = [
    (Person.Role.STUDENT, _("Student")),
    (Person.Role.TEACHING_STAFF, _("Teaching staff")),
    (Person.Role.NON_TEACHING_STAFF, _("Other staff")),
]
#: As files have it: no longer text would come back from one.
LONGEST_NAME = 200


class GroupForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=LONGEST, widget=forms.TextInput({"autocomplete": "off"}))
    is_home = forms.BooleanField(
        label=_("A home group: its students' home class"), required=False,
        help_text=_("Home groups stand first wherever groups are listed."),
    )  # fmt: skip


def _name(label, *, required: bool = True) -> forms.CharField:
    widget = forms.TextInput({"autocomplete": "off"})
    return forms.CharField(label=label, max_length=LONGEST_NAME, required=required, widget=widget)


class PersonForm(forms.Form):
    """Somebody's details. `school` offers its groups, for somebody new; `nsn` is what somebody has: left empty, it stays."""

    role = forms.ChoiceField(label=_("They are"), choices=ROLES, widget=forms.RadioSelect)
    first_name = _name(_("First name"))
    last_name = _name(_("Last name"))
    preferred_name = _name(_("Preferred name"), required=False)
    dob = forms.DateField(
        label=_("Date of birth"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Of students. With it, or an NSN, an upload that lists them later is known to mean them."),
    )  # fmt: skip
    nsn = forms.CharField(
        label=_("NSN"), required=False, max_length=14,
        help_text=_("Of students: ten digits. It is not shown again in full."),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )  # fmt: skip
    email = forms.CharField(
        label=_("E-mail"), required=False, max_length=254,
        help_text=_("Of staff: their invitation goes there."),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "email"}),
    )  # fmt: skip
    forget_nsn = forms.BooleanField(label=_("Take the NSN away"), required=False)
    group = forms.TypedChoiceField(label=_("Class"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, school=None, nsn: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nsn = nsn
        if nsn:
            self.fields["nsn"].help_text = _("Leave it empty to keep the one that ends in %(end)s.") % {"end": nsn[-3:]}
        else:
            del self.fields["forget_nsn"]
        if school is None:
            del self.fields["group"]
            return
        groups = sorted(
            Group.objects.filter(school=school, active=True), key=lambda g: (not g.is_home, natural(g.name))
        )
        self.groups = {group.id: group for group in groups}
        self.fields["group"].choices = [("", _("None yet")), *((group.id, group.name) for group in groups)]

    def clean_first_name(self) -> str:
        return self._named("first_name")

    def clean_last_name(self) -> str:
        return self._named("last_name")

    def clean_preferred_name(self) -> str:
        return self._named("preferred_name")

    def clean_nsn(self) -> str:
        nsn = "".join(self.cleaned_data["nsn"].split())
        if nsn and not is_nsn(nsn):
            raise forms.ValidationError(_("An NSN has ten digits."))
        return nsn

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip()
        if email and not is_email(email):
            raise forms.ValidationError(_("This is no e-mail address."))
        return email

    def values(self) -> dict[str, Any]:
        """Of core.FIELDS. Only of a valid form."""
        found = {name: value for name, value in self.cleaned_data.items() if name not in {"group", "forget_nsn"}}
        if not found["nsn"] and not self.cleaned_data.get("forget_nsn"):
            found["nsn"] = self.nsn
        return found

    def chosen_groups(self) -> list[Group]:
        group = self.cleaned_data.get("group")
        return [self.groups[group]] if group else []

    def _named(self, field: str) -> str:
        name = " ".join(self.cleaned_data[field].split())
        if not is_name(name):
            raise forms.ValidationError(_("A name has none of * ? ; , < > ! %% ^ | in it."))
        return name
