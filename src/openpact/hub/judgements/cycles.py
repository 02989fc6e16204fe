"""Reporting cycles, as leaders and administrators decide them. Everything happens inside the school's transaction.

A cycle is open on its days. Somebody may close it earlier; once it is closed, by hand or by its last day, opening it again
needs a reason and a last day that is still to come. It is deleted only while nothing was ever judged in it.
"""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openpact.hub.accounts.models import User
from openpact.hub.audit.services import Area, changes, record
from openpact.hub.platform import clock
from openpact.hub.platform.told import listed
from openpact.hub.schools import services as schools
from openpact.hub.schools.models import Cycle, LearningArea, School

from .models import Judgement, Sheet


class CycleRefused(Exception):
    """What was asked for cannot be; nothing was changed. Its text is for the person who asked."""


def years_to_add(school: School) -> list[int]:
    """This year and the next, where a cycle of theirs is missing."""
    this = clock.today(school.time_zone).year
    there: dict[int, int] = {}
    for year in (
        Cycle.objects.filter(school=school, year__gte=this)
        .exclude(kind=Cycle.Kind.AD_HOC)
        .values_list("year", flat=True)
    ):
        there[year] = there.get(year, 0) + 1
    return [year for year in (this, this + 1) if there.get(year, 0) < 2]


def add_year(school: School, user: User, year: int) -> list[Cycle]:
    """The cycles of a year that are missing, with the usual days."""
    if year not in years_to_add(school):
        raise CycleRefused(
            _("The reporting cycles of %(year)s are there already. Nothing was changed.") % {"year": year}
        )
    added = schools.add_cycles(school, year)
    for cycle in added:
        record(
            school,
            user,
            Area.CYCLES,
            _("Added %(cycle)s. %(what)s.") % {"cycle": cycle, "what": changes({}, _told(cycle))},
        )
    return added


def change(
    school: School, user: User, cycle: Cycle, *, opens_on: date, closes_on: date, areas: list[str], years: list[int],
    remind_days: int | None,
) -> str:  # fmt: skip
    """Save the form of a cycle; what differs, in words, or "". The days of a closed one stay: see reopen."""
    before = _told(cycle)
    if state_of(school, cycle) != Cycle.State.CLOSED:
        cycle.opens_on, cycle.closes_on = opens_on, closes_on
    cycle.areas, cycle.years, cycle.remind_days = areas, years, remind_days
    cycle.save(update_fields=["opens_on", "closes_on", "areas", "years", "remind_days"])
    changed = changes(before, _told(cycle))
    if changed:
        record(school, user, Area.CYCLES, _("Changed %(cycle)s. %(what)s.") % {"cycle": cycle, "what": changed})
    return changed


def close(school: School, user: User, cycle: Cycle) -> None:
    """Before its last day."""
    if state_of(school, cycle) != Cycle.State.OPEN:
        raise CycleRefused(_("%(cycle)s is not open. Nothing was changed.") % {"cycle": cycle})
    cycle.closed_at, cycle.closed_by = clock.now(), user
    cycle.save(update_fields=["closed_at", "closed_by"])
    words = _("Closed %(cycle)s before its last day, %(day)s.")
    record(school, user, Area.CYCLES, words % {"cycle": cycle, "day": _day(cycle.closes_on)})


def reopen(school: School, user: User, cycle: Cycle, *, closes_on: date, reason: str) -> None:
    if state_of(school, cycle) != Cycle.State.CLOSED:
        raise CycleRefused(_("%(cycle)s is not closed. Nothing was changed.") % {"cycle": cycle})
    if closes_on < clock.today(school.time_zone):
        raise CycleRefused(_("The new last day lies in the past. Nothing was changed."))
    cycle.closed_at = cycle.closed_by = None
    cycle.closes_on, cycle.reopened_at, cycle.reopened_by, cycle.reopened_because = closes_on, clock.now(), user, reason
    cycle.save(update_fields=["closed_at", "closed_by", "closes_on", "reopened_at", "reopened_by", "reopened_because"])
    words = _("Opened %(cycle)s again until %(day)s. Why: %(reason)s")
    record(school, user, Area.CYCLES, words % {"cycle": cycle, "day": _day(closes_on), "reason": reason})


def delete(school: School, user: User, cycle: Cycle) -> None:
    """Only while nothing was ever judged in it, not even something that was withdrawn."""
    # Whoever confirms a first judgement at this moment is waited for.
    Cycle.objects.select_for_update().get(id=cycle.id)
    if has_judgements(cycle):
        raise CycleRefused(_("Judgements were made in %(cycle)s, so it stays. Nothing was changed.") % {"cycle": cycle})
    record(school, user, Area.CYCLES, _("Deleted %(cycle)s, in which nothing was judged.") % {"cycle": cycle})
    cycle.delete()


def state_of(school: School, cycle: Cycle) -> Cycle.State:
    return cycle.state(clock.today(school.time_zone))


def has_judgements(cycle: Cycle) -> bool:
    """Overall ones, or sheets on which aspects are judged."""
    return Judgement.objects.filter(cycle=cycle).exists() or Sheet.objects.filter(cycle=cycle).exists()


def _told(cycle: Cycle) -> dict[str, object]:
    return {
        _("First day"): _day(cycle.opens_on),
        _("Last day"): _day(cycle.closes_on),
        _("Learning areas"): listed(LearningArea(area).label for area in cycle.areas),
        _("Year levels"): cycle.years_in_words,
        _("Automatic reminders"): _("%(days)s days before the last day") % {"days": cycle.remind_days}
        if cycle.remind_days is not None
        else _("no"),
    }


def _day(day: date) -> str:
    return date_format(day, "j F Y")
