"""A list from a spreadsheet: pasted or a file, its columns said, then the same check, preview, approval and undoing as every
upload."""

import csv
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.by_hand import people as by_hand
from openpact.hub.roster.models import Group, Person
from openpact.hub.sms.lists import words
from openpact.hub.sms.models import Exchange
from openpact.sheet import MAX_ROWS, Meaning
from tests.sheet.lists import CLASS

from ..conftest import signed_in
from ..jobs import run_jobs
from .test_exchange import CLASS as SMS_CLASS
from .uploads import link, upload, written
from .workbooks import workbook

LIST = "/schools/7999/manage/exchanges/upload/list/"
PAGE = "/schools/7999/manage/exchanges/upload/"


@pytest.fixture
def office(administrator):
    return signed_in(administrator)


def shown(answer, status=200) -> str:
    assert answer.status_code == status
    return answer.content.decode()


def rows(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(b"".join(answer).decode("utf-8-sig").splitlines()))


def bring(office, text: str, **said):
    """Straight to what it would do."""
    return office.post(LIST, {"pasted": text, "preview": "yes", **said})


def approved(school, office, text: str, **said) -> Exchange:
    answer = bring(office, text, **said)
    assert answer.status_code == 302, re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))[-3000:]
    run_jobs()
    with at_school(school.id):
        exchange = Exchange.objects.first()
    if exchange.state == "held":
        office.post(f"{answer.url}approve/", {"version": str(exchange.planned_version)})
    with at_school(school.id):
        return Exchange.objects.get(pk=exchange.pk)


def here(school) -> dict[str, set[str]]:
    with at_school(school.id):
        found = Person.objects.filter(active=True).prefetch_related("memberships__group")
        return {p.display_name: {m.group.name for m in p.memberships.all()} for p in found}


# --- The ways in -----------------------------------------------------------------------------------------------------------


def test_the_page_offers_a_list_a_file_an_ide_file_and_people_one_by_one(school, office):
    page = shown(office.get(PAGE))
    for words_ in ("Paste it", "Or take a file", "An IDE file", "Add a student", "Make a group", "with an example"):
        assert words_ in page


@pytest.mark.parametrize("which", ["students", "students-example", "staff", "staff-example"])
def test_a_template_is_a_list_that_is_understood_as_it_is(school, office, which):
    answer = office.get(reverse("upload-template", args=[7999, which]))
    text = answer.content.decode("utf-8-sig")
    assert f'filename="{which}.csv"' in answer["Content-Disposition"]
    page = shown(office.post(LIST, {"file": SimpleUploadedFile("list.csv", answer.content)}))
    assert page.count(" selected>") == len(text.split("\r\n")[0].split(","))
    assert f'<option value="{Meaning.NOTHING}" selected>' not in page
    if "example" in which:
        assert "2 people" in page


def test_there_is_no_other_template(school, office):
    assert office.get(reverse("upload-template", args=[7999, "parents"])).url == PAGE


def test_a_list_that_is_pasted_shows_what_was_understood_and_changes_nothing(school, office):
    page = shown(office.post(LIST, {"pasted": CLASS}))
    assert "3 people" in page
    assert "3 of them are new to PaCT" in page
    assert '<option value="last-name" selected>' in page
    assert "Te Ariki" in page
    assert "0123456789" not in page.split("<textarea")[0]
    assert here(school) == {}


def test_a_workbook_is_read_as_it_looks(school, office):
    rows = [
        ["Room 5, 2026"], [], ["First name", "Surname", "DOB", "NSN", "Room"],
        ["Hēmi", "Ngata", date(2017, 4, 3), 123456789, 5], ["Mia", "Lee", date(2017, 4, 4), None, 5.0],
    ]  # fmt: skip
    content = workbook([["not this"]], rows, hidden=1)
    page = shown(office.post(LIST, {"file": SimpleUploadedFile("room5.xlsx", content)}))
    assert "2 people" in page
    text = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.DOTALL)[1]
    approved(school, office, text, whole="all")
    assert here(school) == {"Hēmi Ngata": {"Room 5"}, "Mia Lee": {"Room 5"}}
    with at_school(school.id):
        hemi = Person.objects.get(first_name="Hēmi")
        assert (hemi.dob, hemi.nsn) == (date(2017, 4, 3), "0123456789")


