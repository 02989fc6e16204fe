"""A school's own groups, and groups of the SMS's that it hides.

An own group lives apart from uploads: none makes, changes or ends it. Its name may not be one that is in use when it is
made or renamed; an upload may bring a group of that name later, and then both are there (`namesake`).
"""

import re
import unicodedata

from django.utils.translation import gettext as _

from openpact.hub.platform.plain import plain_text

from ..models import Group
from ..services import state_of
from .record import Refused, group_change, tell

LONGEST = 100
UNWANTED = re.compile(r"[#\x00-\x1f\x7f]")


def make(school, user, name: str, *, is_home: bool) -> Group:
    """A new own group, with nobody in it. Raises Refused."""
    state_of(school, lock=True)
    name = _good_name(school, name)
    group = Group.objects.create(school=school, name=name, is_home=is_home, own=True)
    group.refresh_from_db()
    line = tell(school, user, _("Made the group %(name)s.") % {"name": name})
    group_change(line, "appears", group.id, None, _said(group)).save()
    return group


def change(school, user, group: Group, name: str, *, is_home: bool) -> None:
    """Another name, or another kind. Raises Refused."""
    state_of(school, lock=True)
    _must_be_own(group)
    name = _good_name(school, name, but=group)
    before, old = _said(group), group.name
    if (name, is_home) == (group.name, group.is_home):
        return
    group.name, group.is_home = name, is_home
    group.save(update_fields=["name", "is_home"])
    if name != old:
        words = _("Renamed the group %(old)s to %(name)s.") % {"old": old, "name": name}
    elif is_home:
        words = _("Made the group %(name)s a home group.") % {"name": name}
    else:
        words = _("Made the group %(name)s a group that is no home group.") % {"name": name}
    group_change(tell(school, user, words), "changes", group.id, before, _said(group)).save()


def end(school, user, group: Group) -> None:
    """It is in use no more; who was in it is kept. Raises Refused."""
    state_of(school, lock=True)
    _must_be_own(group)
    _set(school, user, group, listed=False, action="goes", words=_("Ended the group %(name)s."))


def bring_back(school, user, group: Group) -> None:
    """An ended group, with whoever was in it. Raises Refused."""
    state_of(school, lock=True)
    _must_be_own(group)
    _good_name(school, group.name, but=group)
    _set(school, user, group, listed=True, action="returns", words=_("Brought back the group %(name)s."))


def hide(school, user, group: Group) -> None:
    """Leave a group of the SMS's out of PaCT, until it is shown again: uploads keep to that. Raises Refused."""
    _hide(school, user, group, hidden=True, action="hidden", words=_("Hid the group %(name)s from PaCT."))


def show(school, user, group: Group) -> None:
    """Raises Refused."""
    _hide(school, user, group, hidden=False, action="shown", words=_("Showed the group %(name)s in PaCT again."))


def namesake(group: Group) -> Group | None:
    """The group in use that has the same name: an upload brought one that an own group had already, or had before."""
    other = Group.objects.filter(school=group.school_id, listed=True, own=not group.own)
    return next((o for o in other if plain_text(o.name) == plain_text(group.name)), None)


def _hide(school, user, group: Group, *, hidden: bool, action: str, words: str) -> None:
    state_of(school, lock=True)
    if group.own:
        raise Refused(_("%(name)s is your school's own group: end it instead.") % {"name": group.name})
    _set(school, user, group, hidden=hidden, action=action, words=words)


def _set(school, user, group: Group, *, action: str, words: str, **values: bool) -> None:
    """Write some fields, unless they are so already: a second press of the button changes nothing."""
    before = _said(group)
    if not Group.objects.filter(pk=group.pk).exclude(**values).update(**values):
        return
    group.refresh_from_db()
    group_change(tell(school, user, words % {"name": group.name}), action, group.id, before, _said(group)).save()


def _said(group: Group) -> dict:
    return {"name": group.name, "is_home": group.is_home, "active": group.active}


def _must_be_own(group: Group) -> None:
    if not group.own:
        raise Refused(_("%(name)s comes from uploads, so it is changed there.") % {"name": group.name})


def _good_name(school, name: str, *, but: Group | None = None) -> str:
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not any(char.isalnum() for char in name):
        raise Refused(_("Give the group a name."))
    if len(name) > LONGEST:
        raise Refused(_("A group's name has %(longest)s characters at most.") % {"longest": LONGEST})
    if UNWANTED.search(name):
        raise Refused(_("A group's name has no # in it: files use it to separate names."))
    for other in Group.objects.filter(school=school, listed=True).exclude(pk=but and but.pk):
        if plain_text(other.name) == plain_text(name):
            raise Refused(_taken(other))
    return name


def _taken(other: Group) -> str:
    said = {"name": other.name}
    if other.own:
        return _("Your school has a group called %(name)s already.") % said
    if other.hidden:
        return (
            _("A group called %(name)s comes from uploads and is hidden. Show it instead, or take another name.") % said
        )
    return _("A group called %(name)s comes from uploads. Take another name, so that nobody mixes them up.") % said
