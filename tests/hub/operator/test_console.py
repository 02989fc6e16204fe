"""What operators see and do."""

import re
import uuid

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection

from openpact.hub.accounts.tasks import send_account_notice
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Person
from openpact.hub.sms.models import Connection, Exchange, VendorCredentials
from openpact.link.secret import parse_secret

from ..conftest import PASSWORD, signed_in
from ..jobs import queued


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def link(school, administrator):
    """The school is linked, and its latest upload waits for a person; a student and a finding carry names."""
    with at_school(school.id):
        Person.objects.create(
            school=school, sms_id="S1", role=Person.Role.STUDENT, first_name="Wiremu", last_name="Tamatea", email=""
        )
        Connection.objects.create(school=school, use_sms=True, provider="kamar", changed_at=clock.now())
        return Exchange.objects.create(
            school=school, direction="upload", source="sms", provider="kamar", trigger="schedule", state="held",
            received_at=clock.now(), counts={}, size=4711,
            reasons=[{"code": "many-leavers", "message": "Wiremu Tamatea would leave", "remedy": "Look."}],
            issues=[{"code": "bad-date", "value": "Tamatea", "message": "Wiremu Tamatea", "line": 3, "column": 2}],
        )  # fmt: skip


PAGES = {
    "index": "/operator/",
    "schools": "/operator/operator/school/",
    "connections": "/operator/operator/connection/",
    "failures": "/operator/operator/failure/",
    "operators": "/operator/operator/operator/",
    "jobs": "/operator/operator/job/",
    "vendors": "/operator/operator/vendor/",
    "log": "/operator/operator/deed/",
}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_there_and_breaks_no_policy(console, link, name):
    page = console.get(PAGES[name]).content.decode()
    assert page.count("<h1") == 1
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert not re.search(r"<[^>]*\s(style|on[a-z]+)=", page)


@pytest.mark.parametrize("name", PAGES)
def test_no_student_is_named_on_any(console, link, name):
    page = text(console.get(PAGES[name]))
    assert "Wiremu" not in page
    assert "Tamatea" not in page
    assert "office@kowhai.example" not in page


def test_nothing_has_a_page_of_its_own(console, link):
    assert console.get(f"{PAGES['failures']}{link.id}/change/").status_code in (302, 403)


def test_schools_are_listed_in_numbers(console, link, neighbour):
    page = text(console.get(PAGES["schools"]))
    assert "Kōwhai Flats School" in page
    assert "Rimu Ridge School" in page
    row = re.search(r"<tr>(?:(?!</tr>).)*Kōwhai.*?</tr>", page)[0]
    assert re.findall(r'field-(?:students|staff|administrators|users)">(\d+)', row) == ["1", "0", "1", "1"]
    assert "Rimu" not in text(console.get(PAGES["schools"] + "?q=7999"))


def test_connections_say_how_each_fares(console, link):
    page = text(console.get(PAGES["connections"]))
    assert "KAMAR" in page
    assert '"field-upload_state">held' in page
    assert '"field-waiting">1' in page


def test_failures_say_why_in_codes(console, link):
    page = text(console.get(PAGES["failures"]))
    assert "many-leavers" in page
    assert '"field-issues">1' in page


def test_the_first_page_says_what_is_wrong(console, link):
    assert re.search(r"held for somebody at a school</th><td><strong>1</strong>", text(console.get("/operator/")))


@pytest.mark.parametrize("name", ["schools", "connections", "failures"])
def test_a_list_takes_few_queries_however_many_schools_there_are(console, link, name, django_assert_max_num_queries):
    from openpact.hub.schools.services import create_school

    for number in range(20):
        school = create_school(number=100 + number, name=f"School {number}", kind="full-primary")
        with at_school(school.id):
            Connection.objects.create(school=school, provider="etap", changed_at=clock.now())
            Exchange.objects.create(
                id=uuid.uuid4(), school=school, direction="upload", source="sms", provider="etap", trigger="schedule",
                state="refused", received_at=clock.now(),
            )  # fmt: skip
    with django_assert_max_num_queries(16):
        assert "School 19" in text(console.get(PAGES[name]))


