"""The forms of the SMS's own records."""

from typing import Any

from django import forms

from openpact.ide import Role

from .kinds import Kind
from .models import Group, Person, School
from .otjs import AREAS, LEVELS

STAFF_ROLES = ((Role.TEACHING_STAFF.value, "Teaching staff"), (Role.NON_TEACHING_STAFF.value, "Non-teaching staff"))
GENDERS = (("F", "F"), ("M", "M"))
DATE = {"type": "date"}
#: What an IDE file cannot hold in a name, and in a class's name.
NOT_IN_NAMES, NOT_IN_CLASSES = "*?;,<>!%^|", "#"

FIELDS = {
    "students": (
        "first_name",
        "last_name",
        "preferred_name",
        "nsn",
        "dob",
        "gender",
        "first_attending",
        "home",
        "groups",
    ),
    "staff": ("role", "first_name", "last_name", "preferred_name", "email", "username", "groups"),
    "caregivers": ("first_name", "last_name", "preferred_name", "email"),
    "alumni": ("first_name", "last_name", "preferred_name", "email"),
}
REQUIRED = {"students": ("dob", "first_attending"), "staff": ("email",)}


class PlainLabels:
    """Labels without a colon."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


class PersonForm(PlainLabels, forms.ModelForm):
    """One person of one kind; `home` and `groups` are their classes."""

    home = forms.ModelChoiceField(Group.objects.none(), label="Home class", required=False, empty_label="None")
    groups = forms.ModelMultipleChoiceField(
        Group.objects.none(), label="Classes", required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Person
        fields = (
            "role",
            "first_name",
            "last_name",
            "preferred_name",
            "nsn",
            "dob",
            "gender",
            "first_attending",
            "email",
            "username",
        )
        widgets = {name: forms.DateInput(DATE, format="%Y-%m-%d") for name in ("dob", "first_attending")}

    def __init__(self, school: School, kind: Kind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in set(self.fields) - set(FIELDS[kind.key]):
            del self.fields[name]
        self.order_fields(FIELDS[kind.key])
        for name in REQUIRED.get(kind.key, ()):
            self.fields[name].required = True
        if "gender" in self.fields:
            self.fields["gender"].choices = (("", "Not given"), *GENDERS)
        if "role" in self.fields:
            self.fields["role"].choices = STAFF_ROLES
        self._offer_classes(school)

    def _offer_classes(self, school: School) -> None:
        memberships = list(self.instance.memberships.all()) if self.instance.pk else []
        self._homes = {m.group_id: m.home for m in memberships}
        has_home = "home" in self.fields
        for name in {"home", "groups"} & set(self.fields):
            self.fields[name].queryset = Group.objects.filter(school=school)
        self.initial["home"] = next((m.group_id for m in memberships if m.home), None)
        self.initial["groups"] = [m.group_id for m in memberships if not (m.home and has_home)]

    def classes(self) -> dict[int, bool] | None:
        """The chosen classes, and which is a home class; None when this form does not ask."""
        if "groups" not in self.fields:
            return None
        chosen = {group.pk: False for group in self.cleaned_data["groups"]}
        if "home" not in self.fields:
            return {group: self._homes.get(group, False) for group in chosen}
        home = self.cleaned_data["home"]
        return chosen | ({home.pk: True} if home else {})

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name in ("first_name", "last_name", "preferred_name"):
            if bad := sorted(set(data.get(name) or "") & set(NOT_IN_NAMES)):
                self.add_error(name, f"A name cannot hold {' '.join(bad)}")
        nsn = data.get("nsn") or ""
        if nsn and not (nsn.isascii() and nsn.isdigit() and len(nsn) == 10):
            self.add_error("nsn", "An NSN is ten digits.")
        return data


class OtjForm(PlainLabels, forms.Form):
    """An end-of-year OTJ made in the SMS."""

    learning_area = forms.ChoiceField(label="Learning area", choices=[(area, area.capitalize()) for area in AREAS])
    year = forms.IntegerField(label="Year", min_value=2000, max_value=2100)
    level = forms.ChoiceField(label="Level", choices=list(LEVELS.items()))

    def __init__(self, year: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"year": year}, **kwargs)


class GroupForm(PlainLabels, forms.ModelForm):
    class Meta:
        model = Group
        fields = ("name",)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if NOT_IN_CLASSES in name:
            raise forms.ValidationError("A class's name cannot hold #.")
        same = Group.objects.filter(school=self.instance.school, name=name).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError("There is a class of that name already.")
        return name


class JoinForm(PlainLabels, forms.Form):
    """Put somebody into a class."""

    person = forms.ModelChoiceField(Person.objects.none(), label="Person", empty_label="Choose…")
    home = forms.BooleanField(label="as their home class", required=False)

    def __init__(self, group: Group, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(school=group.school).current().exclude(memberships__group=group)
        self.fields["person"].queryset = people.filter(role__in=(Role.STUDENT, Role.TEACHING_STAFF))
        self.fields["person"].label_from_instance = lambda p: f"{p.last_name}, {p.first_name} ({p.sms_id})"
