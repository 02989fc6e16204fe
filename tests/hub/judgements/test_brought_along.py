"""A student moves: the new school sees what the old one judged, while a register that can be relied on says the student is
enrolled there; nobody else ever does.

Aroha was at Rimu Ridge School, which judged her. She is at Kōwhai Flats School now.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.services import give_access
from openpact.hub.judgements import elsewhere, feed
from openpact.hub.judgements.elsewhere import Onlooker
from openpact.hub.judgements.models import Judgement
from openpact.hub.judgements.services import Entry, confirm
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import as_user, at_school
from openpact.hub.register.models import Source
from openpact.hub.roster.models import Person
from openpact.hub.schools.models import Cycle, School
from openpact.hub.schools.services import create_school
from tests.hub.conftest import make_user, signed_in
from tests.hub.register.people import enrol_in_sms, named, stands

from .conftest import NOW
from .people import add_people

#: The school's calendar says so at NOW.
TODAY = date(2026, 6, 10)
AROHA = named(1, start_date=date(2026, 5, 4))
BEN = named(2)


def judge(school, person, level: str = "3", area: str = "reading", user=None) -> None:
    with at_school(school.id):
        cycle = Cycle.objects.get(kind="interim")
        user = user or make_user(f"office{school.number}@judges.example", "Nikau Judge")
        give_access(school, user, Role.ADMINISTRATOR)
        confirm(school, user, [Entry(person.id, level)], area=area, cycle=cycle)


@pytest.fixture
def old_school(db, in_june):
    return create_school(number=7998, name="Rimu Ridge School", kind="full-primary")


@pytest.fixture
def at_old(old_school) -> Person:
    """Aroha in the old school's SMS, where she left; the old school's national register said she was there."""
    (aroha,) = enrol_in_sms(old_school, 1)
    stands(old_school, replace(AROHA, start_date=date(2024, 2, 1)), BEN, source=Source.NATIONAL, as_of=date(2026, 4, 1))
    judge(old_school, aroha)
    with at_school(old_school.id):
        Person.objects.filter(id=aroha.id).update(active=False)
    stands(old_school, BEN, source=Source.NATIONAL, as_of=TODAY)
    return aroha


@pytest.fixture
def at_new(school) -> Person:
    """Aroha in the new school's SMS."""
    (aroha,) = enrol_in_sms(school, 1)
    return aroha


def registers(school, *entries, source=Source.NATIONAL, as_of=TODAY) -> None:
    stands(school, *entries, source=source, as_of=as_of)


def sees(school, person) -> list[str]:
    """Whose judgements a school sees of one of its people, and which."""
    with at_school(school.id):
        return [
            f"{one.school}: {j.area} {j.level}, {j.cycle}"
            for one in elsewhere.brought_along(person)
            for j in one.judgements
        ]


def onlookers(school, person) -> list[Onlooker]:
    with at_school(school.id):
        return elsewhere.onlookers(person)


def on(monkeypatch, day: date, hour: int = 2) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(day.year, day.month, day.day, hour, tzinfo=NOW.tzinfo))


# --- Seen, while enrolled --------------------------------------------------------------------------------------------


def test_the_new_school_sees_what_the_old_one_judged(school, at_old, at_new):
    registers(school, AROHA)
    assert sees(school, at_new) == ["Rimu Ridge School: reading 3, Interim 2026"]
    with at_school(school.id):
        (found,) = elsewhere.brought_along(at_new)
    assert found.since == date(2026, 5, 4)
    assert found.judgements[0].judged_on == TODAY


def test_of_a_judgement_that_changes_it_sees_what_counts_now_and_of_a_withdrawn_one_nothing(
    school, old_school, at_old, at_new
):
    registers(school, AROHA)
    with at_school(old_school.id):
        user, cycle = Judgement.objects.get().confirmed_by, Cycle.objects.get(kind="interim")
        Person.objects.filter(id=at_old.id).update(active=True)
        confirm(old_school, user, [Entry(at_old.id, "4", 1, "a second task")], area="reading", cycle=cycle)
    assert sees(school, at_new) == ["Rimu Ridge School: reading 4, Interim 2026"]
    with at_school(old_school.id):
        confirm(old_school, user, [Entry(at_old.id, "", 2, "not hers")], area="reading", cycle=cycle)
    assert sees(school, at_new) == []


@pytest.mark.parametrize("source", [Source.NATIONAL, Source.OPERATOR])
def test_the_national_register_and_the_operator_are_relied_on(school, at_old, at_new, source):
    registers(school, AROHA, source=source)
    assert sees(school, at_new)


def test_the_old_school_sees_its_own_as_ever_and_nothing_of_the_new_ones(school, old_school, at_old, at_new):
    registers(school, AROHA)
    judge(school, at_new, "5")
    with at_school(old_school.id):
        assert Judgement.objects.count() == 1
    assert sees(old_school, at_old) == []


