"""Filling an SMS with a school's people."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from openpact.ide import Person as IdePerson
from openpact.ide import Role

from . import clock
from .models import Group, Membership, Otj, Person, School
from .otjs import AREAS, make_here
from .screens import SCREENS

COPIED = (
    "first_name",
    "last_name",
    "preferred_name",
    "nsn",
    "username",
    "first_attending",
    "last_attendance",
    "dob",
    "gender",
    "email",
)


@transaction.atomic
def seed_school(
    number: int,
    name: str,
    people: Sequence[IdePerson],
    *,
    provider: str = "kamar",
    zone: str = "Pacific/Auckland",
    years: tuple[int, int] = (1, 8),
) -> School:
    """Make the school, or bring it back to how it was seeded: people of the same ids are brought up to date.

    Its link with PaCT, its results and its log stay, and so do people who were added by hand.
    """
    if provider not in SCREENS:
        raise ValueError(f"{provider!r} has no screens here; there are: {', '.join(SCREENS)}.")
    organisation = next((p.organisation for p in people if p.organisation), "")
    school, _ = School.objects.update_or_create(
        provider=provider,
        number=number,
        defaults={
            "name": name,
            "zone": zone,
            "organisation": organisation,
            "first_year": years[0],
            "last_year": years[1],
        },
    )
    Person.objects.bulk_create(
        [_person(school, person) for person in people],
        update_conflicts=True,
        unique_fields=["school", "sms_id"],
        update_fields=["role", "associated_nsns", "left_on", *COPIED],
    )
    _classes(school, people)
    return school


def seed_otjs(number: int, provider: str) -> None:
    """An end-of-year OTJ in reading, made here in the current year, for every third student. Who has one keeps it."""
    school = School.objects.get(number=number, provider=provider)
    today = clock.today(school)
    have = set(Otj.objects.filter(school=school).values_list("person_id", flat=True))
    students = Person.objects.filter(school=school, role=Role.STUDENT).order_by("pk")[::3]
    for place, student in enumerate(students):
        if student.pk not in have:
            make_here(student, AREAS[0], today.year, str(2 + place % 3), "Teacher at the school", today)


def _person(school: School, person: IdePerson) -> Person:
    return Person(
        school=school,
        sms_id=person.sms_id,
        role=person.role.value,
        associated_nsns=list(person.associated_nsns),
        left_on=None,
        **{name: getattr(person, name) for name in COPIED},
    )


def _classes(school: School, people: Sequence[IdePerson]) -> None:
    names = _in_order(name for person in people for name in (*person.home_groups, *person.groups))
    Group.objects.bulk_create([Group(school=school, name=name) for name in names], ignore_conflicts=True)
    groups = dict(Group.objects.filter(school=school).values_list("name", "pk"))
    ids = dict(Person.objects.filter(school=school).values_list("sms_id", "pk"))
    Membership.objects.filter(person__in=[ids[person.sms_id] for person in people]).delete()
    Membership.objects.bulk_create(
        Membership(person_id=ids[person.sms_id], group_id=groups[name], home=name in person.home_groups)
        for person in people
        for name in _in_order((*person.home_groups, *person.groups))
    )


def _in_order(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
