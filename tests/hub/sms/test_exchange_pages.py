"""The exchange log and an exchange's page: what the administrator sees and may decide."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Person

from ..conftest import signed_in
from ..jobs import run_jobs
from ..roster.files import student
from .test_exchange import CLASS, STAFF
from .uploads import fresh, link, send, upload, written


@pytest.fixture
def linked(school):
    link(school)
    return school


@pytest.fixture
def office(administrator):
    return signed_in(administrator)


def page(exchange, name="exchange"):
    return reverse(name, args=[7999, exchange.id])


def test_the_log_is_empty_at_first_and_says_what_to_do(linked, office):
    assert "Nothing has been exchanged yet" in office.get(reverse("exchanges", args=[7999])).content.decode()


def test_the_log_lists_what_happened_with_a_fixed_number_of_queries(linked, office, django_assert_max_num_queries):
    for hour in range(12):
        upload(linked, written(CLASS[hour % 2 :], later=hour))
    with django_assert_max_num_queries(25):
        text = office.get(reverse("exchanges", args=[7999])).content.decode()
    assert text.count("Upload from KAMAR") == 12
    assert "1 leaving" in text


def test_the_log_looks_again_while_something_runs_and_no_longer(linked, office):
    log = reverse("exchanges", args=[7999])
    send(linked, written(CLASS))
    for headers in ({}, {"HX-Request": "true"}):
        assert 'hx-trigger="every 2s"' in office.get(log, headers=headers).content.decode()
    run_jobs()
    assert "every 2s" not in office.get(log, headers={"HX-Request": "true"}).content.decode()


def test_the_log_is_searched_and_is_a_file(linked, office):
    upload(linked, written(CLASS))
    upload(linked, b"nonsense")
    log = reverse("exchanges", args=[7999])
    office.post(log, {"search": "refused kamar"})
    rows = b"".join(office.get(log, {"found": "", "as": "csv"})).decode("utf-8-sig").splitlines()
    assert rows[0] == "When,What,Started,Outcome,Changes,Rows to mend,Decided by"
    assert len(rows) == 2
    assert "Refused" in rows[1]


def test_a_running_exchange_asks_again_by_itself_and_stops_when_it_ended(linked, office):
    exchange = send(linked, written(CLASS))
    assert 'hx-trigger="every 1s"' in office.get(page(exchange)).content.decode()
    run_jobs()
    partial = office.get(page(exchange), headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in partial
    assert "<html" not in partial
    assert "Applied" in partial


def test_a_held_upload_shows_why_and_exactly_what_it_would_do(linked, office):
    upload(linked, written(CLASS + STAFF))
    half = upload(linked, written([*CLASS[:15], *STAFF], later=1))
    text = office.get(page(half)).content.decode()
    assert "15 of your 30 students are not in the file" in text
    assert "Student30 Ngata" in text
    assert "Approve and apply" in text


def test_changes_are_shown_field_by_field(linked, office):
    upload(linked, written(CLASS))
    renamed = [student("1", "Anahera", nsn="0000000001", home_groups=("Rm 2",)), *CLASS[1:]]
    text = office.get(page(upload(linked, written(renamed, later=1)))).content.decode()
    assert "<del>Student1</del>" in text
    assert "<ins>Anahera</ins>" in text
    assert "<del>Rm 1</del>" in text
    assert "<ins>Rm 2</ins>" in text


def test_a_long_section_is_cut_and_can_be_shown_whole(linked, office):
    exchange = upload(linked, written(CLASS))
    text = office.get(page(exchange)).content.decode()
    assert "Show all 30" in text
    assert text.count("Ngata") == 25
    assert office.get(page(exchange) + "?all=joins").content.decode().count("Ngata") == 30


@pytest.mark.parametrize("number", [7999, 12])
def test_people_stand_by_last_name_before_and_after_it_is_applied(linked, office, number):
    """School 12's file is held, our own is applied."""
    people = [student("1", "Aroha", "Zhang"), student("2", "Zoe", "Adams"), student("3", "Mia", "Moana")]
    text = office.get(page(upload(linked, written(people, school_number=number)))).content.decode()
    assert text.index("Zoe Adams") < text.index("Mia Moana") < text.index("Aroha Zhang")


def test_the_preview_of_a_whole_school_needs_a_fixed_number_of_queries(linked, office, django_assert_max_num_queries):
    exchange = upload(linked, written(CLASS + STAFF))
    with django_assert_max_num_queries(25):
        office.get(page(exchange))


def test_the_administrator_approves_discards_and_undoes(linked, office):
    exchange = upload(linked, written(CLASS, school_number=12))
    office.post(page(exchange, "exchange-approve"), {"version": "what?"})
    assert fresh(linked, exchange).state == "held"
    office.post(page(exchange, "exchange-approve"), {"version": "0"})
    assert fresh(linked, exchange).state == "applied"
    answer = office.post(page(exchange, "exchange-revert"), follow=True).content.decode()
    assert "as they were before this upload" in answer
    assert fresh(linked, exchange).state == "reverted"
    other = upload(linked, written(CLASS[1:], school_number=12))
    office.post(page(other, "exchange-discard"))
    assert fresh(linked, other).state == "refused"


def test_an_approval_of_a_stale_preview_asks_to_look_again(linked, office):
    upload(linked, written(CLASS))
    half = upload(linked, written(CLASS[:15], later=1))
    answer = office.post(page(half, "exchange-approve"), {"version": "0"}, follow=True).content.decode()
    assert "nothing was applied" in answer
    assert fresh(linked, half).state == "held"


def test_a_file_uploaded_by_hand_is_previewed_before_it_is_applied(school, office):
    file = SimpleUploadedFile("ide.csv", written(CLASS))
    answer = office.post(reverse("upload-file", args=[7999]), {"file": file})
    run_jobs()
    text = office.get(answer.url).content.decode()
    assert "You uploaded this file by hand" in text
    office.post(answer.url + "approve/", {"version": "0"})
    with at_school(school.id):
        assert Person.objects.filter(active=True).count() == 30


def test_no_file_and_an_empty_file_are_said_plainly(school, office):
    url = reverse("upload-file", args=[7999])
    assert "This field is required" in office.post(url, {}).content.decode()
    assert "The file is empty" in office.post(url, {"file": SimpleUploadedFile("ide.csv", b"")}).content.decode()


@pytest.mark.parametrize("name", ["exchange-approve", "exchange-discard", "exchange-revert"])
def test_only_this_schools_administrator_decides(linked, teacher, stranger, neighbours_administrator, name):
    exchange = upload(linked, written(CLASS, school_number=12))
    assert signed_in(teacher).post(page(exchange, name), {"version": "0"}).status_code == 403
    assert signed_in(stranger).post(page(exchange, name), {"version": "0"}).status_code == 404
    neighbour = signed_in(neighbours_administrator)
    assert neighbour.post(page(exchange, name), {"version": "0"}).status_code == 404
    assert neighbour.get(reverse("exchange", args=[7998, exchange.id])).status_code == 404
    assert neighbour.post(reverse(name, args=[7998, exchange.id]), {"version": "0"}).status_code == 404
    assert fresh(linked, exchange).state == "held"
