"""What pages ask about the roster. Every function runs inside the school's transaction."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Q, QuerySet

from openpact.hub.platform.plain import plain, plain_text

from .models import Group, Membership, Person

STAFF = (Person.Role.TEACHING_STAFF, Person.Role.NON_TEACHING_STAFF)
OTHERS = (Person.Role.PARENT_CAREGIVER, Person.Role.ALUMNI)

BY_NAME = (plain("last_name"), plain("first_name"), "id")


def tab_counts(rows: QuerySet, tabs: Mapping[str, tuple[Any, Q]]) -> dict[str, int]:
    """How many of the rows stand in each tab: key -> (words, which)."""
    return rows.aggregate(**{key: Count("id", filter=which) for key, (_words, which) in tabs.items()})


def natural(name: str) -> list:
    """A key that sorts Room 2 before Room 10."""
    parts = re.split(r"(\d+)", plain_text(name))
    return [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts if p]


def members(group: Group) -> QuerySet[Person]:
    """Everybody active in a group, by last name."""
    return Person.objects.filter(memberships__group=group, active=True).order_by(*BY_NAME)


def students_of(group: Group) -> QuerySet[Person]:
    """The active students of a group, by last name."""
    return members(group).filter(role=Person.Role.STUDENT)


def places_in(group: Group) -> list[Membership]:
    """Everybody's place in a group who is at the school now, by last name, with the person at hand."""
    found = Membership.objects.filter(group=group, person__active=True).select_related("person")
    return list(found.order_by(plain("person__last_name"), plain("person__first_name"), "person_id"))


def groups_of(person_id: int | None) -> QuerySet[Group]:
    """The groups in use that somebody is in, as uploads say or by hand; none for nobody."""
    if person_id is None:
        return Group.objects.none()
    return Group.objects.filter(active=True, memberships__person_id=person_id)


def exchange_times(ids: set[UUID]) -> dict:
    """When these exchanges were applied. The roster knows an exchange only by its id, so it asks whichever room keeps
    them, by name as a foreign key would."""
    exchanges = apps.get_model("sms", "Exchange")
    return dict(exchanges.objects.filter(id__in=ids).values_list("id", "finished_at"))
