"""People by hand: added, changed, gone and back; recorded field by field, and kept by uploads that do not name them."""

from datetime import date
from uuid import uuid4

import pytest

from openpact.hub.roster import core, queries, services
from openpact.hub.roster.by_hand import people, places
from openpact.hub.roster.by_hand.record import Refused
from openpact.hub.roster.models import Membership, RosterChange

from .by_hand import WIREMU, group, names, person, said
from .files import ide_file, student
from .test_apply import FIRST, SECOND, rows, upload


def test_somebody_is_added_with_an_id_of_ours_and_put_into_their_class(here, administrator):
    added = people.add(here, administrator, {**WIREMU, "nsn": "0000000042"}, [group("Rm 1")])
    assert added.sms_id.startswith("pact-")
    assert (added.by_hand, added.active, added.student_id is not None) == (True, True, True)
    assert "Wiremu Hōhepa" in names(queries.students_of(group("Rm 1")))
    assert said() == ["Added the student Wiremu Hōhepa by hand.", "Put into Rm 1 by hand: Wiremu Hōhepa."]
    change = RosterChange.objects.get(person_id=added.id, what="person")
    assert (change.action, change.line.by, change.after["by_hand"]) == ("joins", administrator, True)


def test_uploads_keep_whom_they_do_not_name(here, administrator):
    added = people.add(here, administrator, WIREMU, [group("Rm 1")])
    _, plan = upload(here, SECOND)
    assert [known.id for known in plan.by_hand] == [added.id]
    assert person(added.sms_id).active


def test_somebody_an_upload_names_is_the_upload_s_and_undoing_it_gives_them_back(here, administrator):
    added = people.add(here, administrator, WIREMU, [group("Rm 1")])
    before = rows(here)
    exchange, _ = upload(here, [*FIRST, student("77", "Wiremu", "Hōhepa", dob=date(2017, 5, 6), home_groups=("Rm 2",))])
    theirs = person("77")
    assert (theirs.id, theirs.by_hand) == (added.id, False)
    assert {m.group.name for m in theirs.memberships.all()} == {"Rm 1", "Rm 2"}
    services.revert(here, exchange, keep=[])
    assert rows(here) == before


@pytest.mark.parametrize(
    "values",
    [
        {"nsn": "0123456789"},
        {"first_name": "aroha", "last_name": "NGATA", "dob": date(2017, 3, 4)},
        {"role": "TeachingStaff", "email": "HEMI@kowhai.example"},
    ],
)
def test_nobody_is_added_twice(here, administrator, values):
    with pytest.raises(Refused, match="is here already"):
        people.add(here, administrator, {**WIREMU, **values})


def test_whoever_left_is_brought_back_not_added_again(here, administrator):
    people.leave(here, administrator, person("1"))
    with pytest.raises(Refused, match="Bring them back"):
        people.add(here, administrator, {**WIREMU, "nsn": "0123456789"})


def test_two_students_of_one_name_and_birth_date_with_nsns_of_their_own_are_two(here, administrator):
    people.add(here, administrator, {**WIREMU, "nsn": "0000000042"})
    people.add(here, administrator, {**WIREMU, "nsn": "0000000043"})


def test_a_change_is_recorded_field_by_field_and_an_nsn_is_never_written_out(here, administrator):
    added = people.add(here, administrator, WIREMU)
    people.change(here, administrator, added, {"preferred_name": "Wī", "nsn": "0000000042"})
    people.change(here, administrator, added, {"preferred_name": "Wī"})
    after = person(added.sms_id)
    assert (after.preferred_name, after.nsn, after.student_id is not None) == ("Wī", "0000000042", True)
    assert said()[1:] == [
        "Changed Wiremu Hōhepa by hand. Preferred name: Wī (was: nothing); NSN: ••• ••• 042 (was: nothing)."
    ]


def test_they_leave_and_come_back_with_their_places_by_hand(here, administrator):
    added = people.add(here, administrator, WIREMU, [group("Rm 1")])
    people.leave(here, administrator, added)
    people.leave(here, administrator, added)
    assert not person(added.sms_id).active
    people.come_back(here, administrator, added)
    assert "Wiremu Hōhepa" in names(queries.students_of(group("Rm 1")))
    assert said()[2:] == ["Said by hand that Wiremu Hōhepa has left.", "Said by hand that Wiremu Hōhepa is back."]


def test_where_an_sms_keeps_the_people_those_it_lists_are_changed_there(kept, here, administrator):
    for done in (people.leave, people.come_back, lambda *who: people.change(*who, {"first_name": "X"})):
        with pytest.raises(Refused, match="comes from KAMAR"):
            done(here, administrator, person("1"))
    people.change(here, administrator, people.add(here, administrator, WIREMU), {"first_name": "Wī"})


def test_where_an_sms_keeps_the_people_its_places_stay(kept, here, administrator):
    rm = group("Rm 1")
    with pytest.raises(Refused, match="KAMAR says that Ari Ngata is in Rm 1"):
        people.take_out(here, administrator, person("1"), rm)
    places.put(here, administrator, rm, [person("1").id])
    people.take_out(here, administrator, person("1"), rm)
    membership = Membership.objects.get(person=person("1"), group=rm)
    assert (membership.listed, membership.by_hand) == (True, False)


def test_without_an_sms_somebody_is_moved_to_another_class_by_hand(here, administrator):
    places.put(here, administrator, group("Rm 2"), [person("1").id])
    people.take_out(here, administrator, person("1"), group("Rm 1"))
    people.take_out(here, administrator, person("1"), group("Rm 1"))
    assert {m.group.name: m.at_home for m in person("1").memberships.all()} == {"Rm 2": True, "Year 4": False}
    assert said() == ["Put into Rm 2 by hand: Ari Ngata.", "Said by hand that Ari Ngata is not in Rm 1 any more."]


def test_an_upload_that_waits_must_be_looked_at_again_once_somebody_was_changed_by_hand(here, administrator):
    planned = services.current(here)
    plan = core.make_plan(planned, ide_file(SECOND))
    people.add(here, administrator, WIREMU)
    with pytest.raises(services.RosterMoved):
        services.apply(here, uuid4(), plan, planned_version=planned.version, exported_at=None)
