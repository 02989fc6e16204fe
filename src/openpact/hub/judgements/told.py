"""What the audit is told of judgements: a line for each confirmation, with the names of those for whom something changed."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from openpact.hub.audit.services import Area, record
from openpact.hub.platform.told import listed
from openpact.hub.roster.models import Person
from openpact.hub.schools.models import Cycle, LearningArea, School

from .rules import Action, Step

#: How many names a line holds; the judgements themselves say the rest.
NAMES = 10
#: A sentence by which of it happened: some were (c)onfirmed, c(h)anged, (w)ithdrawn.
CONFIRMED = {
    "c": ngettext_lazy(
        "Confirmed %(n)s judgement (%(area)s, %(cycle)s).", "Confirmed %(n)s judgements (%(area)s, %(cycle)s).", "n"
    ),
    "ch": ngettext_lazy(
        "Confirmed %(n)s judgement; changed that of %(changed)s (%(area)s, %(cycle)s).",
        "Confirmed %(n)s judgements; changed that of %(changed)s (%(area)s, %(cycle)s).",
        "n",
    ),
    "cw": ngettext_lazy(
        "Confirmed %(n)s judgement; withdrew that of %(withdrawn)s (%(area)s, %(cycle)s).",
        "Confirmed %(n)s judgements; withdrew that of %(withdrawn)s (%(area)s, %(cycle)s).",
        "n",
    ),
    "chw": ngettext_lazy(
        "Confirmed %(n)s judgement; changed that of %(changed)s; withdrew that of %(withdrawn)s (%(area)s, %(cycle)s).",
        "Confirmed %(n)s judgements; changed that of %(changed)s; withdrew that of %(withdrawn)s (%(area)s, %(cycle)s).",
        "n",
    ),
    "h": gettext_lazy("Changed that of %(changed)s (%(area)s, %(cycle)s)."),
    "hw": gettext_lazy("Changed that of %(changed)s; withdrew that of %(withdrawn)s (%(area)s, %(cycle)s)."),
    "w": gettext_lazy("Withdrew that of %(withdrawn)s (%(area)s, %(cycle)s)."),
}


def confirmed(school: School, user, steps: list[Step], area: str, cycle: Cycle) -> None:
    """Who confirmed, changed or withdrew how many judgements, in the transaction in which they do."""
    by_action = {action: [s.entry.person_id for s in steps if s.action is action] for action in Action}
    first, changed, withdrawn = (by_action[each] for each in (Action.CONFIRMED, Action.CHANGED, Action.WITHDRAWN))
    what = "".join(key for key, people in (("c", first), ("h", changed), ("w", withdrawn)) if people)
    if what:
        words = {"n": len(first), "area": LearningArea(area).label, "cycle": cycle.name}
        names = {"changed": changed and _names(changed), "withdrawn": withdrawn and _names(withdrawn)}
        record(school, user, Area.JUDGEMENTS, CONFIRMED[what] % (words | names))


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
    return listed(named, more=more)
