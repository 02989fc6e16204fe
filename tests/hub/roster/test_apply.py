"""A plan becomes rows, every change is recorded, and an applied exchange can be undone exactly."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster import core, services
from openpact.hub.roster.models import Group, Membership, Person, RosterChange
from openpact.ide import Person as IdePerson
from openpact.ide import Role

from .files import ide_file, student, teacher


def upload(school, people, *, plan=None, **file) -> tuple[uuid.UUID, core.Plan]:
    exchange = uuid.uuid4()
    with at_school(school.id):
        roster = services.current(school, lock=True)
        told = ide_file(people, **file)
        plan = (plan or core.make_plan)(roster, told)
        services.apply(school, exchange, plan, planned_version=roster.version, exported_at=told.exported_at)
    return exchange, plan


def rows(school) -> dict[str, list]:
    """The roster's tables, whole."""
    with at_school(school.id):
        return {
            "people": list(Person.objects.order_by("id").values_list()),
            "groups": list(Group.objects.order_by("id").values_list()),
            "memberships": list(
                Membership.objects.order_by("person_id", "group_id").values_list("person", "group", "home")
            ),
        }


FIRST = [
    student(
        "1", nsn="0123456789", groups=("Year 4",), home_groups=("Rm 1",), dob=date(2017, 3, 4), preferred_name="Ari"
    ),
    student("2", "Te Ariki", "Wikitoria", nsn="0123456790", home_groups=("Rm 2",)),
    teacher("t1", groups=("Rm 1",), email="hemi@kowhai.example"),
]


def test_a_first_upload_makes_people_groups_and_memberships(school):
    upload(school, FIRST)
    with at_school(school.id):
        ari = Person.objects.get(sms_id="1")
        assert (ari.display_name, ari.nsn, ari.dob, ari.active) == ("Ari Ngata", "0123456789", date(2017, 3, 4), True)
        assert dict(ari.memberships.values_list("group__name", "home")) == {"Year 4": False, "Rm 1": True}
        assert dict(Group.objects.values_list("name", "is_home")) == {"Rm 1": True, "Rm 2": True, "Year 4": False}
        assert ari.student_id is not None


def test_the_same_file_again_is_no_change(school):
    upload(school, FIRST)
    before = rows(school)
    _, plan = upload(school, FIRST)
    assert plan.is_empty
    assert rows(school) == before


def test_export_then_import_is_no_change(school):
    upload(school, FIRST)
    with at_school(school.id):
        exported = services.export(school)
    _, plan = upload(school, exported)
    assert plan.is_empty


def test_a_student_who_moves_class_is_in_the_new_one_only(school):
    upload(school, FIRST)
    moved = [
        student("1", nsn="0123456789", home_groups=("Rm 2",), dob=date(2017, 3, 4), preferred_name="Ari"),
        *FIRST[1:],
    ]
    upload(school, moved)
    with at_school(school.id):
        assert dict(Membership.objects.filter(person__sms_id="1").values_list("group__name", "home")) == {"Rm 2": True}
        assert dict(Group.objects.values_list("name", "active")) == {"Rm 1": True, "Rm 2": True, "Year 4": False}


def test_who_leaves_keeps_their_row_and_history_and_returns_as_they_were(school):
    upload(school, FIRST)
    upload(school, FIRST[1:])
    with at_school(school.id):
        ari = Person.objects.get(sms_id="1")
        assert not ari.active
        assert not ari.memberships.exists()
    _, plan = upload(school, FIRST)
    assert [c.action for c in plan.people] == ["returns"]
    with at_school(school.id):
        again = Person.objects.get(sms_id="1")
        assert (again.id, again.active) == (ari.id, True)
        assert dict(again.memberships.values_list("group__name", "home")) == {"Year 4": False, "Rm 1": True}


def test_every_change_is_recorded_field_by_field_with_its_exchange(school):
    upload(school, FIRST)
    married = [FIRST[0], FIRST[1], teacher("t1", last="Smith", groups=("Rm 1",), email="hemi@kowhai.example")]
    exchange, _ = upload(school, married)
    with at_school(school.id):
        (change,) = RosterChange.objects.filter(exchange_id=exchange)
        assert (change.what, change.action) == ("person", "changes")
        assert (change.before, change.after) == ({"last_name": "Parata"}, {"last_name": "Smith"})


def test_a_plan_is_refused_when_the_roster_has_moved_since(school):
    with at_school(school.id):
        roster = services.current(school)
        plan = core.make_plan(roster, ide_file(FIRST))
    upload(school, FIRST[1:])
    with pytest.raises(services.RosterMoved), at_school(school.id):
        services.apply(school, uuid.uuid4(), plan, planned_version=roster.version, exported_at=None)


def test_the_number_of_statements_does_not_grow_with_the_number_of_people(school):
    def statements(number: int) -> int:
        people = [
            student(f"{number}-{i}", nsn=f"{number:03}{i:07}", home_groups=(f"Rm {i % 7}",)) for i in range(number)
        ]
        with CaptureQueriesContext(connection) as captured:
            upload(school, people)
        return len(captured)

    assert statements(10) == statements(500)


