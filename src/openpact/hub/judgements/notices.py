"""What about reporting cycles needs a person: one that closes soon or has closed with judgements missing, or none at all."""

from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openpact.hub.accounts.models import Role
from openpact.hub.notices.sources import Cause
from openpact.hub.platform import clock
from openpact.hub.schools.models import Cycle, School

from . import completion

SOON = timedelta(days=7)
#: For how long an incomplete cycle asks for somebody after it has closed.
AFTERWARDS = timedelta(days=28)
DECIDE = frozenset(role for role in Role if role.decides_cycles)


def causes(school: School) -> list[Cause]:
    today = clock.today(school.time_zone)
    cycles = [cycle for cycle in school.cycles.all() if cycle.is_due and cycle.year >= today.year - 1]
    found = [] if any(cycle.year == today.year for cycle in cycles) else [_none(school, today.year)]
    for cycle in cycles:
        closed_on = clock.day(cycle.closed_at, school.time_zone) if cycle.closed_at else cycle.closes_on
        is_open = cycle.state(today) == Cycle.State.OPEN
        if is_open and cycle.closes_on - today <= SOON:
            found += _incomplete(school, cycle, today, closing=True)
        elif cycle.state(today) == Cycle.State.CLOSED and today - closed_on <= AFTERWARDS:
            found += _incomplete(school, cycle, today, closing=False)
    return found


def _none(school: School, year: int) -> Cause:
    return Cause(
        "no-cycle",
        _("No reporting cycles for %(year)s") % {"year": year},
        _(
            "Interim and end-of-year judgements are made in reporting cycles. Add this year's: their days come from your terms."
        ),
        reverse("cycles", args=[school.number]),
        _("Add them"),
        key=str(year),
        icon="judge",
        roles=DECIDE,
        order=25,
    )


def _incomplete(school: School, cycle: Cycle, today, *, closing: bool) -> list[Cause]:
    found = completion.totals(school, cycle)
    if found.complete:
        return []
    missing = ngettext(
        "%(number)s judgement is still to confirm (%(percent)s%% are confirmed).",
        "%(number)s judgements are still to confirm (%(percent)s%% are confirmed).",
        found.missing,
    ) % {"number": f"{found.missing:,}", "percent": found.percent}
    words = {"cycle": cycle.name, "day": date_format(cycle.closes_on, "j F")}
    title = _("%(cycle)s closes on %(day)s") if closing else _("%(cycle)s closed with judgements missing")
    if not closing:
        missing += " " + _("You can open it again, or confirm for others.")
    return [
        Cause(
            "cycle-closing" if closing else "cycle-incomplete",
            title % words,
            missing,
            reverse("cycle", args=[school.number, cycle.id]),
            _("See who still has to confirm"),
            key=str(cycle.id),
            icon="judge",
            roles=DECIDE,
            order=25,
        )
    ]
