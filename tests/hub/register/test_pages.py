"""Manage > Enrolment register: register and SMS side by side, files looked at and decided, where they come from."""

import csv
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.register.models import Delivery, Source
from openpact.hub.register.services import register_of
from openpact.hub.roster.models import Person

from ..conftest import signed_in
from ..jobs import queued, run_jobs
from .files import entry, file_of
from .people import TODAY, comes, enrol_in_sms, kept, named, stands

PAGE = "/schools/7999/manage/register/"


@pytest.fixture
def side_by_side(school, students):
    """1 to 3 in both, 2 with another first name and birth date in the SMS; 4 left; 5 is not in the register; 6 only there."""
    with at_school(school.id):
        Person.objects.filter(id=students[1].id).update(first_name="Benjamin", dob=date(2014, 2, 3))
    (no_nsn,) = enrol_in_sms(school, 7, nsn="", student_id=None)
    entries = [named(1), named(2), named(3), named(4, leave_date=date(2026, 8, 11)), named(6)]
    stands(school, *entries)
    return {"students": students, "no_nsn": no_nsn}


def text(answer, status: int = 200) -> str:
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def rows(answer) -> list[dict[str, str]]:
    assert answer.status_code == 200
    return list(csv.DictReader(b"".join(answer).decode("utf-8-sig").splitlines()))


def sent(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("register.csv", content)


def the_file(school) -> Delivery:
    with at_school(school.id):
        return Delivery.objects.filter(school=school).latest("id")


# --- Side by side ------------------------------------------------------------------------------------------------------


def test_without_a_register_the_page_says_what_it_is_and_how_to_begin(office):
    page = text(office.get(PAGE))
    assert "No register yet" in page
    assert f'href="{PAGE}settings/"' in page


def test_each_student_stands_in_one_of_three_lists(office, side_by_side):
    page = text(office.get(PAGE))
    for words, number in (
        ("Enrolled and in the SMS", 3),
        ("Only enrolled", 1),
        ("Only in the SMS", 3),
        ("Differences", 2),
    ):
        assert f'{words} <span class="ms-2 tone tone-quiet">{number}</span>' in page
    assert [r["Student"] for r in rows(office.get(PAGE, {"as": "csv"}))] == [
        "Aroha Ngata", "Cora Parata", "Benjamin Smith",
    ]  # fmt: skip
    assert [r["Student"] for r in rows(office.get(PAGE, {"tab": "enrolled", "as": "csv"}))] == ["Finn Walker"]


def test_a_student_of_the_sms_who_is_not_enrolled_stands_there_with_why_and_what_to_do(office, side_by_side):
    found = {r["Student"]: r for r in rows(office.get(PAGE, {"tab": "sms", "as": "csv"}))}
    assert {name: row["Why"] for name, row in found.items()} == {
        "Dilraj Singh": "Enrolled until 11 August 2026",
        "Elena Tui": "Not in the register",
        "Grace Hēmi": "No NSN in your SMS",
    }
    assert all(row["What to do"] for row in found.values())


def test_a_difference_stands_there_with_both_values_and_where_to_mend_it(office, side_by_side):
    found = rows(office.get(PAGE, {"tab": "differences", "as": "csv"}))
    assert [(r["What differs"], r["In ENROL"], r["In your SMS"]) for r in found] == [
        ("First name", "Ben", "Benjamin"),
        ("Date of birth", "2 March 2014", "3 February 2014"),
    ]
    assert found[0]["Where to mend it"] == "In your SMS if Ben is right; in ENROL if Benjamin is."
    page = text(office.get(PAGE, {"tab": "differences"}))
    assert found[0]["Where to mend it"] in page


def test_no_nsn_can_be_read_on_a_page_or_in_a_file(office, school, side_by_side):
    for tab in ("both", "enrolled", "sms", "differences"):
        for answer in (office.get(PAGE, {"tab": tab}), office.get(PAGE, {"tab": tab, "as": "csv"})):
            assert "00000000" not in (b"".join(answer) if answer.streaming else answer.content).decode()
    assert "••• ••• 001" in text(office.get(PAGE))


def test_lists_are_searched_without_macrons_and_sorted(office, side_by_side):
    answer = office.post(f"{PAGE}?tab=sms", {"search": "hemi"})
    assert "hemi" not in answer["Location"]
    page = text(office.get(answer["Location"]))
    assert "Grace Hēmi" in page
    assert "Elena Tui" not in page
    found = rows(office.get(PAGE, {"tab": "sms", "sort": "-name", "as": "csv"}))
    assert [r["Student"] for r in found] == ["Elena Tui", "Dilraj Singh", "Grace Hēmi"]


def test_a_whole_school_takes_no_more_queries_than_a_class(office, school, room):
    def queries(numbers, **more) -> int:
        stands(school, *(entry(n) for n in numbers))
        with CaptureQueriesContext(connection) as found:
            page = text(office.get(PAGE, {"tab": "enrolled"} | more))
        assert f"of {len(numbers)}" in page or len(numbers) < 50
        return len(found)

    queries(range(1, 3))
    few = queries(range(1, 4))
    assert queries(range(1, 131), page=2) == few
    assert few < 30


def test_there_is_no_such_list(office, side_by_side):
    assert office.get(PAGE, {"tab": "no such"}).status_code == 404


# --- Files ---------------------------------------------------------------------------------------------------------------


def test_an_uploaded_file_is_previewed_then_applied(office, school, students):
    stands(school, named(1), named(2), named(3))
    content = file_of(named(1), named(2, preferred_name="Benny"), named(4), as_of=TODAY)
    answer = office.post(f"{PAGE}upload/", {"file": sent(content)})
    page = text(office.get(answer["Location"]))
    assert "It would mean: <strong>1 new, 0 again, 1 changed, 1 not listed any more" in page
    assert "<ins>Benny</ins>" in page
    assert page.index("Cora Parata") < page.index("Benny Smith") < page.index("Dilraj Singh")
    assert "0000000003" not in page
    assert sorted(n for n, row in kept(school).items() if row.gone_on is None) == [1, 2, 3]
    answer = office.post(f"{PAGE}files/{the_file(school).id}/approve/", {"version": "1"}, follow=True)
    assert "The register is as the file says." in text(answer)
    assert sorted(n for n, row in kept(school).items() if row.gone_on is None) == [1, 2, 4]


def test_a_discarded_file_changes_nothing(office, school):
    comes(school, named(1))
    answer = office.post(f"{PAGE}files/{the_file(school).id}/discard/", follow=True)
    assert "Nothing was changed." in text(answer)
    assert kept(school) == {}
    again = office.post(f"{PAGE}files/{the_file(school).id}/approve/", {"version": "0"}, follow=True)
    assert "does not wait for a decision any more" in text(again)
    assert kept(school) == {}


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 40, "0"])
def test_a_preview_that_is_out_of_date_is_shown_again(office, school, version):
    stands(school, named(1))
    comes(school, named(1), named(2))
    answer = office.post(f"{PAGE}files/{the_file(school).id}/approve/", {"version": version}, follow=True)
    assert "please look again" in text(answer)
    assert sorted(kept(school)) == [1]


