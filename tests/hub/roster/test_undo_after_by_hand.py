"""An upload is undone after something was done by hand, and whatever was done by hand stays."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster import core, queries, services
from openpact.hub.roster.by_hand import groups, people, places
from openpact.hub.roster.models import Group, Membership, Person

from .acts import ACTS, act, done_by_hand
from .by_hand import WIREMU, group, person
from .files import ide_file, student
from .test_apply import FIRST, SECOND, a_school, upload


def test_what_was_changed_by_hand_since_stays_when_the_upload_is_undone(here, administrator):
    exchange, _ = upload(here, SECOND)
    people.change(here, administrator, person("1"), {"first_name": "Arohanui Mere"})
    people.come_back(here, administrator, person("2"))
    services.revert(here, exchange, keep=[])
    assert (person("1").first_name, person("1").nsn, person("1").preferred_name) == (
        "Arohanui Mere",
        "0123456789",
        "Ari",
    )
    assert person("2").active
    assert [m.group.name for m in person("2").memberships.all()] == ["Rm 2"]


def test_whoever_joined_and_was_changed_or_placed_by_hand_has_left_instead_of_vanishing(here, administrator):
    exchange, _ = upload(here, [*FIRST, student("8", "Mia", "Lee"), student("9", "Eru", "Poe"), student("10")])
    people.change(here, administrator, person("8"), {"preferred_name": "Mimi"})
    places.put(here, administrator, groups.make(here, administrator, "Extension", is_home=False), [person("9").id])
    services.revert(here, exchange, keep=[])
    assert set(Person.objects.filter(active=False).values_list("sms_id", flat=True)) == {"8", "9"}
    assert Membership.objects.filter(person=person("9"), by_hand=True).exists()


def test_a_group_that_appeared_and_was_given_by_hand_or_hidden_waits_instead_of_vanishing(here, administrator):
    exchange, _ = upload(here, [*FIRST, student("8", home_groups=("Rm 8",)), student("9", home_groups=("Rm 9",))])
    places.put(here, administrator, group("Rm 8"), [person("t1").id])
    groups.hide(here, administrator, group("Rm 9"))
    services.revert(here, exchange, keep=[])
    assert dict(Group.objects.filter(listed=False).values_list("name", "hidden")) == {"Rm 8": False, "Rm 9": True}
    upload(here, [*FIRST, student("8", home_groups=("Rm 8",)), student("9", home_groups=("Rm 9",))])
    assert [g.name for g in queries.groups_of(person("t1").id)] == ["Rm 1", "Rm 8"]
    assert not group("Rm 9").active


def uploaded(school) -> dict[str, dict]:
    """What uploads know of the school, by key."""
    roster = services.current(school)
    return {
        "people": {k.id: k for k in roster.people.values()},
        "groups": {g.id: g for g in roster.groups.values()},
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    history=st.lists(a_school, min_size=1, max_size=3),
    between=st.lists(ACTS, min_size=3, max_size=3),
    since=ACTS,
    plan=st.sampled_from([core.make_plan, core.make_rekeying_plan]),
)
def test_whatever_was_done_by_hand_no_upload_and_no_undoing_touches_it(
    school, administrator, history, between, since, plan
):
    with at_school(school.id):
        if not Person.objects.filter(by_hand=True).exists():
            people.add(school, administrator, WIREMU)
        for people_, acts_ in zip(history[:-1], between, strict=False):
            upload(school, people_)
            for each in acts_:
                act(school, administrator, *each)
        before, by_hand = uploaded(school), done_by_hand()
        exchange, _ = upload(school, history[-1], plan=plan)
        assert done_by_hand() == by_hand
        assert core.make_plan(services.current(school), ide_file(history[-1])).is_empty
        for each in since:
            act(school, administrator, *each)
        by_hand = done_by_hand()
        services.revert(school, exchange, keep=[])
        assert done_by_hand() == by_hand
        after = uploaded(school)
        # Who and what is left over only waits.
        extra = {key: after["people"].pop(key) for key in after["people"].keys() - before["people"].keys()}
        assert not any((known.active and not known.by_hand) or known.memberships for known in extra.values())
        spare = {key: after["groups"].pop(key) for key in after["groups"].keys() - before["groups"].keys()}
        assert not any(known.active for known in spare.values())
        assert after == before