@pytest.mark.parametrize("name", ["schools", "connections", "failures", "operators", "log"])
def test_nothing_of_it_can_be_added_changed_or_deleted(console, link, name):
    assert console.get(f"{PAGES[name]}add/").status_code == 403
    assert "Select" not in re.findall(r"<button[^>]*>([^<]*)", text(console.get(PAGES[name])))


def test_operators_are_listed_and_nobody_else_can_be_opened(console, operator, administrator):
    page = text(console.get(PAGES["operators"]))
    assert "ops@pact.example" in page
    for user in (operator, administrator):
        assert console.get(f"{PAGES['operators']}{user.pk}/change/").status_code in (302, 403)


# --- Jobs ---------------------------------------------------------------------------------------------------------------


def job(status: str) -> int:
    send_account_notice.defer(user_id=1, what="password_changed")
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM procrastinate_jobs")
        (key,) = cursor.fetchone()
        if status != "todo":
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [key])
            cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, key])
    return key


def status_of(key: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [key])
        return cursor.fetchone()[0]


def do(console, action: str, *keys: int):
    return text(console.post(PAGES["jobs"], {"action": action, "_selected_action": keys}, follow=True))


def test_a_failed_job_can_be_tried_again_and_that_is_written_down(console, operator):
    failed, done = job("failed"), job("succeeded")
    assert "One job is affected" in do(console, "try_again", failed, done)
    assert (status_of(failed), status_of(done)) == ("todo", "succeeded")
    entry = LogEntry.objects.get()
    assert (entry.user, entry.get_change_message()) == (operator, "tried again")
    assert "tried again" in text(console.get(PAGES["log"]))


def test_a_waiting_job_can_be_cancelled(console):
    waiting = job("todo")
    do(console, "cancel", waiting)
    assert status_of(waiting) == "cancelled"
    assert "nothing was changed" in do(console, "cancel", waiting)


def test_a_job_is_never_edited_or_deleted(console):
    key = job("todo")
    assert console.post(f"{PAGES['jobs']}{key}/change/", {"args": "{}"}).status_code == 403
    assert console.post(f"{PAGES['jobs']}{key}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in text(console.get(PAGES["jobs"]))
    assert len(queued()) == 1


# --- Vendor credentials ---------------------------------------------------------------------------------------------------


@pytest.fixture
def fresh(operator):
    """The operator has just signed in, code and all."""
    browser = signed_in(operator)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return browser


def test_credentials_are_shown_once_at_their_making(fresh):
    answer = fresh.post(f"{PAGES['vendors']}new/", {"provider": "musac-edge"})
    secret = re.search(r"<code>(\S+)</code>", text(answer))[1]
    assert parse_secret(secret)
    assert "no-store" in answer["Cache-Control"]
    made = VendorCredentials.objects.get()
    assert secret.endswith(made.hint)
    for page in (PAGES["vendors"], PAGES["log"], f"{PAGES['vendors']}new/"):
        assert secret not in text(fresh.get(page))
    assert f"…{made.hint}" in text(fresh.get(PAGES["vendors"]))
    assert LogEntry.objects.get().get_change_message() == "made"


def test_they_are_revoked_with_a_question_first(fresh):
    fresh.post(f"{PAGES['vendors']}new/", {"provider": "musac-edge"})
    made = VendorCredentials.objects.get()
    revoke = f"{PAGES['vendors']}{made.pk}/revoke/"
    assert "shut out at once" not in text(fresh.get(revoke))
    assert VendorCredentials.objects.get().ends_at is None
    assert "shut out at once" in text(fresh.post(revoke, follow=True))
    assert VendorCredentials.objects.get().ends_at is not None
    assert fresh.post(revoke).status_code == 404


def test_an_sms_with_secrets_of_its_own_gets_none(fresh):
    fresh.post(f"{PAGES['vendors']}new/", {"provider": "kamar"})
    assert VendorCredentials.objects.count() == 0


def test_making_and_revoking_asks_who_one_is(console):
    assert "/accounts/" in console.post(f"{PAGES['vendors']}new/", {"provider": "musac-edge"})["Location"]
    assert VendorCredentials.objects.count() == 0
