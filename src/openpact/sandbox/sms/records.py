"""Changing people and classes by hand. Each change is in the log, and in the next IDE file."""

from collections.abc import Mapping

from django.db import transaction

from openpact.ide import Role

from . import clock, log
from .kinds import kind_of
from .models import Group, LogKind, Membership, Person, School

#: A person's classes: the group's key, and whether it is a home class.
Classes = Mapping[int, bool]


def next_id(school: School) -> str:
    """The number after the highest that is in use."""
    used = Person.objects.filter(school=school, sms_id__regex=r"^\d{1,15}$").values_list("sms_id", flat=True)
    return str(max((int(number) for number in used), default=1000) + 1)


@transaction.atomic
def save_person(person: Person, classes: Classes | None, by: str) -> Person:
    """Save a new or changed person, and their classes unless None."""
    is_new = person.pk is None
    if is_new and not person.sms_id:
        person.sms_id = next_id(person.school)
    person.save()
    if classes is not None:
        set_classes(person, classes)
    kind = kind_of(person.role)
    note(person.school, by, f"{kind.one.capitalize()} {person.name} {'added' if is_new else 'changed'}.")
    return person


def set_classes(person: Person, classes: Classes) -> None:
    has = {m.group_id: m for m in person.memberships.all()}
    Membership.objects.filter(pk__in=[m.pk for group, m in has.items() if group not in classes]).delete()
    for group, home in classes.items():
        Membership.objects.update_or_create(person=person, group_id=group, defaults={"home": home})


@transaction.atomic
def leave(person: Person, by: str) -> None:
    """The person is no longer at the school; their record and classes stay, for when they come back."""
    person.left_on = person.last_attendance = clock.today(person.school)
    person.save(update_fields=["left_on", "last_attendance"])
    note(person.school, by, f"{person.name} left.")


@transaction.atomic
def come_back(person: Person, by: str) -> None:
    person.left_on = person.last_attendance = None
    person.save(update_fields=["left_on", "last_attendance"])
    note(person.school, by, f"{person.name} came back.")


@transaction.atomic
def save_group(group: Group, by: str) -> Group:
    before = Group.objects.filter(pk=group.pk).values_list("name", flat=True).first()
    group.save()
    if before is None:
        note(group.school, by, f"Class {group.name} added.")
    elif before != group.name:
        note(group.school, by, f"Class {before} renamed to {group.name}.")
    return group


@transaction.atomic
def join(group: Group, person: Person, by: str, *, home: bool) -> None:
    """Put a person into a class. A student's new home class takes the place of the old one."""
    replaces = home and person.role == Role.STUDENT
    kept = {m.group_id: m.home for m in person.memberships.all() if not (replaces and m.home)}
    set_classes(person, {**kept, group.pk: home})
    note(group.school, by, f"{person.name} put into {group.name}.")


@transaction.atomic
def take_out(group: Group, person: Person, by: str) -> None:
    Membership.objects.filter(group=group, person=person).delete()
    note(group.school, by, f"{person.name} taken out of {group.name}.")


def note(school: School, by: str, summary: str) -> None:
    log.note(school, LogKind.RECORDS, by, summary)
