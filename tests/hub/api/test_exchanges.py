"""Following exchanges, and what the connection says."""

import uuid
from datetime import timedelta

import pytest

from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.sms.models import Exchange

ISSUE = {
    "line": 12, "column": "mlepDOB", "code": "bad-date", "severity": "error", "message": "Not a date.",
    "value": "31/31/2012", "remedy": "Write it as 2012-12-31.",
}  # fmt: skip


def make_exchange(school, **values) -> Exchange:
    values = {
        "direction": "upload", "source": "sms", "provider": "kamar", "trigger": "automatic", "state": "held",
        "received_at": clock.now(), **values,
    }  # fmt: skip
    with at_school(school.id):
        return Exchange.objects.create(school=school, **values)


def test_an_exchange_tells_its_state_counts_issues_and_reasons(school, sms):
    made = make_exchange(
        school,
        counts={"people": 3, "leaving": 2},
        issues=[ISSUE],
        reasons=[{"code": "many-leaving", "message": "Many would leave.", "remedy": "Look."}],
    )
    body = sms.get(f"/api/v1/exchanges/{made.id}").json()
    assert body["state"] == "held"
    assert body["counts"] == {"people": 3, "leaving": 2}
    assert body["reasons"] == [{"code": "many-leaving", "message": "Many would leave.", "remedy": "Look."}]
    assert body["received_at"].endswith("Z")
    assert body["finished_at"] is None


def test_the_value_of_an_issue_is_not_told(school, sms):
    made = make_exchange(school, issues=[ISSUE])
    answer = sms.get(f"/api/v1/exchanges/{made.id}")
    assert answer.json()["issues"] == [{k: v for k, v in ISSUE.items() if k != "value"}]
    assert "31/31/2012" not in answer.content.decode()


def test_an_issue_of_the_whole_file_has_neither_line_nor_column(school, sms):
    made = make_exchange(school, issues=[{**ISSUE, "line": None, "column": None}])
    issue = sms.get(f"/api/v1/exchanges/{made.id}").json()["issues"][0]
    assert (issue["line"], issue["column"]) == (None, None)


def test_the_first_hundred_issues_are_told(school, sms):
    made = make_exchange(school, issues=[ISSUE] * 150)
    assert len(sms.get(f"/api/v1/exchanges/{made.id}").json()["issues"]) == 100


def test_an_exchange_of_a_neighbour_does_not_exist(school, sms, neighbours_sms):
    made = make_exchange(school)
    assert sms.get(f"/api/v1/exchanges/{made.id}").status_code == 200
    for answer in (
        neighbours_sms.get(f"/api/v1/exchanges/{made.id}"),
        neighbours_sms.get(f"/api/v1/exchanges/{uuid.uuid4()}"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert neighbours_sms.get("/api/v1/exchanges").json() == {"items": []}


def test_the_latest_exchanges_come_first(school, sms):
    made = [make_exchange(school, received_at=clock.now() - timedelta(hours=h)) for h in (3, 1, 2)]
    items = sms.get("/api/v1/exchanges?limit=2").json()["items"]
    assert [item["id"] for item in items] == [str(made[1].id), str(made[2].id)]


@pytest.mark.parametrize("limit", ["0", "101", "many", ""])
def test_a_limit_out_of_bounds_is_refused(sms, limit):
    refused = sms.get(f"/api/v1/exchanges?limit={limit}")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid-request")
    assert refused.json()["errors"][0]["where"] == "query.limit"


def test_the_connection_says_which_school_this_is(school, sms):
    answer = sms.get("/api/v1/connection").json()
    assert {name: answer[name] for name in answer if name not in ("uploads", "downloads")} == {
        "school_number": 7999, "school_name": "Kōwhai Flats School", "provider": "kamar", "automatic_export": True,
        "time_zone": "Pacific/Auckland", "last_upload": None, "undelivered": 0, "waiting": "", "pauses": [],
    }  # fmt: skip


def test_the_connection_shows_the_last_upload_and_no_download(school, sms):
    made = make_exchange(school, received_at=clock.now() - timedelta(hours=1))
    make_exchange(school, direction="download")
    assert sms.get("/api/v1/connection").json()["last_upload"]["id"] == str(made.id)


def test_a_call_makes_a_bounded_number_of_queries(school, sms, django_assert_max_num_queries):
    for hours in range(20):
        make_exchange(school, received_at=clock.now() - timedelta(hours=hours))
    with django_assert_max_num_queries(24):
        assert len(sms.get("/api/v1/exchanges").json()["items"]) == 20
