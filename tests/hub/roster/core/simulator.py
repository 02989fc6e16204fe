"""Plans made true without a database, and random school files: what the tests of the core stand on."""

from dataclasses import replace
from itertools import count

from hypothesis import strategies as st

from openpact.hub.roster.core import Action, KnownGroup, KnownPerson, Plan, Roster, make_plan
from openpact.hub.roster.core.values import FIELDS, memberships_of, values_of
from openpact.ide import Person, Role

from ..files import ide_file


def applied(roster: Roster, plan: Plan, *, exported_at=None) -> Roster:
    """The roster after the plan. Fails where the tables would: two people with one id, a membership that is not there."""
    by_id = {known.id: known for known in roster.people.values()}
    new_key = count(max(by_id, default=0) + 1)
    joined: dict[str, int] = {}
    for change in plan.people:
        if change.action is Action.JOINS:
            key = joined[change.sms_id] = next(new_key)
            by_id[key] = KnownPerson(key, change.sms_id, change.values, True, {}, change.after.get("by_hand", False))
        else:
            before = by_id[change.person_id]
            active = change.after.get("active", before.active)
            by_hand = change.after.get("by_hand", before.by_hand)
            by_id[before.id] = replace(
                before, sms_id=change.sms_id, values=change.values, active=active, by_hand=by_hand
            )
    memberships = {key: dict(known.memberships) for key, known in by_id.items()}
    for change in plan.memberships:
        mine = memberships[joined[change.sms_id] if change.person_id is None else change.person_id]
        assert mine.get(change.group) == change.before
        if change.action is Action.ENDS:
            del mine[change.group]
        else:
            mine[change.group] = change.after
    people = {
        known.sms_id: replace(known, memberships=memberships[known.id])
        for known in by_id.values()
    }  # fmt: skip
    assert len(people) == len(by_id), "two people with one id"
    return Roster(people, _groups(roster, plan), roster.version + 1, exported_at or roster.exported_at)


def _groups(roster: Roster, plan: Plan) -> dict[str, KnownGroup]:
    groups = dict(roster.groups)
    for change in plan.groups:
        if change.action is Action.APPEARS:
            assert change.name not in groups
            groups[change.name] = KnownGroup(len(groups) + 1, change.name, change.is_home, True)
        else:
            known = groups[change.name]
            assert known.id == change.group_id
            groups[change.name] = replace(known, is_home=change.is_home, active=change.action is not Action.GOES)
    return groups


def roster_of(*files) -> Roster:
    """What a school has after these uploads, each a list of people or a file."""
    roster = Roster()
    for file in files:
        file = ide_file(file) if isinstance(file, list) else file
        roster = applied(roster, make_plan(roster, file), exported_at=file.exported_at)
    return roster


def here(roster: Roster) -> dict[str, tuple]:
    """Who is at the school now, by id: their values and their groups."""
    return {k.sms_id: (k.values, dict(k.memberships)) for k in roster.people.values() if k.active}


def told(people: list[Person]) -> dict[str, tuple]:
    """The same of a file."""
    return {p.sms_id: (values_of(p), memberships_of(p)) for p in people}


def groups_here(roster: Roster) -> dict[str, bool]:
    """The groups there are now, and whether each is a home group."""
    return {g.name: g.is_home for g in roster.groups.values() if g.active}


def exported(roster: Roster) -> list[Person]:
    """The people of the roster as an IDE file would say them."""
    return [
        Person(
            sms_id=known.sms_id,
            groups=tuple(name for name, home in known.memberships.items() if not home),
            home_groups=tuple(name for name, home in known.memberships.items() if home),
            **dict(zip(FIELDS, known.values, strict=True)),
        )
        for known in roster.people.values()
        if known.active
    ]


IDS = st.integers(1, 12).map(str)
GROUP_NAMES = st.lists(st.sampled_from(["Rm 1", "Rm 2", "Rm 3", "Year 4", "Kapa haka"]), max_size=3, unique=True)


@st.composite
def people(draw, *, least=0) -> list[Person]:
    """A small school: few ids, names and groups, so that files meet, clash and part often. NSNs are a person's own."""
    found = []
    for sms_id in draw(st.lists(IDS, min_size=least, max_size=12, unique=True)):
        role = draw(st.sampled_from([Role.STUDENT, Role.STUDENT, Role.TEACHING_STAFF, Role.PARENT_CAREGIVER]))
        found.append(
            Person(
                sms_id=sms_id,
                role=role,
                first_name=draw(st.sampled_from(["Aroha", "Hēmi", "Mele", "7"])),
                last_name=draw(st.sampled_from(["Ngata", "Parata", "Smith"])),
                preferred_name=draw(st.sampled_from(["", "Ari"])),
                nsn=f"{int(sms_id):010d}" if role is Role.STUDENT and draw(st.booleans()) else "",
                email=f"{sms_id}@kowhai.example" if role is not Role.STUDENT and draw(st.booleans()) else "",
                groups=tuple(draw(GROUP_NAMES)),
                home_groups=tuple(draw(GROUP_NAMES)[:1]),
            )
        )
    return found
