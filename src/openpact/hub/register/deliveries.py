"""A register file comes: read -> plan -> guard -> applied, or held until a person has looked.

Everything happens inside the school's transaction, with the register locked: two files are applied one after the other.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openpact import ide
from openpact.hub.audit.services import Area, record
from openpact.hub.platform import clock, told
from openpact.hub.schools.models import School
from openpact.said import gettext, sentences

from . import core, store, stored
from .models import Delivery, Register, Source
from .services import register_of

KEPT_ISSUES = 1000
State = Delivery.State


class NotHeld(Exception):
    """Somebody else decided, or a newer file took its place."""


class Moved(Exception):
    """The register has changed since the preview was made: it is to be looked at again."""


@dataclass(frozen=True)
class Checked:
    """What a file would do to the register of now, and why it waits."""

    file: core.RegisterFile
    plan: core.Plan
    reasons: list[core.Reason]


def receive(school: School, content: bytes, source: Source, user=None) -> Delivery:
    """Take a file in, and apply it if nothing speaks against that. A file uploaded by hand always waits for a look."""
    register = register_of(school, lock=True)
    delivery = Delivery(school=school, at=clock.now(), source=source, by=user)
    try:
        checked = check(school, register, content)
    except ide.UnusableFile as unusable:
        issue = unusable.issue
        delivery.issues = [told.keep_finding(issue)]
        delivery.reasons = [told.keep({"code": issue.code, "message": issue.message, "remedy": issue.remedy})]
        return _end(delivery, State.REFUSED)
    _note(delivery, checked)
    if checked.plan.is_empty and not checked.reasons:
        _supersede(school)
        _stand(school, register, delivery, checked.file)
        return _end(delivery, State.UNCHANGED)
    reasons = checked.reasons + _to_look_first(register, source)
    _supersede(school)
    if reasons:
        delivery.reasons = [told.keep(reason.as_dict()) for reason in reasons]
        delivery.content = content
        return _end(delivery, State.HELD)
    _apply(school, register, delivery, checked, user)
    return _end(delivery, State.APPLIED)


def check(school: School, register: Register, content: bytes) -> Checked:
    """Raises ide.UnusableFile."""
    file = core.read(content, school_number=school.number)
    known = store.known(school.id)
    plan = core.make_plan(known, file)
    reasons = core.guard(known, file, plan, today=clock.today(school.time_zone), last=register.as_of)
    return Checked(file, plan, reasons)


def look(school: School, delivery: Delivery) -> tuple[Checked, int]:
    """What a held file would do now, and the register's version that says so."""
    register = register_of(school)
    return check(school, register, bytes(delivery.content)), register.version


def approve(school: School, delivery_id: int, user, *, seen_version: int) -> Delivery:
    """Apply a held file; `seen_version` is the register's version the preview was made against. Raises NotHeld, Moved."""
    register = register_of(school, lock=True)
    delivery = _held(school, delivery_id)
    if register.version != seen_version:
        raise Moved
    checked = check(school, register, bytes(delivery.content))
    _note(delivery, checked)
    _apply(school, register, delivery, checked, user)
    return _decided(delivery, State.APPLIED, user)


def discard(school: School, delivery_id: int, user) -> Delivery:
    """Put a held file away; nothing changes. Raises NotHeld."""
    register_of(school, lock=True)
    delivery = _held(school, delivery_id)
    record(school, user, Area.REGISTER, _("Discarded %(file)s.") % {"file": _told(delivery)})
    return _decided(delivery, State.DISCARDED, user)


def _to_look_first(register: Register, source: Source) -> list[core.Reason]:
    look = gettext("Look at what it would change, then approve or discard it.")
    if source == Source.HAND:
        return [core.Reason("by-hand", gettext("This file was uploaded by hand."), look)]
    if not register.has_file and source != Source.OPERATOR:
        remedy = sentences(look, gettext("The next ones are applied by themselves."))
        return [core.Reason("first-file", gettext("This is the first file from the register."), remedy)]
    return []


def _apply(school: School, register: Register, delivery: Delivery, checked: Checked, user) -> None:
    store.apply_plan(school.id, checked.plan, today=clock.today(school.time_zone))
    _stand(school, register, delivery, checked.file)
    counts = checked.plan.counts
    numbers = {name: counts[name] for name in ("arrives", "returns", "changes", "goes")}
    words = _("%(arrives)s new, %(returns)s again, %(changes)s changed, %(goes)s not listed any more") % numbers
    record(school, user, Area.REGISTER, _("Applied %(file)s: %(words)s.") % {"file": _told(delivery), "words": words})


def _stand(school: School, register: Register, delivery: Delivery, file: core.RegisterFile) -> None:
    """The register is as this file says."""
    if Source(delivery.source).vouches and (register.vouched_as_of is None or file.as_of >= register.vouched_as_of):
        # A day that has not come yet would vouch for longer than anybody can know.
        register.vouched_as_of = min(file.as_of, clock.today(school.time_zone))
        store.vouch(school.id, file.entries, register.vouched_as_of)
    register.version += 1
    register.as_of, register.applied_at = file.as_of, clock.now()
    register.save(update_fields=["version", "as_of", "applied_at", "vouched_as_of"])


def _note(delivery: Delivery, checked: Checked) -> None:
    file = checked.file
    delivery.as_of = file.as_of
    delivery.counts = {
        **checked.plan.counts,
        "rows": file.rows,
        "refused": len(file.refused),
        "warnings": file.warnings,
    }
    delivery.changes = stored.plan_as_json(checked.plan)
    delivery.issues = [told.keep_finding(issue) for issue in file.issues[:KEPT_ISSUES]]


def _told(delivery: Delivery) -> str:
    """A file in a sentence of the audit."""
    whence = {
        Source.HAND: _("uploaded by hand"),
        Source.NATIONAL: _("from the national register"),
        Source.ADDRESS: _("from the school's own address"),
        Source.OPERATOR: _("brought in by the operator"),
    }
    words = {"day": _day(delivery.as_of), "whence": whence[Source(delivery.source)]}
    return _("the register file of %(day)s (%(whence)s)") % words


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else _("an unknown day")


def _supersede(school: School) -> None:
    """A newer file was looked at: what waited is out of date."""
    Delivery.objects.filter(school=school, state=State.HELD).update(state=State.SUPERSEDED, content=None)


def _held(school: School, delivery_id: int) -> Delivery:
    delivery = Delivery.objects.filter(school=school, id=delivery_id, state=State.HELD).first()
    if delivery is None:
        raise NotHeld
    return delivery


def _decided(delivery: Delivery, state: State, user) -> Delivery:
    delivery.decided_at, delivery.decided_by, delivery.content = clock.now(), user, None
    return _end(delivery, state)


def _end(delivery: Delivery, state: State) -> Delivery:
    delivery.state = state
    delivery.save()
    return delivery