def test_a_broken_file_says_why_it_is_not_used(office, school):
    answer = office.post(f"{PAGE}upload/", {"file": sent(file_of(named(1), school=7998))})
    page = text(office.get(answer["Location"]))
    assert "The file says it is of school 7998, not of school 7999." in page
    assert "Nothing was changed." in page


def test_an_empty_file_and_none_at_all_are_refused_at_once(office):
    assert "The file is empty." in text(office.post(f"{PAGE}upload/", {"file": sent(b"")}), 422)
    assert "field-errors" in text(office.post(f"{PAGE}upload/", {}), 422)


def test_rows_that_were_not_used_are_listed_with_what_to_do(office, school):
    content = file_of(named(1), named(2), as_of=TODAY).replace(b"Smith", b"Smith*")
    answer = office.post(f"{PAGE}upload/", {"file": sent(content)})
    page = text(office.get(f"{answer['Location']}?tab=rows"))
    assert "has a character that may not be in a name" in page
    assert "None of * ? ; , &lt; &gt; ! % ^ | may be in a name." in page


def test_a_file_still_shows_what_it_changed_and_its_refused_rows_once_it_is_applied(office, school, students):
    stands(school, named(1), named(2), named(3))
    content = file_of(named(1), named(2, preferred_name="Benny"), named(4), named(5), as_of=TODAY)
    office.post(f"{PAGE}upload/", {"file": sent(content.replace(b"Tui", b"Tui*"))})
    at = f"{PAGE}files/{the_file(school).id}/"
    office.post(f"{at}approve/", {"version": "1"})
    page = text(office.get(at))
    assert "What it changed" in page
    assert [(r["What happens"], r["Student"], r["Details"]) for r in rows(office.get(at, {"as": "csv"}))] == [
        ("Not listed any more", "Cora Parata", "The enrolment ends here. Judgements stay."),
        ("Changes", "Benny Smith", "Preferred name:  → Benny"),
        ("New", "Dilraj Singh", "Enrolled from 3 February 2025"),
    ]
    (refused,) = rows(office.get(at, {"tab": "rows", "as": "csv"}))
    assert (refused["Line"], refused["Used"], refused["Column"]) == ("5", "Not used", "LastName")
    assert "0000000003" not in page