def test_an_ide_file_brought_as_a_list_is_taken_for_what_it_is(school, office):
    answer = office.post(LIST, {"file": SimpleUploadedFile("list.csv", written(SMS_CLASS))})
    assert "/manage/exchanges/" in answer.url
    run_jobs()
    assert "30" in shown(office.get(answer.url))


def test_a_workbook_brought_as_an_ide_file_is_taken_for_a_list(school, office):
    content = workbook([["Name", "Room"], ["Mia Lee", "5"]])
    assert "1 person" in shown(office.post(PAGE, {"file": SimpleUploadedFile("ide.xlsx", content)}))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "There is nothing in it"),
        (b"PK\x03\x04 no archive", "cannot be opened"),
        (b"\xd0\xcf\x11\xe0 no workbook", "cannot be opened"),
        (b"a\0b", "no list that PaCT can read"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        (b"Name\n" + b"Mia Lee\n" * (MAX_ROWS + 2), "more than 5,000 rows"),
        (workbook([]), "There is nothing in it"),
    ],
)
def test_what_cannot_be_used_is_said_and_changes_nothing(school, office, content, said):
    page = shown(office.post(LIST, {"file": SimpleUploadedFile("list.csv", content or b" ")}), 422)
    assert said in page
    assert "Paste it" in page


def test_a_workbook_that_would_unpack_to_no_end_is_not_unpacked(school, office, monkeypatch):
    monkeypatch.setattr("openpact.hub.sms.lists.table.MAX_UNPACKED", 1000)
    content = workbook([["Name"], *[["Mia Lee"]] * 100])
    page = shown(office.post(LIST, {"file": SimpleUploadedFile("list.xlsx", content)}), 422)
    assert "larger than 5 MB" in page


def test_without_a_list_the_page_to_bring_one_comes(school, office):
    assert office.get(LIST).url == PAGE


# --- What must be said -----------------------------------------------------------------------------------------------------


def test_columns_that_were_not_recognised_are_said_by_the_person(school, office):
    text = "Aroha\tNgata\tKea\nMia\tLee\tKea"
    page = shown(bring(office, text), 422)
    assert "Say which columns hold the names" in page
    said = {"width": "3", "column-0": "first-name", "column-1": "last-name", "column-2": "class"}
    approved(school, office, text, **said)
    assert here(school) == {"Aroha Ngata": {"Kea"}, "Mia Lee": {"Kea"}}


def test_a_column_can_be_left_out_though_it_was_recognised(school, office):
    said = {"width": "2", "column-0": "full-name", "column-1": ""}
    approved(school, office, "Name\tRoom\nMia Lee\t5", **said)
    assert here(school) == {"Mia Lee": set()}


def test_when_the_list_was_mended_to_have_other_columns_they_are_recognised_anew(school, office):
    said = {"width": "2", "column-0": "full-name", "column-1": ""}
    page = shown(office.post(LIST, {"pasted": "First\tLast\tRoom\nMia\tLee\t5", **said}))
    assert '<option value="class" selected>' in page


def test_dates_that_may_be_two_are_asked_about(school, office):
    text = "Name\tDOB\nMia Lee\t3/4/2017"
    page = shown(bring(office, text), 422)
    assert "Say in which order the dates stand" in page
    assert "3/4/2017 may be two dates" in page
    approved(school, office, text, order="mdy")
    with at_school(school.id):
        assert Person.objects.get().dob == date(2017, 3, 4)


def test_a_row_that_cannot_be_used_costs_nobody_their_place(school, office):
    """In a list of all it must be mended; from a list of some it is left out."""
    approved(school, office, CLASS, whole="all")
    broken = CLASS.replace("Aroha\tNgata", "\tNgata")
    page = shown(bring(office, broken, whole="all"), 422)
    assert "would be taken for leavers" in page
    assert "Line 2: first or last name is missing" in page
    approved(school, office, broken, whole="some")
    assert "Aroha Ngata" in here(school)


def test_a_list_of_both_needs_to_say_who_is_who(school, office):
    assert "tells students from staff" in shown(bring(office, "Name\nMia Lee", who="both"), 422)
    approved(
        school, office, "Name\tRole\tClass\nMia Lee\tstudent\tRoom 5\nAna Poe\tteacher\tRoom 5", who="both", whole="all"
    )
    with at_school(school.id):
        assert dict(Person.objects.values_list("last_name", "role")) == {"Lee": "Student", "Poe": "TeachingStaff"}


