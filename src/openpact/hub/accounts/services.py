"""Who may do what at which school."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db.models import Q

from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import as_user, at_school, go_to

from .models import Access, Role, User

#: Access that holds now, unless somebody removed it: an administrator's always, a linked person's while the SMS lists them.
HOLDS = Q(removed_at=None) & (Q(role=Role.ADMINISTRATOR) | Q(person__isnull=True) | Q(person__active=True))
#: How exactly it is kept when somebody was last at a school.
SEEN = timedelta(minutes=15)


@contextmanager
def visit(user: User, school_number: int) -> Iterator[Access | None]:
    """One transaction at the school with this Ministry number, with the user's access to it; None if none holds now.

    Its `one_of_several` says whether they have accesses elsewhere too (for the header's "Switch school"). That they were
    here is noted afterwards, in a short transaction of its own: a long page keeps nobody waiting for the row.
    """
    with as_user(user.id):
        mine = list(Access.objects.filter(user=user, removed_at=None).values_list("id", "school_id", "school__number"))
        access = None
        for access_id, school_id, number in mine:
            if number == school_number:
                go_to(school_id, user.id)
                access = Access.objects.filter(HOLDS, id=access_id).select_related("school", "person").first()
        if access is not None:
            access.one_of_several = len(mine) > 1
        yield access
    if access is not None:
        _note_visit(access)


def find_access(user: User, school_number: int) -> Access | None:
    """The user's access to the school with this Ministry number, if it holds now."""
    with visit(user, school_number) as access:
        return access


def _note_visit(access: Access) -> None:
    now = clock.now()
    if access.last_seen_at is None or now - access.last_seen_at >= SEEN:
        with at_school(access.school_id):
            Access.objects.filter(id=access.id).update(last_seen_at=now)


def schools_of(user: User) -> list[Access]:
    """Every access of the user that holds, by the school's name."""
    with as_user(user.id):
        schools = list(Access.objects.filter(user=user).order_by("school__name").values_list("id", "school_id"))
    found = []
    for access_id, school_id in schools:
        with at_school(school_id, user_id=user.id):
            found += Access.objects.filter(HOLDS, id=access_id).select_related("school")
    return found


def give_access(school, user: User, role: Role, *, person=None) -> Access:
    """Inside the school's transaction."""
    access, _ = Access.objects.update_or_create(
        school=school,
        user=user,
        defaults={"role": role, "person": person, "removed_at": None, "removed_by": None},
        create_defaults={"role": role, "person": person, "created_at": clock.now()},
    )
    return access


def administers(school, user: User) -> bool:
    """Whether somebody is an administrator of the school now. Asked again by what must not happen once they are not."""
    return Access.objects.filter(HOLDS, school=school, user=user, role=Role.ADMINISTRATOR).exists()
