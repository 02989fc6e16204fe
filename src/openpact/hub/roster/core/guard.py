"""When a plan would do damage it waits for a person. Each reason says what was seen and what to do, in plain words."""

from dataclasses import asdict, dataclass

from openpact.ide import IdeFile, Role
from openpact.said import Said, gettext, ngettext

from .values import EMAIL, FIRST_NAME, LAST_NAME, NSN, ROLE, STAFF, Action, KnownPerson, Plan, Roster, is_nobodys


@dataclass(frozen=True, slots=True)
class Limits:
    """A school's limits. Percentages of what the roster has now; up to a `handful` of people never holds a plan."""

    students_leaving: int = 20
    staff_leaving: int = 20
    handful: int = 5
    identity_changes: int = 50
    refused_rows: int = 30


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a plan is held. `code` is stable; `message` says what was seen, `remedy` what to do about it."""

    code: str
    message: Said
    remedy: Said

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def guard(roster: Roster, file: IdeFile, plan: Plan, limits: Limits, *, school_number: int) -> list[Reason]:
    """The reasons to hold `plan`, gravest first; none: it may be applied by itself."""
    reasons = [*_whose(file, school_number), *_anybody(file), *_same_sms(roster, file)]
    reasons += [*_when(roster, file, plan), *_leavers(roster, plan, limits)]
    if not any(reason.code == "changed-sms" for reason in reasons):
        reasons += _identities(roster, plan, limits)
    return reasons + list(_refused(file, limits))


def _whose(file: IdeFile, school_number: int) -> list[Reason]:
    if file.school_number is None or file.school_number == school_number:
        return []
    return [
        Reason(
            "foreign-school",
            gettext(
                "The file says it is from school {other}; this is school {school}.",
                other=file.school_number,
                school=school_number,
            ),
            gettext(
                "Check which school's file was sent. Discard it unless you are sure that the people in it are yours."
            ),
        )
    ]


def _anybody(file: IdeFile) -> list[Reason]:
    if not file.people:
        return [
            Reason(
                "no-people",
                gettext("The file has nobody in it: applied, it would empty your school."),
                gettext("Export the file again in your SMS. Discard this one."),
            )
        ]
    if file.selection.includes_role(Role.STUDENT) and not any(p.role is Role.STUDENT for p in file.people):
        return [
            Reason(
                "no-students",
                gettext("The file has staff or caregivers in it, but no students."),
                gettext("Check which roles your SMS includes in the upload, and send it again."),
            )
        ]
    return []


def _same_sms(roster: Roster, file: IdeFile) -> list[Reason]:
    """Most students, or most staff, are known under other ids: the school changed its SMS.

    Staff alone, when the selection left them out while it changed.
    """
    remedy = gettext("Keep everybody by matching students by NSN and staff by e-mail; their judgements stay with them.")
    moved, people = _students_moved(roster, file)
    if _are_most(moved, people):
        said = ngettext(
            "{n} of {people} students is known here under another id: it looks as if your school changed its SMS.",
            "{n} of {people} students are known here under other ids: it looks as if your school changed its SMS.",
            moved,
            people=people,
        )
        return [Reason("changed-sms", said, remedy)]
    moved, people = _staff_moved(roster, file)
    if _are_most(moved, people):
        said = ngettext(
            "{n} of {people} staff is known here under another id: it looks as if your school changed its SMS.",
            "{n} of {people} staff are known here under other ids: it looks as if your school changed its SMS.",
            moved,
            people=people,
        )
        return [Reason("changed-sms", said, remedy)]
    return []


def _are_most(moved: int, people: int) -> bool:
    return moved >= 2 and moved * 2 > people


def _students_moved(roster: Roster, file: IdeFile) -> tuple[int, int]:
    """Ids are new, or belong to others, while the NSNs are known: how many, of how many with an NSN."""
    id_of = {k.values[NSN]: k.sms_id for k in _with_ids(roster) if k.values[NSN]}
    with_nsn = [p for p in file.people if p.role is Role.STUDENT and p.nsn]
    return sum(1 for p in with_nsn if id_of.get(p.nsn, p.sms_id) != p.sms_id), len(with_nsn)


def _with_ids(roster: Roster) -> list[KnownPerson]:
    """Those who are here by an id of the SMS's; the others are matched as it is."""
    return [known for known in roster.people.values() if known.active and not is_nobodys(known.sms_id)]