@pytest.mark.parametrize(
    "said", [{"who": "cats"}, {"order": "cats"}, {"width": "cats"}, {"column-0": "cats", "width": "2"}]
)
def test_nonsense_in_the_form_is_as_if_nothing_had_been_said(school, office, said):
    assert "1 person" in shown(office.post(LIST, {"pasted": "Name\tRoom\nMia Lee\t5", **said}))


def test_every_problem_and_meaning_has_its_words():
    assert set(words.MEANINGS) == set(Meaning)
    files = [*Path("src/openpact/sheet").glob("*.py"), *Path("src/openpact/hub/sms/lists").glob("*.py")]
    source = "".join(file.read_text() for file in files)
    codes = set(re.findall(r'(?:Problem|_say|_note)\(\s*"([\w-]+)"', source))
    codes |= set(re.findall(r'"((?:bad|no|lost)-(?!workbook)[\w-]+)"', source))
    assert codes <= set(words.PROBLEMS)
    assert set(re.findall(r'Unreadable\("([\w-]+)"', source)) <= set(words.UNREADABLE)


# --- What it does ----------------------------------------------------------------------------------------------------------


def test_a_list_waits_with_its_preview_and_is_applied_when_it_is_approved(school, office):
    answer = bring(office, CLASS, whole="all")
    run_jobs()
    page = shown(office.get(answer.url))
    assert "Te Ariki Wikitōria" in page
    assert "It is about students only." in page
    assert here(school) == {}
    exchange = approved(school, office, CLASS, whole="all")
    assert (exchange.state, exchange.source, exchange.trigger) == ("applied", "page", "manual")
    assert here(school)["Aroha Ngata"] == {"Room 5", "Year 4"}
    with at_school(school.id):
        assert Group.objects.get(name="Room 5").is_home


def test_rows_to_look_at_are_told_in_the_words_of_the_list(school, office):
    text = "Name,Birthday,Class\nAroha Ngata,2017-03-14,5\n\nTe Ariki Wikitōria,,5\n"
    answer = bring(office, text, width="3", **{"column-0": "full-name", "column-1": "dob", "column-2": "class"})
    run_jobs()
    page = re.sub(r"\s+", " ", shown(office.get(answer.url)))
    assert "Rows to look at in your list" in page
    assert "Line 4: “Birthday” is blank" in page
    assert "mlep" not in page
    assert [(row["Line"], row["Column"]) for row in rows(office.get(f"{answer.url}rows/?as=csv"))] == [
        ("4", "Birthday")
    ]


def test_a_column_without_a_head_is_told_by_what_it_holds(school, office):
    text = "Aroha\tNgata\t2017-03-14\nTe Ariki\tWikitōria\t\n"
    answer = bring(office, text, width="3", **{"column-0": "first-name", "column-1": "last-name", "column-2": "dob"})
    run_jobs()
    assert "Line 2: Date of birth is blank" in shown(office.get(answer.url))
    page = shown(office.get(f"{answer.url}rows/"))
    assert "Date of birth" in page
    assert "mlep" not in page


def test_the_same_list_again_changes_nothing(school, office):
    approved(school, office, CLASS, whole="all")
    with at_school(school.id):
        before = list(Person.objects.order_by("id").values_list("id", "sms_id"))
    assert approved(school, office, CLASS, whole="all").state == "unchanged"
    with at_school(school.id):
        assert list(Person.objects.order_by("id").values_list("id", "sms_id")) == before


def test_a_later_list_changes_people_and_doubles_none(school, office):
    approved(school, office, CLASS, whole="all")
    later = CLASS.replace("Mia\tO'Brien-Lee\t\t\t6", "Mia\tO'Brien-Lee\t5/5/2017\t0000000077\t5").replace(
        "Ngata", "Parata"
    )
    approved(school, office, later, whole="all")
    assert set(here(school)) == {"Aroha Parata", "Te Ariki Wikitōria", "Mia O'Brien-Lee"}
    with at_school(school.id):
        assert Person.objects.count() == 3