def test_a_student_of_two_schools_is_seen_by_both(school, old_school, at_old, at_new):
    with at_school(old_school.id):
        Person.objects.filter(id=at_old.id).update(active=True)
    stands(old_school, replace(AROHA, start_date=date(2024, 2, 1)), source=Source.NATIONAL, as_of=TODAY)
    registers(school, AROHA)
    judge(school, at_new, "5", "writing")
    assert sees(school, at_new) == ["Rimu Ridge School: reading 3, Interim 2026"]
    assert sees(old_school, at_old) == ["Kōwhai Flats School: writing 5, Interim 2026"]
    assert [one.school for one in onlookers(school, at_new)] == ["Rimu Ridge School"]


def test_a_third_school_brings_what_both_others_judged(db, school, old_school, at_old, at_new):
    third = create_school(number=7997, name="Tōtara School", kind="full-primary")
    judge(school, at_new, "4")
    (aroha,) = enrol_in_sms(third, 1)
    registers(third, AROHA)
    assert sees(third, aroha) == [
        "Kōwhai Flats School: reading 4, Interim 2026",
        "Rimu Ridge School: reading 3, Interim 2026",
    ]


def test_a_former_student_in_the_old_schools_sms_is_still_the_same(school, old_school, at_old, at_new):
    with at_school(old_school.id):
        Person.objects.filter(id=at_old.id).update(role=Person.Role.ALUMNI, student_id=None, active=True)
    registers(school, AROHA)
    assert sees(school, at_new)
    assert onlookers(old_school, at_old) == [Onlooker("Kōwhai Flats School", date(2026, 5, 4))]


# --- Not seen ----------------------------------------------------------------------------------------------------------


def test_without_a_register_nothing_is_seen_whatever_nsn_the_sms_claims(school, at_old, at_new):
    assert sees(school, at_new) == []


@pytest.mark.parametrize("source", [Source.HAND, Source.ADDRESS])
def test_a_register_file_of_the_schools_own_making_is_not_relied_on(school, at_old, at_new, source):
    registers(school, AROHA, source=source)
    assert sees(school, at_new) == []


def test_not_before_the_enrolment_and_not_after_it_by_the_schools_own_calendar(school, at_old, at_new, monkeypatch):
    registers(school, replace(AROHA, start_date=TODAY, leave_date=TODAY + timedelta(days=9)))
    # In Auckland a day begins at noon of the day before, in UTC.
    for day, hour, seen in ((9, 11, False), (9, 13, True), (19, 11, True), (19, 13, False), (25, 2, False)):
        on(monkeypatch, date(2026, 6, day), hour)
        assert bool(sees(school, at_new)) == seen, (day, hour)


def test_not_once_the_register_lists_the_student_no_more(school, at_old, at_new):
    registers(school, AROHA, BEN)
    registers(school, BEN)
    assert sees(school, at_new) == []


def test_an_upload_by_hand_does_not_bring_back_whom_the_register_has_dropped(school, at_old, at_new):
    registers(school, AROHA, BEN)
    registers(school, BEN)
    registers(school, AROHA, BEN, source=Source.HAND)
    assert sees(school, at_new) == []


def test_an_upload_by_hand_does_not_lengthen_an_enrolment(school, at_old, at_new):
    registers(school, replace(AROHA, leave_date=TODAY - timedelta(days=1)))
    registers(school, AROHA, source=Source.HAND)
    assert sees(school, at_new) == []


def test_not_when_the_register_has_not_been_heard_of_for_four_weeks(school, at_old, at_new, monkeypatch):
    registers(school, AROHA)
    on(monkeypatch, TODAY + timedelta(days=28))
    assert sees(school, at_new)
    on(monkeypatch, TODAY + timedelta(days=29))
    assert sees(school, at_new) == []


def test_not_of_a_student_who_has_left_the_new_schools_sms(school, old_school, at_old, at_new):
    registers(school, AROHA)
    with at_school(school.id):
        Person.objects.filter(id=at_new.id).update(active=False)
    assert sees(school, at_new) == []
    assert onlookers(old_school, at_old) == []


@pytest.mark.parametrize("role", [role for role in Person.Role if role != Person.Role.STUDENT])
def test_not_of_somebody_who_is_no_student(school, old_school, at_old, at_new, role):
    registers(school, AROHA)
    with at_school(school.id):
        Person.objects.filter(id=at_new.id).update(role=role)
    assert sees(school, at_new) == []
    assert onlookers(old_school, at_old) == []


def test_not_by_a_neighbour_without_the_student(db, school, at_old, at_new):
    registers(school, AROHA)
    third = create_school(number=7997, name="Tōtara School", kind="full-primary")
    (ben,) = enrol_in_sms(third, 2)
    registers(third, BEN)
    for person in (ben, at_new, at_old):
        assert sees(third, person) == []


def test_not_by_a_neighbour_who_has_the_student_in_the_sms_and_another_in_the_register(db, school, at_old, at_new):
    registers(school, AROHA)
    third = create_school(number=7997, name="Tōtara School", kind="full-primary")
    (aroha,) = enrol_in_sms(third, 1)
    registers(third, BEN)
    assert sees(third, aroha) == []


def test_not_by_the_register_alone_without_the_student_in_the_sms(school, at_old):
    registers(school, AROHA)
    with at_school(school.id):
        (other,) = add_people(school, "Somebody Else")
    assert sees(school, other) == []


