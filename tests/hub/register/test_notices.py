"""What about the register needs a person, one notice for each kind; it goes when its cause is gone."""

from datetime import timedelta

from openpact.hub.notices.services import look, mark_done
from openpact.hub.notices.sources import causes_at
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.register import deliveries, fetching
from openpact.hub.register.models import Source
from openpact.hub.register.notices import causes
from openpact.hub.roster.models import Person

from ..jobs import run_jobs
from ..national import student_key
from .conftest import NOW
from .files import file_of
from .people import TODAY, comes, named, stands


def told(school) -> dict[str, str]:
    with at_school(school.id):
        return {cause.kind: cause.text for cause in causes(school)}


def test_where_nothing_is_known_of_enrolments_nothing_is_asked(school, students):
    assert told(school) == {}


def test_a_file_that_waits_asks_for_somebody_until_it_is_decided(school, administrator):
    delivery = comes(school, named(1))
    assert told(school) == {
        "register-held": "This file was uploaded by hand. Nothing changes until you approve or discard it."
    }
    with at_school(school.id):
        (cause,) = causes(school)
        assert cause.url == f"/schools/7999/manage/register/files/{delivery.id}/"
        deliveries.discard(school, delivery.id, administrator)
    assert told(school) == {}


def test_each_kind_of_difference_is_one_notice_with_a_count_and_no_name(school, students):
    with at_school(school.id):
        Person.objects.filter(id=students[0].id).update(first_name="Arohanui")
    stands(school, named(1), named(2), named(3), named(6), named(7))
    found = told(school)
    assert found == {
        "register-enrolled": "2 students are enrolled here, but are not in your SMS.",
        "register-sms": "2 students of your SMS are not enrolled here.",
        "register-differences": "Of 1 student, ENROL and your SMS do not say the same.",
    }
    with at_school(school.id):
        urls = {cause.kind: cause.url for cause in causes(school)}
    assert urls["register-sms"] == "/schools/7999/manage/register/?tab=sms"


KINDS = ("register-enrolled", "register-sms", "register-differences")


def about(school) -> dict[str, frozenset[str]]:
    with at_school(school.id):
        return {cause.kind.removeprefix("register-"): cause.about for cause in causes(school)}


def test_each_says_whom_it_is_about_without_an_nsn(school, students):
    with at_school(school.id):
        Person.objects.filter(id=students[0].id).update(first_name="Arohanui")
    stands(school, named(1), named(2), named(3), named(6))
    assert about(school) == {
        "enrolled": {str(student_key(named(6).nsn))},
        "sms": {str(students[3].id), str(students[4].id)},
        "differences": {f"{students[0].id}-first_name"},
    }


def test_done_a_difference_asks_again_for_somebody_new_and_for_something_new_about_the_same(school, students):
    def states():
        with at_school(school.id):
            return {one.cause.kind: str(one.state) for one in look(school) if one.cause.kind.startswith("register-")}

    with at_school(school.id):
        Person.objects.filter(id=students[0].id).update(first_name="Arohanui")
    stands(school, named(1), named(2), named(3), named(6))
    with at_school(school.id):
        for one in look(school):
            mark_done(school, None, one.notice.id)
    stands(school, named(1), named(2), named(3), named(4), named(6), as_of=TODAY + timedelta(days=1))
    assert states() == dict.fromkeys(KINDS, "done")
    with at_school(school.id):
        Person.objects.filter(id=students[0].id).update(dob=named(1).dob - timedelta(days=1))
    stands(school, *(named(n) for n in (1, 2, 3, 6, 7)), as_of=TODAY + timedelta(days=2))
    assert states() == dict.fromkeys(KINDS, "open")


def test_where_register_and_sms_agree_nothing_is_asked(school, students):
    stands(school, *(named(n) for n in (1, 2, 3, 4, 5)))
    assert told(school) == {}


def test_a_register_that_is_fetched_is_missed_after_two_weeks(
    school, students, administrator, register_server, monkeypatch
):
    everybody = [named(n) for n in (1, 2, 3, 4, 5)]
    stands(school, *everybody)
    later = NOW + timedelta(days=15)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert told(school) == {}
    with at_school(school.id):
        fetching.choose(school, administrator, source=Source.ADDRESS, address=f"{register_server.url}/7999.csv")
    run_jobs()
    assert told(school) == {
        "register-not-fetched": "There is no file at this address. Nothing was changed, and PaCT tries again by itself.",
        "register-old": "The last file is of 12 August 2026. Who came or left since is not known here.",
    }
    register_server.gives("/7999.csv", file_of(*everybody, as_of=TODAY + timedelta(days=14)))
    with at_school(school.id):
        fetching.ask(school)
    monkeypatch.setattr(clock, "now", lambda: later + timedelta(minutes=5))
    with at_school(school.id):
        fetching.ask(school)
    run_jobs()
    assert told(school) == {}


def test_they_take_few_queries(school, students, django_assert_max_num_queries):
    stands(school, named(1), named(6))
    with at_school(school.id), django_assert_max_num_queries(4):
        assert causes(school)


def test_they_stand_among_the_schools_notices(school, students):
    stands(school, named(6))
    with at_school(school.id):
        assert {"register-enrolled", "register-sms"} <= {cause.kind for cause in causes_at(school)}