def test_a_list_of_one_class_lets_nobody_leave_and_one_of_all_shows_who_would(school, office):
    approved(school, office, CLASS, whole="all")
    approved(school, office, "First name\tSurname\tRoom\nEru\tPoe\t9", whole="some")
    assert len(here(school)) == 4
    answer = bring(office, "First name\tSurname\tRoom\nEru\tPoe\t9", whole="all")
    run_jobs()
    assert "Leaving" in shown(office.get(answer.url))


def test_a_list_of_all_students_leaves_staff_and_people_added_by_hand_where_they_are(school, office, administrator):
    approved(school, office, "Name\tEmail\nAna Poe\tana@kowhai.example", who="staff", whole="all")
    with at_school(school.id):
        by_hand.add(school, administrator, {"role": "Student", "first_name": "Wiremu", "last_name": "Hōhepa"})
    approved(school, office, CLASS, whole="all")
    assert {"Ana Poe", "Wiremu Hōhepa"} < set(here(school))


def test_whoever_was_added_by_hand_and_is_in_the_list_is_the_list_s_from_then_on(school, office, administrator):
    with at_school(school.id):
        wiremu = by_hand.add(school, administrator, {"role": "Student", "first_name": "Aroha", "last_name": "Ngata"})
    exchange = approved(school, office, CLASS, whole="all")
    with at_school(school.id):
        aroha = Person.objects.get(first_name="Aroha")
        assert (aroha.id, aroha.by_hand, aroha.sms_id) == (wiremu.id, False, wiremu.sms_id)
    office.post(reverse("exchange-revert", args=[7999, exchange.id]))
    with at_school(school.id):
        assert list(Person.objects.values_list("first_name", "by_hand", "nsn")) == [("Aroha", True, "")]


def test_a_teacher_named_beside_a_class_gets_it(school, office):
    approved(school, office, "Name\tEmail\nHēmi Walker\themi@kowhai.example", who="staff", whole="all")
    approved(school, office, "Name\tRoom\tTeacher\nMia Lee\t5\tMr Walker\nEru Poe\t6\tAna Tūī", whole="all")
    assert here(school)["Hēmi Walker"] == {"Room 5"}
    assert here(school)["Ana Tūī"] == {"Room 6"}


def test_a_group_that_the_school_made_itself_is_pointed_out(school, office):
    with at_school(school.id):
        Group.objects.create(school=school, name="Room 5", own=True)
    assert "your school has made a group called Room 5 itself" in shown(office.post(LIST, {"pasted": CLASS}))


def test_a_school_that_links_an_sms_later_keeps_everybody_of_its_lists(school, office):
    approved(
        school, office, "Name\tDOB\n" + "\n".join(f"Student{n} Ngata\t{n}/1/2017" for n in range(1, 31)), whole="all"
    )
    with at_school(school.id):
        before = set(Person.objects.values_list("id", flat=True))
    link(school)
    people = [replace(person, dob=date(2017, 1, n)) for n, person in enumerate(SMS_CLASS, 1)]
    assert upload(school, written(people, later=24 * 365)).state == "applied"
    with at_school(school.id):
        assert set(Person.objects.filter(active=True).values_list("id", flat=True)) == before
        assert not Person.objects.filter(sms_id__startswith="pact-").exists()


def test_ids_of_a_list_say_nothing_about_anybody(school, office):
    approved(school, office, CLASS, whole="all")
    with at_school(school.id):
        ids = list(Person.objects.values_list("sms_id", flat=True))
    assert all(re.fullmatch(r"pact-[0-9a-f]{12}", sms_id) for sms_id in ids)


# --- Whose --------------------------------------------------------------------------------------------------------------------


def test_only_this_schools_administrator_brings_lists(school, teacher, stranger, neighbours_administrator):
    for path in (LIST, PAGE):
        assert signed_in(teacher).post(path, {"pasted": CLASS, "preview": "yes"}).status_code == 403
        for client in (signed_in(stranger), signed_in(neighbours_administrator)):
            assert client.post(path, {"pasted": CLASS, "preview": "yes"}).status_code == 404
    with at_school(school.id):
        assert not Exchange.objects.exists()


def test_a_big_list_takes_few_queries(school, office, django_assert_max_num_queries):
    text = "Name\tNSN\tRoom\n" + "\n".join(f"First{n} Last{n}\t{n:010d}\t{n % 20}" for n in range(1, 601))
    with django_assert_max_num_queries(26):
        assert "600 people" in shown(office.post(LIST, {"pasted": text}))