@pytest.mark.parametrize("door", ["judgements_brought_along", "judgements_seen_elsewhere"])
def test_not_in_a_transaction_of_no_school_or_of_another(school, old_school, administrator, at_old, at_new, door):
    """Whatever the code around it asks: each of them, from anywhere but their own school."""
    registers(school, AROHA)
    judge(school, at_new)
    asked = [(at_new, as_user(administrator.id)), (at_old, as_user(administrator.id))]
    asked += [(at_new, at_school(old_school.id)), (at_old, at_school(school.id))]
    for person, whose in asked:
        with whose, connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {door}(%s, %s)", [person.id, NOW])
            assert cursor.fetchone() == (0,)


def test_row_level_security_still_hides_everything_else(school, old_school, at_old, at_new):
    registers(school, AROHA)
    with at_school(school.id):
        assert sees(school, at_new)
        assert Judgement.objects.count() == 0
        assert not Person.objects.filter(id=at_old.id).exists()
        assert list(School.objects.all()) == [school]


def test_a_mistyped_nsn_is_somebody_else(school, old_school, at_old, at_new):
    """Wherever it was mistyped: the birth date then is another one."""
    registers(school, AROHA)
    for where, person in ((old_school, at_old), (school, at_new)):
        for dob, seen in ((date(2013, 1, 1), False), (None, True), (AROHA.dob, True)):
            with at_school(where.id):
                Person.objects.filter(id=person.id).update(dob=dob)
            assert bool(sees(school, at_new)) == seen
            assert bool(onlookers(old_school, at_old)) == seen


def test_what_was_brought_along_is_in_no_feed_of_the_new_school(school, at_old, at_new):
    registers(school, AROHA)
    with at_school(school.id):
        assert feed.current(school) == []
        assert feed.head(school) == 0


# --- What the old school is told -------------------------------------------------------------------------------------


def test_the_old_school_is_told_who_sees_its_judgements_and_since_when(school, old_school, at_old, at_new):
    assert onlookers(old_school, at_old) == []
    registers(school, AROHA)
    assert onlookers(old_school, at_old) == [Onlooker("Kōwhai Flats School", date(2026, 5, 4))]
    registers(school, BEN)
    assert onlookers(old_school, at_old) == []


def test_a_school_that_only_claims_a_student_does_not_learn_where_they_are(db, school, at_old, at_new):
    """Else anybody with an SMS could find any child by NSN. Even a register file of its own making does not help."""
    registers(school, AROHA)
    claims = create_school(number=7997, name="Tōtara School", kind="full-primary")
    (aroha,) = enrol_in_sms(claims, 1)
    judge(claims, aroha)
    assert [one.school for one in onlookers(claims, aroha)] == [""]
    registers(claims, AROHA, source=Source.HAND)
    assert [one.school for one in onlookers(claims, aroha)] == [""]


def test_a_school_that_has_judged_nothing_is_told_nothing(db, school, at_new):
    registers(school, AROHA)
    third = create_school(number=7997, name="Tōtara School", kind="full-primary")
    (aroha,) = enrol_in_sms(third, 1)
    registers(third, AROHA)
    assert onlookers(third, aroha) == []


def test_where_the_student_is_enrolled_but_in_no_sms_nobody_looks_on(school, old_school, at_old):
    registers(school, AROHA)
    assert onlookers(old_school, at_old) == []


# --- The pages -----------------------------------------------------------------------------------------------------------


def page(user, school, person) -> str:
    answer = signed_in(user).get(f"/schools/{school.number}/judge/students/{person.id}/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_both_sides_read_in_plain_words_what_is_shared(school, old_school, administrator, at_old, at_new):
    registers(school, AROHA)
    new = page(administrator, school, at_new)
    assert "From Rimu Ridge School" in new
    assert "Shown because Aroha Ngata is enrolled here since 4 May 2026" in new
    assert "Curriculum level 3" in new
    with at_school(old_school.id):
        theirs = Judgement.objects.get().confirmed_by
    old = page(theirs, old_school, at_old)
    assert "Kōwhai Flats School sees these judgements since 4 May 2026" in old
    assert "Nikau Judge" in old
    assert "Nikau Judge" not in new


def test_where_nothing_is_shared_nothing_is_said(school, administrator, at_old, at_new):
    html = page(administrator, school, at_new)
    assert "Rimu" not in html
    assert "sees these judgements" not in html


def test_a_teacher_sees_it_of_their_own_students_only(school, at_old, at_new, linked, room):
    from .people import join

    registers(school, AROHA)
    address = f"/schools/7999/judge/students/{at_new.id}/"
    assert signed_in(linked).get(address).status_code == 404
    with at_school(school.id):
        join(room, at_new)
    assert "From Rimu Ridge School" in page(linked, school, at_new)


def test_it_takes_two_queries_more(school, at_old, at_new, django_assert_num_queries):
    registers(school, AROHA)
    with at_school(school.id), django_assert_num_queries(2):
        elsewhere.brought_along(at_new)
        elsewhere.onlookers(at_new)
