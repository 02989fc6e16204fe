"""People by hand: somebody is added, changed, has left, or is back.

Whoever was added by hand may be changed by hand. Whoever came with an upload may be only where nobody keeps the school's
people: otherwise the next upload would say again what it says.
"""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from openpact.hub.audit.models import Line

from .. import core, history, keeper_of
from ..apply import apply_plan
from ..core import by_hand
from ..core.values import OURS, STAFF
from ..models import Group, Membership, Person
from ..services import state_of
from . import places
from .record import Refused, tell

NOBODYS: dict[str, Any] = {
    "preferred_name": "", "nsn": "", "username": "", "first_attending": None, "last_attendance": None, "dob": None,
    "gender": "", "associated_nsns": (), "email": "", "organisation": "",
}  # fmt: skip


def may_change(person: Person) -> bool:
    return person.by_hand or not keeper_of(person.school)


def add(school, user, values: Mapping[str, Any], groups: Iterable[Group] = ()) -> Person:
    """Somebody new. `values` are of core.FIELDS: role and names, others as known. Raises Refused."""
    state = state_of(school, lock=True)
    values = {**NOBODYS, **values}
    _must_be_new(school, values)
    sms_id = OURS + secrets.token_hex(6)
    name = f"{values['preferred_name'] or values['first_name']} {values['last_name']}"
    words = {
        Person.Role.STUDENT: _("Added the student %(name)s by hand."),
        Person.Role.TEACHING_STAFF: _("Added the teacher %(name)s by hand."),
    }.get(values["role"], _("Added %(name)s by hand."))
    plan = by_hand.added(sms_id, tuple(values[name] for name in core.FIELDS))
    _do(school, state, tell(school, user, words % {"name": name}), plan)
    person = Person.objects.get(school=school, sms_id=sms_id)
    for group in groups:
        places.put(school, user, group, [person.id])
    return person


def change(school, user, person: Person, values: Mapping[str, Any]) -> None:
    """Other values of some of core.FIELDS. Raises Refused."""
    state = _open(school, person)
    plan = by_hand.changed(_known(person), values)
    if plan.is_empty:
        return
    _must_be_new(school, {**_values(person), **values}, but=person)
    (told,) = plan.people
    fields = "; ".join(
        _("%(field)s: %(after)s (was: %(before)s)") % {"field": f.name, "after": f.after, "before": f.before}
        for f in history.fields(told.before, told.after)
    )
    words = _("Changed %(name)s by hand. %(fields)s.") % {"name": person.display_name, "fields": fields}
    _do(school, state, tell(school, user, words), plan)


def leave(school, user, person: Person) -> None:
    """They are at the school no more. Raises Refused."""
    state = _open(school, person)
    plan = by_hand.left(_known(person))
    if not plan.is_empty:
        words = _("Said by hand that %(name)s has left.") % {"name": person.display_name}
        _do(school, state, tell(school, user, words), plan)


def come_back(school, user, person: Person) -> None:
    """They are at the school again, in the groups into which they were put by hand. Raises Refused."""
    state = _open(school, person)
    plan = by_hand.back(_known(person))
    if not plan.is_empty:
        words = _("Said by hand that %(name)s is back.") % {"name": person.display_name}
        _do(school, state, tell(school, user, words), plan)


def take_out(school, user, person: Person, group: Group) -> None:
    """Out of a group: the place by hand, and the upload's where nobody keeps the school's people. Raises Refused."""
    state = state_of(school, lock=True)
    membership = Membership.objects.filter(school=school, person=person, group=group).first()
    if membership is None:
        return
    if membership.by_hand:
        places.take(school, user, group, [person.id])
    if membership.listed and may_change(person):
        said = {"name": person.display_name, "group": group.name}
        line = tell(school, user, _("Said by hand that %(name)s is not in %(group)s any more.") % said)
        _do(school, state, line, by_hand.parted(_known(person), [group.name]))
    elif membership.listed and not membership.by_hand:
        said = {"name": person.display_name, "group": group.name, "sms": keeper_of(school)}
        raise Refused(_("%(sms)s says that %(name)s is in %(group)s. Change it there.") % said)


def _open(school, person: Person):
    state = state_of(school, lock=True)
    person.refresh_from_db()
    if not may_change(person):
        said = {"name": person.display_name, "sms": keeper_of(school)}
        raise Refused(_("%(name)s comes from %(sms)s. Change them there: the next upload brings it here.") % said)
    return state


def _do(school, state, line: Line, plan: core.Plan) -> None:
    """Uploads see another roster from here on: one that waits must be looked at again."""
    apply_plan(school.id, plan, line_id=line.id)
    state.version += 1
    state.save(update_fields=["version"])


def _known(person: Person) -> core.KnownPerson:
    listed = Membership.objects.filter(person=person, listed=True).values_list("group__name", "home")
    values = tuple(_values(person).values())
    return core.KnownPerson(person.id, person.sms_id, values, person.active, dict(listed), person.by_hand)


def _values(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in core.FIELDS} | {"associated_nsns": tuple(person.associated_nsns)}


def _must_be_new(school, values: Mapping[str, Any], *, but: Person | None = None) -> None:
    """Nobody else has the same NSN, address, or name and date of birth: one person would be two."""
    same = Q()
    if values["role"] == Person.Role.STUDENT:
        kind = Q(role=Person.Role.STUDENT)
        same |= Q(nsn=values["nsn"]) if values["nsn"] else Q()
        if values["dob"]:
            names = Q(first_name__iexact=values["first_name"], last_name__iexact=values["last_name"])
            same |= names & Q(dob=values["dob"]) & (Q(nsn="") if values["nsn"] else Q())
    else:
        kind = Q(role__in=STAFF)
        same |= Q(email__iexact=values["email"]) if values["email"] else Q()
    if not same:
        return
    other = Person.objects.filter(kind & same, school=school).exclude(pk=but and but.pk).order_by("-active").first()
    if other is not None and other.active:
        raise Refused(_("%(name)s is here already, with the same details.") % {"name": other.display_name})
    if other is not None:
        said = {"name": other.display_name}
        raise Refused(_("%(name)s was here before, with the same details. Bring them back on their page.") % said)
