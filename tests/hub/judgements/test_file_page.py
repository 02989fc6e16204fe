"""The school's judgements as a file, for an SMS that does not collect by itself."""

import csv
import io

import pytest

from openpact.hub.audit.models import Line
from openpact.hub.judgements import feed, signals
from openpact.hub.judgements.services import Entry, confirm
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Person
from tests.hub.conftest import signed_in

FILE = "/schools/7999/manage/judgements.csv"


@pytest.fixture
def office(administrator):
    return signed_in(administrator)


@pytest.fixture
def some(school, administrator, students, other_class, cycle):
    """Reading for Room 1 and Room 2, one changed, and mathematics for one."""
    with at_school(school.id):
        everybody = [*students, *other_class]
        confirm(school, administrator, [Entry(s.id, "3") for s in everybody], area="reading", cycle=cycle)
    with at_school(school.id):
        confirm(school, administrator, [Entry(students[0].id, "4", 1, "Moderated")], area="reading", cycle=cycle)
    with at_school(school.id):
        confirm(school, administrator, [Entry(students[1].id, "2")], area="mathematics", cycle=cycle)


def test_the_file_holds_what_counts_now_and_moves_no_cursor(school, office, some):
    with at_school(school.id):
        Person.objects.filter(sms_id="s3").update(active=False, sms_id="=s3")
    response = office.get(FILE)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="judgements-7999-2026-06-10.csv"'
    body = response.content.decode("utf-8-sig")
    assert response.content[:3] == b"\xef\xbb\xbf"
    rows = list(csv.DictReader(io.StringIO(body, newline="")))
    assert len(rows) == 6
    assert [(r["person_id"], r["version"], r["level"]) for r in rows if r["person_id"] == "s1"] == [("s1", "2", "4")]
    assert [r["person_id"] for r in rows].count("'=s3") == 1
    with at_school(school.id):
        assert feed.undelivered(school, reader="kamar") == 7


def test_taking_the_file_is_told_to_whoever_keeps_a_log(school, office, administrator, some):
    heard = []

    def listen(sender, **told):
        heard.append((told["school"].id, told["user"].id, told["rows"]))

    signals.file_taken.connect(listen)
    try:
        office.get(FILE)
    finally:
        signals.file_taken.disconnect(listen)
    assert heard == [(school.id, administrator.id, 6)]


def test_taking_the_file_is_told_to_the_audit(school, office, administrator, some):
    office.get(FILE)
    with at_school(school.id):
        line = Line.objects.filter(area="uploads").get()
    assert (line.words, line.by_id) == ("Downloaded 6 judgements as a file.", administrator.id)


def test_the_file_is_for_the_schools_administrators_and_leaders(
    client, linked, stranger, neighbours_administrator, some
):
    assert client.get(FILE).status_code == 302
    assert signed_in(linked).get(FILE).status_code == 403
    assert signed_in(stranger).get(FILE).status_code == 404
    assert signed_in(neighbours_administrator).get(FILE).status_code == 404


def test_a_neighbours_file_holds_nothing_of_ours(neighbours_administrator, some):
    response = signed_in(neighbours_administrator).get("/schools/7998/manage/judgements.csv")
    assert response.content.decode("utf-8-sig").count("\r\n") == 1
