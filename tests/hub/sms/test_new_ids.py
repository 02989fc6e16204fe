"""One student under a new id, and two records of one student that become one: through uploads, to the feed and back."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.services import find_access, give_access
from openpact.hub.judgements import feed
from openpact.hub.judgements.services import Entry, confirm
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Person
from openpact.hub.schools.models import Cycle
from openpact.hub.sms import decisions

from ..conftest import make_user, signed_in
from ..roster.files import student, teacher
from .uploads import codes, link, upload, written

ARI = student("1", "Ari", "Ngata", nsn="0123456789", dob=date(2017, 3, 1), home_groups=("Rm 1",))
OTHERS = [
    student(str(n), f"Student{n}", nsn=f"{n:010}", dob=date(2017, 3, n), home_groups=("Rm 1",)) for n in range(2, 12)
]
HEMI = teacher("t1", groups=("Rm 1",), email="hemi@kowhai.example")
SCHOOL = [ARI, *OTHERS, HEMI]
NEW = replace(ARI, sms_id="99")


@pytest.fixture
def linked(school):
    link(school)
    upload(school, written(SCHOOL))
    return school


def judge(school, user, sms_id, level, *, area="reading", version=0):
    with at_school(school.id):
        person = Person.objects.get(sms_id=sms_id)
        entry = Entry(person.id, level, version, "Looked again" if version else "")
        confirm(school, user, [entry], area=area, cycle=Cycle.objects.get(kind="final"))
        return person.id


def rows(school):
    with at_school(school.id):
        return [(r.person_id, r.learning_area, r.version, r.level) for r in feed.feed(school, 0, reader="kamar").rows]


def test_a_student_under_a_new_id_keeps_the_judgements_which_can_be_corrected(linked, administrator):
    person = judge(linked, administrator, "1", "3")
    exchange = upload(linked, written([NEW, *SCHOOL[1:]], later=1))
    assert (exchange.state, exchange.counts["rekeying"]) == ("applied", 1)
    assert (exchange.counts["joining"], exchange.counts["leaving"]) == (0, 0)
    assert judge(linked, administrator, "99", "4", version=1) == person
    assert rows(linked) == [("99", "reading", 1, "3"), ("99", "reading", 2, "4")]
    with at_school(linked.id):
        assert Person.objects.filter(nsn=ARI.nsn).count() == 1
        assert Person.objects.get(sms_id="99").judgements.count() == 1


def test_undone_the_student_has_the_old_id_and_the_judgements_still(linked, administrator):
    person = judge(linked, administrator, "1", "3")
    exchange = upload(linked, written([NEW, *SCHOOL[1:]], later=1))
    with at_school(linked.id):
        decisions.revert(linked, exchange.id, administrator)
        assert Person.objects.get(sms_id="1").id == person
    assert rows(linked) == [("1", "reading", 1, "3")]


def test_it_is_previewed_as_what_it_is(linked, administrator):
    link(linked, review="every")
    exchange = upload(linked, written([NEW, *SCHOOL[1:]], later=1))
    assert codes(exchange) == ["review-every"]
    text = signed_in(administrator).get(reverse("exchange", args=[7999, exchange.id])).content.decode()
    assert "New ids, same people" in text
    assert "Matched by NSN, e-mail, or name and date of birth; everything of theirs stays with them." in text
    assert "<strong>1</strong> with a new id" in text


def test_a_student_who_is_back_under_a_new_id_has_the_judgements_of_before(linked, administrator):
    person = judge(linked, administrator, "1", "3")
    upload(linked, written(SCHOOL[1:], later=1))
    upload(linked, written([NEW, *SCHOOL[1:]], later=2))
    assert judge(linked, administrator, "99", "4", version=1) == person
    assert rows(linked) == [("99", "reading", 1, "3"), ("99", "reading", 2, "4")]


def test_a_teacher_under_a_new_id_keeps_the_access(linked):
    user = make_user("hemi@kowhai.example", "Hēmi Parata")
    with at_school(linked.id):
        give_access(linked, user, Role.TEACHER, person=Person.objects.get(sms_id="t1"))
    upload(linked, written([*SCHOOL[:-1], replace(HEMI, sms_id="t9")], later=1))
    access = find_access(user, 7999)
    with at_school(linked.id):
        assert access.person_id == Person.objects.get(sms_id="t9").id


def test_two_records_of_one_student_that_the_sms_merges_arrive_as_one(linked, administrator):
    """Each was judged; what the one that went was given arrives under the one that stayed, and is nobody else's."""
    upload(linked, written([*SCHOOL, replace(ARI, sms_id="50")], later=1))
    first = judge(linked, administrator, "1", "3")
    second = judge(linked, administrator, "50", "2", area="writing")
    assert first != second
    assert rows(linked) == [("1", "reading", 1, "3"), ("50", "writing", 1, "2")]
    merged = upload(linked, written([*SCHOOL[1:], replace(ARI, sms_id="50")], later=2))
    assert (merged.state, merged.counts["leaving"], merged.counts.get("rekeying", 0)) == ("applied", 1, 0)
    assert rows(linked) == [("50", "reading", 1, "3"), ("50", "writing", 1, "2")]
    judge(linked, administrator, "50", "4", area="writing", version=1)
    assert rows(linked)[-1] == ("50", "writing", 2, "4")
    with at_school(linked.id):
        decisions.revert(linked, merged.id, administrator)
    assert rows(linked)[0] == ("1", "reading", 1, "3")


def test_merged_into_a_third_record_both_arrive_under_that(linked, administrator):
    """Which of the two it is cannot be told, so it is neither."""
    upload(linked, written([*SCHOOL, replace(ARI, sms_id="50")], later=1))
    judge(linked, administrator, "1", "3")
    judge(linked, administrator, "50", "2", area="writing")
    merged = upload(linked, written([*SCHOOL[1:], NEW], later=2))
    assert (merged.counts["leaving"], merged.counts["joining"]) == (2, 1)
    assert rows(linked) == [("99", "reading", 1, "3"), ("99", "writing", 1, "2")]
