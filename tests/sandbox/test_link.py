"""IAM/PaCT > PaCT configuration: the secret, the first upload, uploads and collections by hand, the log."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from openpact import clock
from openpact.link import told
from openpact.link.secret import new_secret
from tests.connect.fake_hub import FakeHub, problem

from .conftest import numbers


def test_the_words_are_the_briefs(school):
    assert "PaCT configuration" in school.get("/pact/")
    page = school.http.get("/pact/configuration/").text
    assert f'<label for="secret-{school.number}">Kōwhai School {school.number}</label>' in page
    assert '<button class="main">Save changes</button>' in page
    assert ">IAM/PaCT</a>" in page


def test_a_good_secret_links_and_sends_the_first_file_at_once(school):
    page = school.link()
    assert "is linked with PaCT" in page
    assert "PaCT has taken over the file. 14 people in the file." in page
    assert [x["trigger"] for x in school.hub.exchanges] == ["first"]
    assert "Applied" in school.get("/log/", kind="upload")


def test_the_secret_is_never_shown_again(linked):
    page = linked.http.get("/pact/configuration/").text
    assert f"pact_…{str(linked.hub.secret)[-4:]}" in page
    assert linked.hub.secret.key not in page


def test_a_mangled_secret_is_recognised_before_it_is_sent(school):
    page = school.link(str(school.hub.secret)[:-1], status=422)
    assert "Part of the secret is missing. Copy it again from PaCT, whole. Nothing was sent or saved." in page
    assert school.hub.requests == []
    assert "Not linked" in page


def test_a_refused_secret_is_not_kept_and_the_old_one_stays(linked):
    page = linked.link(str(new_secret()), status=422)
    assert "revoked or replaced" in page
    assert str(linked.hub.secret)[-4:] in page


def test_another_schools_secret_is_not_kept(school, hubs):
    school.hub.school_number, school.hub.school_name = 1, "Elsewhere School"
    page = school.link(status=422)
    assert "This secret is for another school, Elsewhere School (1)." in page
    assert school.hub.exchanges == []


def test_a_school_that_chose_another_sms_in_pact_is_told(school):
    school.hub.provider = "etap"
    assert "In PaCT this school has chosen eTAP, not KAMAR." in school.link(status=422)


def test_a_secret_is_kept_while_pact_cannot_be_reached(school):
    school.hub.troubles = [problem(503, "not-ready", "Not ready")] * 2
    page = school.link()
    assert "but PaCT could not be reached (it answered 503). Nothing was lost" in page
    assert school.hub.exchanges == []
    assert "The IDE file was uploaded" in school.post("/pact/upload/")


def test_nothing_pasted_is_nothing_saved(school):
    assert "Nothing to save: nothing was changed, and no secret was pasted." in school.link("")


def test_a_teacher_may_not_configure(linked):
    linked.http.cookies["sandbox_role"] = "teacher"
    response = linked.http.get("/pact/configuration/")
    assert response.status_code == 403
    assert "You need Administration rights" in response.text
    for action in ("configuration", "upload", "collect", "disconnect"):
        linked.post(f"/pact/{action}/", 403)
    assert len(linked.hub.exchanges) == 1


def test_the_role_switch(school, url):
    token = school.http.cookies["sandbox_csrf"]
    data = {"csrfmiddlewaretoken": token, "role": "teacher", "next": f"/kamar/{school.number}/log/"}
    page = school.http.post(f"{url}/role/", data=data)
    assert page.url.path.endswith("/log/")
    assert '<option value="teacher" selected>' in page.text
    data["next"] = "https://elsewhere.example"
    assert str(school.http.post(f"{url}/role/", data=data).url) == f"{url}/"


def test_an_upload_by_hand_is_manual_and_its_issues_are_in_the_log(linked):
    linked.hub.end_state = "held"
    linked.hub.more = {
        "reasons": [{"code": "many-leaving", "message": "9 of 12 students would leave."}],
        "issues": [
            {
                "line": 3,
                "column": "mlepDOB",
                "code": "bad-date",
                "severity": "error",
                "message": "No.",
                "remedy": "Mend it.",
            }
        ],
    }
    page = linked.post("/pact/upload/")
    assert linked.hub.exchanges[-1]["trigger"] == "manual"
    assert "PaCT holds the file until its administrator has looked at it." in page
    assert "9 of 12 students would leave." in page
    entry = linked.get(f"/log/{linked.last_upload_key()}/")
    assert "3 mlepDOB error No. bad-date Mend it." in entry
    assert "What the file would change" in entry


def test_collecting_by_hand_puts_results_beside_the_student(linked):
    linked.hub.judge("1001")
    linked.hub.judge("1001", id="j1", version=2, level_name="Curriculum level 2", reason="A second look")
    linked.hub.judge("1002", withdrawn=True, learning_area="writing")
    linked.hub.judge("gone", nsn="0123456703")
    linked.hub.judge("nobody", nsn="0999999999")
    assert "5 results received from PaCT." in linked.post("/pact/collect/")
    assert linked.hub.acknowledged == 5
    page = linked.get("/results/")
    told = "Parata, Te Ariki Reading Interim 2026 Curriculum level 2 version 2 .*A second look Hēmi Parata"
    assert re.search(told, page)
    assert "withdrawn" in page
    assert "Not known here (ID nobody)" in page
    assert "Not known here (ID gone)" not in page
    assert "Curriculum level 2" in linked.get(f"/students/{linked.key_of('1001')}/")
    assert "Curriculum level 2" not in linked.get("/results/", area="writing")
    assert "PaCT has no new results." in linked.post("/pact/collect/")


def test_results_that_were_saved_but_not_acknowledged_come_again_harmlessly(linked):
    broken = ConnectionError("cut")
    linked.post("/pact/collect/")
    linked.hub.judge("1001")
    linked.hub.troubles = [None, None, broken, broken]
    assert "PaCT could not be reached" in linked.post("/pact/collect/")
    assert linked.hub.acknowledged == 0
    assert linked.get("/results/").count("Interim 2026") == 1
    linked.post("/pact/collect/")
    assert linked.hub.acknowledged == 1
    assert linked.get("/results/").count("Interim 2026") == 1


def test_the_page_says_when_things_move_by_themselves(linked):
    page = linked.get("/pact/configuration/")
    assert "Last upload" in page
    assert "PaCT has taken over the file." in page
    assert re.search(r"Next automatic upload \w+day \d+ \w+, between 1\d(:\d\d)?pm and", page)
    assert "KAMAR does this every night between 10pm and midnight." in page


def test_the_page_says_that_automatic_export_is_off(linked):
    linked.hub.waiting = "switched-off"
    assert "PaCT's automatic export is switched off" in linked.get("/pact/configuration/")


def test_the_page_says_that_automation_is_paused(linked):
    linked.hub.pauses = [{"first": "2026-12-19", "last": "2027-01-26"}]
    page = linked.get("/pact/configuration/")
    assert "Automatic exchanges are paused in PaCT from 19 December 2026 to 26 January 2027." in page


def test_the_log_writes_days_as_people_do(linked, move):
    then = clock.now().astimezone(ZoneInfo("Pacific/Auckland"))
    later = then + timedelta(days=3)
    move(later)
    assert f"{told.day(then.date(), later.date())} at " in linked.get("/log/")


def test_two_secrets_that_were_swapped_are_both_refused(school, hub, hubs, url):
    """Several schools in one KAMAR, each with its own secret beside its name."""
    other_hub = FakeHub(school_number=next(numbers), school_name="The other school")
    hubs.append(other_hub)
    swapped = {f"secret-{school.number}": str(other_hub.secret), f"secret-{other_hub.school_number}": str(hub.secret)}
    page = school.post("/pact/configuration/", 422, **swapped)
    assert "This secret is for another school, The other school" in page
    assert f"This secret is for another school, {hub.school_name}" in page
    assert hub.exchanges == other_hub.exchanges == []
    right = {f"secret-{school.number}": str(hub.secret), f"secret-{other_hub.school_number}": str(other_hub.secret)}
    school.post("/pact/configuration/", **right)
    for each in (hub, other_hub):
        file = each.files[each.exchanges[0]["id"]].decode("utf-8-sig")
        assert file.rstrip().splitlines()[-1].startswith(f"{each.school_number}#")


@pytest.mark.parametrize(
    "trouble, words",
    [
        (problem(503, "not-ready", "Not ready"), "PaCT could not be reached"),
        (problem(403, "insufficient-scope", "Insufficient scope"), "PaCT refused the request: Insufficient scope."),
    ],
)
def test_the_page_says_how_the_link_stands_now(linked, trouble, words):
    linked.hub.troubles = [None, trouble]
    assert words in linked.get("/pact/configuration/")


def test_a_revoked_secret_is_said_on_the_page(linked):
    linked.hub.secret = type(linked.hub.secret)(linked.hub.secret.client, "x" * 43)
    assert linked.get("/pact/configuration/").count("Secret refused") == 2
    assert "Secret refused" in linked.get("/pact/")


def test_disconnecting_forgets_the_secret(linked):
    assert "is no longer linked here" in linked.post("/pact/disconnect/")
    assert "not linked with PaCT yet" in linked.post("/pact/upload/")
    assert len(linked.hub.exchanges) == 1
