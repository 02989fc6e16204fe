"""The journey in, for one upload: read -> plan -> guard -> apply -> invite.

Two transactions: one says that the check has begun, so that a page can show it; the other does everything, so a worker
killed at any moment leaves the old roster or the new one. The school's roster is locked in the second: two uploads are
applied one after the other.
"""

from dataclasses import dataclass

import structlog

from openpact import ide
from openpact.hub.accounts.models import Access
from openpact.hub.platform import clock, told
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster import core
from openpact.hub.roster import services as roster_services
from openpact.hub.schools.models import School
from openpact.link.providers import PROVIDERS
from openpact.link.words import ON_THE_WAY, ExchangeState
from openpact.said import gettext

from .aftermath import after_apply
from .connection import is_of_another_sms
from .lists.origin import in_its_words
from .mending import to_mend
from .models import Connection, Exchange
from .storage import open_file

log = structlog.get_logger("openpact.exchange")
KEPT_ISSUES = 1000
#: Uploads that ended in a state of the roster: a later one of these makes an earlier one stale.
TOLD = (ExchangeState.APPLIED, ExchangeState.UNCHANGED, ExchangeState.HELD, ExchangeState.REVERTED)


@dataclass(frozen=True)
class Checked:
    """What a check of a stored file found against the roster of now."""

    roster: core.Roster
    file: ide.IdeFile
    plan: core.Plan
    reasons: list[core.Reason]

    @property
    def rekeys(self) -> bool:
        """The school changed its SMS: `plan` is the one that keeps everybody."""
        return any(reason.code == "changed-sms" for reason in self.reasons)


def process(school_id: int, exchange_id) -> None:
    """Do the whole of it; does nothing to an exchange that has already ended."""
    with at_school(school_id):
        begun = Exchange.objects.filter(id=exchange_id, state__in=ON_THE_WAY).update(state=ExchangeState.CHECKING)
    if not begun:
        return
    with at_school(school_id):
        school = School.objects.get(id=school_id)
        state = roster_services.state_of(school, lock=True)
        exchange = Exchange.objects.select_for_update().get(id=exchange_id)
        if exchange.state != ExchangeState.CHECKING:
            return
        if is_of_another_sms(exchange):
            exchange.reasons = [_another_sms(exchange)]
            return _end(exchange, ExchangeState.REFUSED)
        if _stale(exchange):
            return _end(exchange, ExchangeState.SUPERSEDED)
        if _same_as_last(exchange, state):
            return _end(exchange, ExchangeState.UNCHANGED)
        try:
            checked = check(school, exchange)
        except ide.UnusableFile as unusable:
            exchange.issues = [told.keep_finding(unusable.issue)]
            exchange.counts = {"errors": 1, "warnings": 0}
            exchange.reasons = [_refusal(unusable.issue.code, unusable.issue.message, unusable.issue.remedy)]
            return _end(exchange, ExchangeState.REFUSED)
        note(exchange, checked)
        _decide(school, exchange, checked)


def check(school, exchange: Exchange) -> Checked:
    """Read the stored file and plan it against the roster of now. Raises ide.UnusableFile."""
    file = ide.read(open_file(exchange))
    roster = roster_services.current(school)
    plan = core.make_plan(roster, file)
    reasons = core.guard(roster, file, plan, roster_services.limits_of(school), school_number=school.number)
    if any(reason.code == "changed-sms" for reason in reasons):
        linked = dict(Access.objects.filter(person__isnull=False).values_list("person_id", "user__email"))
        plan = core.make_rekeying_plan(roster, file, linked)
        # What the plain plan would have done to people who only changed their id is no reason any more.
        again = core.guard(roster, file, plan, roster_services.limits_of(school), school_number=school.number)
        reasons = [r for r in again if r.code != "many-identities"]
    return Checked(roster, file, plan, reasons)


def give_up(school_id: int, exchange_id) -> None:
    """After the last try: the school is told, and nothing has changed."""
    with at_school(school_id):
        exchange = Exchange.objects.select_for_update().filter(id=exchange_id, state__in=ON_THE_WAY).first()
        if exchange is not None:
            message = gettext("Something went wrong on our side while this upload was checked. Nothing was changed.")
            remedy = gettext("Upload it again. If it happens again, give the operator this exchange's address.")
            exchange.reasons = [_refusal("our-fault", message, remedy)]
            _end(exchange, ExchangeState.REFUSED)