def test_what_a_file_changed_is_searched_and_sorted(office, school, students):
    stands(school, named(1), named(2), named(3))
    at = f"{PAGE}files/{the_file(school).id}/"
    found = text(office.post(at, {"search": "parata"}, follow=True))
    assert "Cora Parata" in found
    assert "Aroha Ngata" not in found
    assert [r["Student"] for r in rows(office.get(at, {"sort": "-name", "as": "csv"}))] == [
        "Ben Smith", "Cora Parata", "Aroha Ngata",
    ]  # fmt: skip


def test_a_discarded_file_shows_what_it_would_have_changed(office, school):
    comes(school, named(1))
    at = f"{PAGE}files/{the_file(school).id}/"
    office.post(f"{at}discard/")
    page = text(office.get(at))
    assert "What it would change" in page
    assert "Aroha Ngata" in page


def test_a_files_page_takes_as_many_queries_for_many_students_as_for_one(office, school, django_assert_max_num_queries):
    stands(school, *(entry(n, "Aroha", "Ngata") for n in range(1, 101)))
    at = f"{PAGE}files/{the_file(school).id}/"
    office.get(at)
    with django_assert_max_num_queries(10):
        assert "100 found" in text(office.get(at))


def test_every_file_is_listed_with_what_became_of_it(office, school, administrator):
    stands(school, named(1))
    comes(school, named(2), user=administrator)
    page = text(office.get(f"{PAGE}files/"))
    assert "Waits for you" in page
    assert "Applied" in page
    assert "Mere Office" in page
    assert [r["What became of it"] for r in rows(office.get(f"{PAGE}files/", {"as": "csv"}))] == [
        "Waits for you",
        "Applied",
    ]


def test_files_are_searched_by_who_brought_them(office, school, administrator):
    stands(school, named(1))
    comes(school, named(2), user=administrator)
    office.post(f"{PAGE}files/", {"search": "mere"})
    assert len(rows(office.get(f"{PAGE}files/", {"found": "", "as": "csv"}))) == 1


@pytest.mark.parametrize("what", ["", "approve/", "discard/"])
def test_a_neighbours_file_is_not_there(school, neighbour, neighbours_administrator, what):
    comes(school, named(1))
    address = f"/schools/7998/manage/register/files/{the_file(school).id}/{what}"
    client = signed_in(neighbours_administrator)
    assert (client.post if what else client.get)(address).status_code == 404
    assert the_file(school).state == "held"


# --- Settings --------------------------------------------------------------------------------------------------------------


def test_an_address_is_saved_and_the_first_file_is_asked_for(office, school):
    given = {"source": "address", "address": "https://register.example.nz/7999.csv", "token": "pohutukawa-7"}
    page = text(office.post(f"{PAGE}settings/", given, follow=True))
    assert "PaCT fetches the first file now" in page
    assert "The file is on its way" in page
    assert "every week on" in text(office.get(PAGE))
    assert [name for name, _ in queued()] == ["register.fetch"]


def test_a_token_is_never_shown_again(office, school):
    given = {"source": "address", "address": "https://register.example.nz/7999.csv", "token": "pohutukawa-7"}
    office.post(f"{PAGE}settings/", given)
    page = text(office.get(f"{PAGE}settings/"))
    assert "A token is kept." in page
    assert "pohutukawa" not in page
    wrong = text(office.post(f"{PAGE}settings/", given | {"address": "http://no.example.nz"}), 422)
    assert "pohutukawa" not in wrong
    office.post(f"{PAGE}settings/", given | {"token": "", "forget": "on"})
    with at_school(school.id):
        assert register_of(school).sealed_token == ""


@pytest.mark.parametrize(
    "given, words",
    [
        ({"source": "address", "address": ""}, "Give the address of the file."),
        ({"source": "address", "address": "http://register.example.nz/"}, "begin with https://"),
        ({"source": "address", "address": "https://192.168.1.1/"}, "network of its own"),
        ({"source": "address", "address": "https://register.example.nz/", "token": "kō whai"}, "Copy it once more"),
        ({"source": "national", "address": ""}, "field-errors"),
        ({"source": "operator", "address": ""}, "field-errors"),
    ],
)
def test_what_will_not_do_is_said_and_nothing_is_saved(office, school, given, words):
    page = text(office.post(f"{PAGE}settings/", given), 422)
    assert words in page
    with at_school(school.id):
        assert register_of(school).source == "hand"
    assert queued() == []