def _staff_moved(roster: Roster, file: IdeFile) -> tuple[int, int]:
    """The same by address. An address moves more easily than an NSN, so only ids that nobody has here count."""
    addresses = {k.values[EMAIL].casefold() for k in _with_ids(roster) if k.values[ROLE] in STAFF} - {""}
    with_address = [p for p in file.people if p.role in STAFF and p.email]
    moved = [p for p in with_address if p.sms_id not in roster.people and p.email.casefold() in addresses]
    return len(moved), len(with_address)


def _when(roster: Roster, file: IdeFile, plan: Plan) -> list[Reason]:
    if roster.exported_at is None:
        return []
    if file.exported_at is None:
        if not plan.of(Action.LEAVES):
            return []
        return [
            Reason(
                "no-ending",
                gettext(
                    "The last upload ended with a line that says when it was written; this one does not, and people are"
                    " missing. It may have been cut short."
                ),
                gettext("Look at who would leave. If they are still at your school, discard it and upload again."),
            )
        ]
    if file.exported_at >= roster.exported_at:
        return []
    return [
        Reason(
            "older-file",
            gettext(
                "The file was written on {written}, before the one applied last ({last}).",
                written=file.exported_at,
                last=roster.exported_at,
            ),
            gettext("Send a new export. Approve this one only if you mean to go back."),
        )
    ]


def _leavers(roster: Roster, plan: Plan, limits: Limits) -> list[Reason]:
    reasons = []
    remedy = gettext("Look at who they are. If they are still at your school, discard it and mend the export.")
    gone, now, percent = *_leaving(roster, plan, frozenset({Role.STUDENT})), limits.students_leaving
    if gone > limits.handful and gone * 100 > now * percent:
        said = ngettext(
            "{n} of your {now} students are not in the file and would leave (more than {percent}%).",
            "{n} of your {now} students are not in the file and would leave (more than {percent}%).",
            gone,
            now=now,
            percent=percent,
        )
        reasons.append(Reason("many-students-leaving", said, remedy))
    gone, now, percent = *_leaving(roster, plan, STAFF), limits.staff_leaving
    if gone > limits.handful and gone * 100 > now * percent:
        said = ngettext(
            "{n} of your {now} staff are not in the file and would leave (more than {percent}%).",
            "{n} of your {now} staff are not in the file and would leave (more than {percent}%).",
            gone,
            now=now,
            percent=percent,
        )
        reasons.append(Reason("many-staff-leaving", said, remedy))
    return reasons


def _leaving(roster: Roster, plan: Plan, roles: frozenset[Role]) -> tuple[int, int]:
    """How many in these roles would leave, and of how many."""
    now = sum(1 for k in roster.people.values() if k.active and not k.by_hand and k.values[ROLE] in roles)
    return sum(1 for change in plan.of(Action.LEAVES) if change.values[ROLE] in roles), now


def _identities(roster: Roster, plan: Plan, limits: Limits) -> list[Reason]:
    """More than half of the people turn into somebody else: names or NSNs moved down a row, or ids were reused."""
    by_id: dict[int, KnownPerson] = {k.id: k for k in roster.people.values()}
    changed = 0
    differ = {change.person_id for change in plan.memberships if change.person_id is not None}
    for change in plan.people:
        known = by_id.get(change.person_id) if change.person_id is not None else None
        if known is not None and change.action in {Action.CHANGES, Action.RETURNS}:
            changed += any(known.values[i] != change.values[i] for i in (FIRST_NAME, LAST_NAME, NSN))
            differ.add(known.id)
    # Everybody the file names whom we knew: as they were, otherwise, or only in other groups.
    met = plan.unchanged + len(differ - {change.person_id for change in plan.of(Action.LEAVES)})
    if changed <= limits.handful or changed * 100 <= met * limits.identity_changes:
        return []
    return [
        Reason(
            "many-identities",
            ngettext(
                "{n} of {people} people would change their name or NSN at once.",
                "{n} of {people} people would change their name or NSN at once.",
                changed,
                people=met,
            ),
            gettext("Check that the columns of the file belong together. Discard it unless the new names are right."),
        )
    ]


def _refused(file: IdeFile, limits: Limits) -> list[Reason]:
    refused = len(file.refused)
    if not refused or refused * 100 <= file.rows * limits.refused_rows:
        return []
    return [
        Reason(
            "many-refused",
            ngettext(
                "{n} of {rows} rows could not be used (more than {percent}%).",
                "{n} of {rows} rows could not be used (more than {percent}%).",
                refused,
                rows=file.rows,
                percent=limits.refused_rows,
            ),
            gettext(
                "Mend what the list below says in your SMS and upload again. People in those rows keep what they had."
            ),
        )
    ]