def _decide(school, exchange: Exchange, checked: Checked) -> None:
    harmful = [reason for reason in checked.reasons if reason.code != "older-file" or not checked.plan.is_empty]
    if checked.plan.is_empty and not harmful:
        roster_services.seen(school, checked.file.exported_at)
        _supersede(exchange)
        return _end(exchange, ExchangeState.UNCHANGED)
    reasons = checked.reasons + _review(school, exchange)
    if reasons:
        exchange.reasons = [told.keep(reason.as_dict()) for reason in reasons]
        _supersede(exchange)
        return _end(exchange, ExchangeState.HELD)
    roster_services.apply(
        school,
        exchange.id,
        checked.plan,
        planned_version=checked.roster.version,
        exported_at=checked.file.exported_at,
    )
    _supersede(exchange)
    _end(exchange, ExchangeState.APPLIED)
    after_apply(school, exchange)


def _review(school, exchange: Exchange) -> list[core.Reason]:
    """The school wants to look first."""
    look = gettext("Look at what it will do, then approve or discard it.")
    if exchange.source == Exchange.Source.PAGE:
        return [core.Reason("by-hand", gettext("You uploaded this file by hand."), look)]
    settings = Connection.objects.filter(school=school).first()
    review = settings.review if settings else Connection.Review.FIRST
    if review == Connection.Review.EVERY:
        return [
            core.Reason("review-every", gettext("Your SMS settings say that you look at every upload first."), look)
        ]
    if review == Connection.Review.FIRST and not _had_one(exchange):
        return [
            core.Reason(
                "first-upload",
                gettext("This is the first upload from your SMS."),
                gettext(
                    "Look at what it will do, then approve or discard it. The next ones are applied by themselves."
                ),
            )
        ]
    return []


def _had_one(exchange: Exchange) -> bool:
    return Exchange.objects.filter(
        school=exchange.school,
        source=Exchange.Source.SMS,
        provider=exchange.provider,
        state__in=[ExchangeState.APPLIED, ExchangeState.UNCHANGED],
        direction=Exchange.Direction.UPLOAD,
    ).exists()


def _another_sms(exchange: Exchange) -> told.Row:
    sms = PROVIDERS[exchange.provider].name
    return _refusal(
        "other-sms",
        gettext("This upload came from {sms}, which your school no longer uses.", sms=sms),
        gettext(
            "Nothing was changed. What comes from the SMS that your settings name is taken. Should that be {sms}, choose it"
            " under Change SMS Settings, and let it upload again.",
            sms=sms,
        ),
    )


def _refusal(code: str, message: str, remedy: str) -> told.Row:
    """Why nothing of an upload was used, as it is stored."""
    return told.keep({"code": code, "message": message, "remedy": remedy})


def _stale(exchange: Exchange) -> bool:
    """A newer upload has already been checked: this one would take the roster back."""
    return Exchange.objects.filter(
        school=exchange.school,
        direction=Exchange.Direction.UPLOAD,
        state__in=TOLD,
        received_at__gt=exchange.received_at,
    ).exists()


def _same_as_last(exchange: Exchange, state) -> bool:
    """The very bytes that were applied last, and nothing has moved the roster since: no need to read them again."""
    last = Exchange.objects.filter(id=state.last_exchange_id, sha256=exchange.sha256).first()
    if last is None or last.planned_version is None or last.planned_version + 1 != state.version:
        return False
    nothing = dict.fromkeys(core.Plan([], [], [], 0, [], []).counts, 0)
    exchange.counts = {**last.counts, **nothing, "unchanged": last.counts.get("people", 0)}
    exchange.issues, exchange.to_mend, exchange.selection = last.issues, last.to_mend, last.selection
    return True


def note(exchange: Exchange, checked: Checked) -> None:
    file = checked.file
    exchange.planned_version = checked.roster.version
    exchange.counts = {
        "people": len(file.people),
        "students": file.students,
        "teaching_staff": file.teaching_staff,
        "groups": file.groups,
        **checked.plan.counts,
        "kept": len(checked.plan.kept),
        "waiting": len(checked.plan.waiting),
        "outside": len(checked.plan.outside),
        "refused": len(file.refused),
        "errors": file.errors,
        "warnings": file.warnings,
    }
    exchange.selection = file.selection.as_dict() or None
    exchange.to_mend = to_mend(file)
    brought, issues = exchange.spreadsheet, file.issues[:KEPT_ISSUES]
    exchange.issues = [in_its_words(issue, brought) if brought else told.keep_finding(issue) for issue in issues]


def _supersede(exchange: Exchange) -> None:
    """A newer upload was looked at: what waited is out of date."""
    Exchange.objects.filter(
        school=exchange.school,
        direction=Exchange.Direction.UPLOAD,
        state=ExchangeState.HELD,
    ).exclude(id=exchange.id).update(state=ExchangeState.SUPERSEDED, finished_at=clock.now())


def _end(exchange: Exchange, state: ExchangeState) -> None:
    exchange.state, exchange.finished_at = state, clock.now()
    exchange.save()
    log.info("exchange", exchange_id=str(exchange.id), school=exchange.school_id, state=str(state), **exchange.counts)