def test_another_schools_roster_is_not_touched(school, neighbour):
    upload(neighbour, FIRST)
    before = rows(neighbour)
    exchange, _ = upload(school, [student("1", "Somebody", "Else")])
    with at_school(school.id):
        services.revert(school, exchange, keep=[])
    assert rows(neighbour) == before


def test_two_schools_share_a_national_student_by_nsn(school, neighbour):
    upload(school, FIRST)
    upload(neighbour, [student("77", nsn="0123456789")])
    with at_school(school.id):
        here = Person.objects.get(sms_id="1").student_id
    with at_school(neighbour.id):
        assert Person.objects.get(sms_id="77").student_id == here


SECOND = [
    student("1", "Arohanui", nsn="0123456799", groups=("Year 5",), home_groups=("Rm 2",)),
    student("3", "Mia", "Lee", nsn="0123456791", home_groups=("Rm 2",)),
    teacher("t1", groups=("Rm 2", "Kapa Haka"), email="hemi@kowhai.example"),
]


def test_revert_undoes_the_last_exchange_exactly(school):
    upload(school, FIRST)
    before = rows(school)
    exchange, _ = upload(school, SECOND)
    assert rows(school) != before
    with at_school(school.id):
        services.revert(school, exchange, keep=[])
    assert rows(school) == before


def test_revert_is_recorded_beside_what_it_undid(school):
    exchange, _ = upload(school, FIRST)
    with at_school(school.id):
        services.revert(school, exchange, keep=[])
        done = RosterChange.objects.filter(exchange_id=exchange, undo=False).count()
        assert RosterChange.objects.filter(exchange_id=exchange, undo=True).count() == done > 0


def test_who_joined_and_has_judgements_or_an_account_has_left_instead_of_vanishing(school):
    exchange, _ = upload(school, FIRST)
    with at_school(school.id):
        ari = Person.objects.get(sms_id="1")
        services.revert(school, exchange, keep=[ari.id])
        assert list(Person.objects.values_list("sms_id", "active")) == [("1", False)]
        assert not Membership.objects.exists()


def test_only_the_last_exchange_can_be_reverted_and_only_once(school):
    first, _ = upload(school, FIRST)
    second, _ = upload(school, SECOND)
    with at_school(school.id):
        with pytest.raises(services.NotTheLast):
            services.revert(school, first, keep=[])
        services.revert(school, second, keep=[])
        with pytest.raises(services.NotTheLast):
            services.revert(school, second, keep=[])


def test_a_school_that_changed_its_sms_keeps_everybody_under_their_new_ids(school):
    upload(school, FIRST)
    with at_school(school.id):
        ids = dict(Person.objects.values_list("nsn", "id"))
    # The new SMS gave old id 2 to the first student, and old id 1 to a newcomer.
    moved = [
        student(
            "2", nsn="0123456789", groups=("Year 4",), home_groups=("Rm 1",), dob=date(2017, 3, 4), preferred_name="Ari"
        ),
        student("9", "Te Ariki", "Wikitoria", nsn="0123456790", home_groups=("Rm 2",)),
        student("1", "New", "Comer", nsn="0123456000"),
        teacher("K1", groups=("Rm 1",), email="Hemi@kowhai.example"),
    ]
    before = rows(school)
    exchange, plan = upload(school, moved, plan=core.make_rekeying_plan)
    assert plan.unmatched == ["1"]
    with at_school(school.id):
        assert Person.objects.get(nsn="0123456789").sms_id == "2"
        assert Person.objects.get(nsn="0123456790").sms_id == "9"
        assert {nsn: key for nsn, key in Person.objects.values_list("nsn", "id") if nsn != "0123456000"} == ids
        services.revert(school, exchange, keep=[])
    assert rows(school) == before


names = st.sampled_from(["Aroha", "Nīkau", "Te Ariki", "Mia", "Tāmati"])
groups = st.lists(st.sampled_from(["Rm 1", "Rm 2", "Year 4", "Kapa Haka"]), unique=True, max_size=3).map(tuple)
somebody = st.builds(
    IdePerson,
    sms_id=st.sampled_from([str(n) for n in range(8)]),
    role=st.sampled_from(list(Role)),
    first_name=names,
    last_name=names,
    nsn=st.sampled_from(["", "0000000001", "0000000002", "0000000003", "0000000004"]),
    dob=st.none() | st.dates(date(2010, 1, 1), date(2020, 1, 1)),
    associated_nsns=st.lists(st.sampled_from(["0000000009", "0000000008"]), unique=True).map(tuple),
    groups=groups,
    home_groups=st.sampled_from([(), ("Rm 1",), ("Rm 3",)]),
)
a_school = st.lists(somebody, unique_by=lambda person: person.sms_id, max_size=8)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    history=st.lists(a_school, min_size=1, max_size=4), plan=st.sampled_from([core.make_plan, core.make_rekeying_plan])
)
def test_any_history_can_be_applied_shown_again_and_its_last_step_undone(school, history, plan):
    """Whatever was there before: applied, the roster says what the file says; undone, it is as it was."""
    for people in history[:-1]:
        upload(school, people)
    before = rows(school)
    exchange, _ = upload(school, history[-1], plan=plan)
    with at_school(school.id):
        assert core.make_plan(services.current(school), ide_file(history[-1])).is_empty
        services.revert(school, exchange, keep=[])
    assert rows(school) == before
