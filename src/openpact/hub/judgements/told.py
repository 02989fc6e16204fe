"""What the audit is told of judgements: a line for each confirmation, with the names of those for whom something changed."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openpact.hub.audit.services import Area, record
from openpact.hub.roster.models import Person
from openpact.hub.schools.models import Cycle, LearningArea, School

from .rules import Action, Step

#: How many names a line holds; the judgements themselves say the rest.
NAMES = 10


def confirmed(school: School, user, steps: list[Step], area: str, cycle: Cycle) -> None:
    """Who confirmed, changed or withdrew how many judgements, in the transaction in which they do."""
    by_action = {action: [s.entry.person_id for s in steps if s.action is action] for action in Action}
    first = len(by_action[Action.CONFIRMED])
    parts = []
    if first:
        parts.append(ngettext("confirmed %(n)s judgement", "confirmed %(n)s judgements", first) % {"n": first})
    if changed := by_action[Action.CHANGED]:
        parts.append(_("changed that of %(names)s") % {"names": _names(changed)})
    if withdrawn := by_action[Action.WITHDRAWN]:
        parts.append(_("withdrew that of %(names)s") % {"names": _names(withdrawn)})
    if parts:
        said = "; ".join(parts)
        words = {"what": f"{said[0].upper()}{said[1:]}", "area": LearningArea(area).label, "cycle": cycle.name}
        record(school, user, Area.JUDGEMENTS, _("%(what)s (%(area)s, %(cycle)s).") % words)


def unlocked(school: School, user, person_id: int, area: str, cycle: Cycle, because: str) -> None:
    """That a confirmed judgement's aspects may be changed again, and why."""
    words = {"name": _names([person_id]), "area": LearningArea(area).label, "cycle": cycle.name, "why": because}
    record(
        school, user, Area.JUDGEMENTS,
        _("Unlocked the judgement of %(name)s (%(area)s, %(cycle)s). Why: %(why)s") % words,
    )  # fmt: skip


def locked_again(school: School, user, person_id: int, area: str, cycle: Cycle) -> None:
    """That unlocking was taken back."""
    words = {"name": _names([person_id]), "area": LearningArea(area).label, "cycle": cycle.name}
    record(
        school, user, Area.JUDGEMENTS,
        _("Locked the judgement of %(name)s again, as it was confirmed (%(area)s, %(cycle)s).") % words,
    )  # fmt: skip


def _names(people: list[int]) -> str:
    named = [person.display_name for person in Person.objects.filter(id__in=people[:NAMES]).order_by("last_name", "id")]
    more = len(people) - len(named)
    return ", ".join(named) + (_(" and %(n)s more") % {"n": more} if more else "")
