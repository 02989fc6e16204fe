"""The steps of the set-up: where each is done, and whether it is. Inside the school's transaction.

A step is done on a page that Manage has too, and saved there. Nothing is kept twice: whether it is done is looked up from
what was saved. Where that cannot tell (are the suggested cycles right?), going on to the next step says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openpact.hub.accounts.invitations import staff_without_account
from openpact.hub.accounts.models import Access, Invitation, Role
from openpact.hub.accounts.services import HOLDS
from openpact.hub.audit import services as audit
from openpact.hub.platform import clock
from openpact.hub.platform.told import listed
from openpact.hub.roster.models import Person
from openpact.hub.schools.models import School
from openpact.hub.sms.connection import LinkState, get_connection, link_state

from .models import Step as Past


class Done(StrEnum):
    """done     it is as it should be
    skipped  somebody went past it
    open     it is still to do
    """

    DONE = "done"
    SKIPPED = "skipped"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Step:
    """`url` is the name of the page on which it is done, `query` what its address ends in; on `pages` (url names) the set-up
    shows this step. `done` answers True, False, or None for "going on says so". `missing` is said at the end."""

    key: str
    title: Promise
    url: str
    pages: frozenset[str]
    advice: Promise
    done: Callable[[School], bool | None]
    missing: Promise
    query: str = ""
    may_skip: bool = True


@dataclass(frozen=True, slots=True)
class At:
    """A step and how it stands."""

    number: int
    step: Step
    state: Done


def _people(school: School) -> bool:
    """Somebody leads, besides whoever sets up."""
    invited = Invitation.objects.filter(
        school=school, role=Role.LEADER, state=Invitation.State.PENDING, expires_at__gt=clock.now()
    )
    return Access.objects.filter(HOLDS, school=school, role=Role.LEADER).exists() or invited.exists()


def _sms(school: School) -> bool | None:
    """Linked as far as PaCT's side goes; without an SMS, going on says that this is meant."""
    state = link_state(get_connection(school))
    return None if state is LinkState.OFF else state is not LinkState.BARE


def _imported(school: School) -> bool:
    return Person.objects.filter(school=school, active=True, role=Person.Role.STUDENT).exists()


def _invited(school: School) -> bool:
    staff = Person.objects.filter(school=school, active=True, role=Person.Role.TEACHING_STAFF).exists()
    return staff and not staff_without_account(school).not_yet


STEPS = (
    Step(
        "school", _("Your school"), "school-settings", frozenset({"school-settings", "school-terms"}),
        _("Is this right? The terms are the usual ones: reporting cycles begin with them."),
        lambda _school: None, _("Nobody has looked at the school's details and terms yet."), may_skip=False,
    ),
    Step(
        "people", _("Who uses PaCT"), "invite", frozenset({"invite", "invite-several", "users", "user"}),
        _("Invite your PaCT leader (often the principal or a deputy), and whoever else sets up PaCT with you. Teachers come"
          " later, by themselves."),
        _people, _("No leader is invited. Leaders see every class and decide reporting cycles."),
    ),
    Step(
        "cycles", _("Reporting cycles"), "cycles", frozenset({"cycles", "cycle", "cycle-change", "cycles-add"}),
        _("Interim and end-of-year judgements are due in these days. Change what is different at your school. Between cycles"
          " teachers can always judge out of cycle."),
        lambda _school: None, _("Nobody has looked at the reporting cycles yet."), may_skip=False,
    ),
    Step(
        "sms", _("SMS settings"), "sms-settings", frozenset({"sms-settings", "sms-settings-provider", "sms-pause"}),
        _("Link your SMS now, and teachers who accept their invitation find their classes ready. Link it later, and they need"
          " a second invitation."),
        _sms, _("No SMS is linked. Classes and staff have to be kept right by hand."),
    ),
    Step(
        "import", _("First import"), "setup-import",
        frozenset({"setup-import", "exchange", "upload-file", "upload-list", "exchange-approve", "exchanges"}),
        _("You see what the first upload would do before anything changes."),
        _imported, _("There are no students in PaCT yet."),
    ),
    Step(
        "invitations", _("Invitations"), "users", frozenset({"users", "user", "invite-staff"}),
        _("One button invites everybody. Whoever accepts is linked with their classes at once."),
        _invited, _("Not all your teachers have access or an invitation yet."), query="?show=staff",
    ),
)  # fmt: skip
BY_KEY = {step.key: step for step in STEPS}


def standing(school: School) -> list[At]:
    """Every step and how it stands."""
    past = dict(Past.objects.filter(school=school).values_list("key", "skipped"))
    return [At(number, step, _state(school, step, past)) for number, step in enumerate(STEPS, 1)]


def _state(school: School, step: Step, past: dict[str, bool]) -> Done:
    done = step.done(school)
    if done or (done is None and past.get(step.key) is False):
        return Done.DONE
    return Done.SKIPPED if past.get(step.key) else Done.OPEN


def next_of(standing: list[At]) -> At | None:
    """Where to go on: the first that is still open."""
    return next((at for at in standing if at.state is Done.OPEN), None)


def go_past(school: School, user, key: str, *, skipped: bool) -> None:
    Past.objects.update_or_create(school=school, key=key, defaults={"skipped": skipped, "at": clock.now(), "by": user})


def behind(school: School) -> int:
    """How many steps somebody has gone past, done or skipped."""
    return Past.objects.filter(school=school).count()


def is_finished(school: School) -> bool:
    return school.set_up_at is not None


def finish(school: School, user) -> None:
    """From here on things happen by themselves. The audit tells who said so, and without what."""
    if not School.objects.filter(id=school.id, set_up_at=None).update(set_up_at=clock.now()):
        return
    without = listed(at.step.title for at in standing(school) if at.state is not Done.DONE)
    words = (
        _("Finished setting the school up, without: %(without)s.") if without else _("Finished setting the school up.")
    )
    audit.record(school, user, audit.Area.SETTINGS, str(words) % {"without": without})
