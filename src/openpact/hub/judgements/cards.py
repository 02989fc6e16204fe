"""What somebody's home page says about judgements: what is theirs to confirm, how far the school is, what comes next."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openpact.hub.accounts.home import Card, Home
from openpact.hub.accounts.pages import SchoolRequest
from openpact.hub.platform import clock
from openpact.hub.platform.told import listed
from openpact.hub.schools.models import Cycle

from . import completion, queries
from .queries import GroupProgress
from .services import cycle_is_open


def cards(home: Home) -> list[Card]:
    """One's own classes, for whoever judges; the whole school, for whoever sees it."""
    request, may = home.request, home.request.access.may
    if request.access.person_id is None and not may.sees_all:
        text = _("Open the invitation that your school's SMS sent you by e-mail: it brings your classes here.")
        return [Card(_("Your classes are not here yet"), text, icon="mail", tone="wait", order=10)]
    cycle = queries.current_cycle(request.school, request.school.cycles.all())
    if cycle is None:
        return []
    if not cycle_is_open(request.school, cycle):
        return [_between(request, cycle)]
    own = home.groups if may.judges else []
    if not may.sees_all:
        return _own(request, cycle, queries.progress(own, cycle))
    done, lines = completion.with_groups(request.school, cycle, own)
    return [*_own(request, cycle, lines), *_school(request, cycle, done)]


def _own(request: SchoolRequest, cycle: Cycle, lines: list[GroupProgress]) -> list[Card]:
    groups = [line for line in lines if line.students]
    if not groups:
        return []
    url, waiting = reverse("judge", args=[request.school.number]), [g.group.name for g in groups if not g.complete]
    if not waiting:
        text = f"{_until(cycle)} " + _("You can still change them.")
        return [Card(_("All judgements confirmed"), text, url, _("Look"), icon="check")]
    named = listed(waiting[:1], more=len(waiting) - 1)
    text = f"{named}. {_until(cycle)}"
    return [Card(_("Judgements to confirm"), text, url, _("Judge"), icon="judge", tone="wait", order=20)]


def _school(request: SchoolRequest, cycle: Cycle, done: completion.Completion) -> list[Card]:
    """How far all classes are: with who still has to confirm, for whoever decides cycles."""
    if not done.expected:
        return []
    words = _(
        "%(percent)s%% of the judgements are confirmed, and %(complete)s of %(classes)s classes are complete."
    ) % {
        "percent": done.percent,
        "classes": len(done.classes),
        "complete": sum(not line.missing for line in done.classes),
    }
    if request.access.may.decides_cycles:
        url, action = reverse("cycle", args=[request.school.number, cycle.id]), _("See who still has to confirm")
    else:
        url, action = reverse("judge", args=[request.school.number]), _("See the classes")
    until = _("Open until %(day)s.") % {"day": _day(cycle.closes_on)}
    return [Card(cycle.name, f"{words} {until}", url, action, icon="judge", order=40)]


def _between(request: SchoolRequest, cycle: Cycle) -> Card:
    """No cycle is open: the one that was, or comes."""
    days = {"cycle": cycle.name, "opens": _day(cycle.opens_on), "closes": _day(cycle.closes_on)}
    if cycle.state(clock.today(request.school.time_zone)) == Cycle.State.COMING:
        text = _("%(cycle)s is open from %(opens)s to %(closes)s.") % days
    else:
        text = _("%(cycle)s is closed. Its judgements are there to look at.") % days
    url = reverse("judge", args=[request.school.number])
    return Card(_("No reporting cycle is open"), text, url, _("Look"), icon="judge", order=45)


def _until(cycle: Cycle) -> str:
    return _("%(cycle)s is open until %(day)s.") % {"cycle": cycle.name, "day": _day(cycle.closes_on)}


def _day(day) -> str:
    return date_format(day, "j F")