def test_the_national_register_is_offered_where_the_operator_names_one(office, school, settings):
    assert "from the national register" not in text(office.get(f"{PAGE}settings/"))
    settings.REGISTER_URL = "https://enrol.example.nz/{school}.csv"
    assert "from the national register" in text(office.get(f"{PAGE}settings/"))
    office.post(f"{PAGE}settings/", {"source": "national"})
    with at_school(school.id):
        assert register_of(school).source == Source.NATIONAL


def test_fetch_now_asks_once(office, school):
    assert f'action="{PAGE}fetch/"' not in text(office.get(PAGE))
    office.post(f"{PAGE}settings/", {"source": "address", "address": "https://register.example.nz/7999.csv"})
    page = text(office.post(f"{PAGE}fetch/", follow=True))
    assert "The file is on its way" in page
    assert len(queued()) == 1


def test_where_nothing_is_fetched_the_button_leads_nowhere_and_says_why(office):
    assert "Files are uploaded by hand here" in text(office.post(f"{PAGE}fetch/", follow=True))
    assert queued() == []


@pytest.mark.parametrize("by_script", [True, False])
def test_a_fetch_shows_that_it_is_on_its_way_and_goes_to_the_file_by_itself(office, register_server, by_script):
    headers = {"HX-Request": "true"} if by_script else {}
    register_server.gives("/7999.csv", file_of(named(1), as_of=TODAY))
    office.post(f"{PAGE}settings/", {"source": "address", "address": f"{register_server.url}/7999.csv"})
    page = text(office.get(f"{PAGE}fetching/", headers=headers))
    assert 'hx-trigger="every 1s"' in page
    assert f'<a href="{PAGE}fetching/">Look again</a>' in page
    run_jobs()
    answer = office.get(f"{PAGE}fetching/", headers=headers)
    at = answer["HX-Redirect"] if by_script else answer["Location"]
    assert "This is the first file from the register." in text(office.get(at))


def test_a_fetch_that_fails_goes_to_where_that_is_told(office, register_server):
    office.post(f"{PAGE}settings/", {"source": "address", "address": f"{register_server.url}/7999.csv"})
    run_jobs()
    assert "Fetching failed" in text(office.get(f"{PAGE}fetching/", follow=True))


def test_a_fetch_that_takes_long_says_so(office, school, monkeypatch):
    office.post(f"{PAGE}settings/", {"source": "address", "address": "https://register.example.nz/7999.csv"})
    with at_school(school.id):
        asked_at = register_of(school).asked_at
    monkeypatch.setattr(clock, "now", lambda: asked_at + timedelta(minutes=5))
    assert "It takes longer than usual" in text(office.get(f"{PAGE}fetching/"))


def test_a_fetch_that_failed_is_told_with_when(office, school, register_server):
    office.post(f"{PAGE}settings/", {"source": "address", "address": f"{register_server.url}/7999.csv"})
    run_jobs()
    page = text(office.get(PAGE))
    assert "Fetching failed on Wednesday 12 August, 10:00am." in page
    assert "There is no file at this address." in page
    assert "Next, by itself" in page


# --- A person's page ---------------------------------------------------------------------------------------------------------


def person_page(office, person) -> str:
    return text(office.get(f"/schools/7999/manage/people/{person.id}/"))


def test_a_students_page_says_whether_they_are_enrolled(office, side_by_side):
    first, second, _, fourth, fifth = side_by_side["students"]
    assert "here since 3 February 2025, year 7" in person_page(office, first)
    assert "ENROL says Ben, your SMS says Benjamin." in person_page(office, second)
    assert "Enrolled until 11 August 2026." in person_page(office, fourth)
    assert "Not in the register." in person_page(office, fifth)
    assert "No NSN in your SMS." in person_page(office, side_by_side["no_nsn"])


def test_where_there_is_no_register_a_students_page_says_nothing_of_it(office, students):
    assert "Enrolment</h2>" not in person_page(office, students[0])


def test_of_staff_nothing_is_said_either(office, school, side_by_side):
    (staff,) = enrol_in_sms(school, 7, role=Person.Role.TEACHING_STAFF, sms_id="t1", nsn="", student_id=None)
    assert "Enrolment</h2>" not in person_page(office, staff)
