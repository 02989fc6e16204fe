"""Judgements are collected after a cursor and acknowledged; each collection is one download in the log."""

import csv
import io
from datetime import timedelta

import pytest

from openpact.hub.judgements.services import Entry, confirm
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.schools.models import Cycle
from openpact.hub.sms.connection import save_settings
from openpact.hub.sms.models import Exchange
from openpact.link.words import Trigger
from tests.hub.judgements.people import add_people

from .conftest import link, signed_in_sms

FEED = "/api/v1/judgements"
ACKNOWLEDGE = "/api/v1/judgements/acknowledgements"


@pytest.fixture
def judged(school, administrator):
    """Five students' reading: the feed's rows 1 to 5."""
    with at_school(school.id):
        students = add_people(school, "Anahera Parata", "Ben Smith", "Cora Ngata", "Dilraj Singh", "Elena Tui")
        cycle = Cycle.objects.get(kind="interim")
        confirm(school, administrator, [Entry(s.id, "3") for s in students], area="reading", cycle=cycle)
    return students


def cursors(answer) -> list[int]:
    return [item["cursor"] for item in answer.json()["items"]]


def downloads(school) -> list[tuple]:
    with at_school(school.id):
        found = Exchange.objects.filter(direction="download").order_by("received_at")
        return [(e.state, e.counts["judgements"], e.counts["acknowledged"]) for e in found]


def test_a_row_says_what_the_contract_says(school, judged, sms):
    body = sms.get(FEED).json()
    row = body["items"][1]
    assert row.pop("id")
    assert row.pop("confirmed_at").endswith("Z")
    assert row.pop("judged_on")
    year = row.pop("year")
    assert row == {
        "version": 1, "cursor": 2, "person_id": "s2", "nsn": "0000000002", "learning_area": "reading",
        "cycle": f"Interim {year}", "cycle_kind": "interim", "level": "3", "level_name": "Curriculum level 3",
        "withdrawn": False, "judge": "Mere Office", "reason": "",
        "score": None, "score_low": None, "score_high": None, "recommended": None, "standard": None, "framework": None,
        "framework_version": None, "calibration": None, "calibration_version": None, "aspects": None,
    }  # fmt: skip
    assert {k: v for k, v in body.items() if k != "items"} == {
        "next_cursor": 5, "more": False, "automatic_export": True, "waiting": "",
    }  # fmt: skip


def test_pages_follow_one_another(judged, sms):
    first = sms.get(f"{FEED}?limit=2")
    second = sms.get(f"{FEED}?limit=2&after={first.json()['next_cursor']}")
    assert (cursors(first), first.json()["more"]) == ([1, 2], True)
    assert cursors(second) == [3, 4]


def test_without_a_cursor_it_goes_on_after_the_last_acknowledged(judged, sms):
    assert sms.post(ACKNOWLEDGE, {"cursor": 3}).json() == {"acknowledged": 3}
    assert cursors(sms.get(FEED)) == [4, 5]
    assert cursors(sms.get(f"{FEED}?after=0")) == [1, 2, 3, 4, 5]
    assert sms.get("/api/v1/connection").json()["undelivered"] == 2


def test_repeating_an_acknowledgement_or_giving_less_is_harmless(judged, sms):
    for cursor in (4, 4, 2, 0):
        assert sms.post(ACKNOWLEDGE, {"cursor": cursor}).json() == {"acknowledged": 4}


def test_an_acknowledgement_beyond_the_newest_row_changes_nothing(judged, sms):
    refused = sms.post(ACKNOWLEDGE, {"cursor": 6})
    assert (refused.status_code, refused.json()["code"]) == (422, "beyond-feed")
    assert cursors(sms.get(FEED)) == [1, 2, 3, 4, 5]


def test_asking_after_a_row_that_does_not_exist_yet_is_refused(judged, sms):
    refused = sms.get(f"{FEED}?after=6")
    assert (refused.status_code, refused.json()["code"]) == (422, "beyond-feed")


@pytest.mark.parametrize("body", [{}, {"cursor": "4"}, {"cursor": True}, {"cursor": -1}, {"cursor": 2**63}, [], None])
def test_a_body_that_is_no_cursor_is_refused(sms, body):
    refused = sms.post(ACKNOWLEDGE, body)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid-request")


def test_a_body_that_is_no_json_is_refused(sms):
    refused = sms.http.post(
        ACKNOWLEDGE, "{", content_type="application/json", headers={"Authorization": f"Bearer {sms.token}"}
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid-request")


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=0", "limit=1001", f"after={2**63}"])
def test_a_parameter_out_of_bounds_is_refused(sms, query):
    refused = sms.get(f"{FEED}?{query}")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid-request")


def test_csv_carries_the_same_rows(judged, sms):
    answer = sms.get(f"{FEED}?limit=2", headers={"Accept": "text/csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(row["cursor"], row["person_id"], row["nsn"]) for row in rows] == [
        ("1", "s1", "0000000001"), ("2", "s2", "0000000002"),
    ]  # fmt: skip
    assert (answer["X-Next-Cursor"], answer["X-More"], answer["X-Automatic-Export"]) == ("2", "true", "true")


@pytest.mark.parametrize("trigger", list(Trigger))
def test_switched_off_nothing_leaves_whoever_asks(school, judged, sms, trigger):
    asking = {"X-Trigger": str(trigger)}
    with at_school(school.id):
        save_settings(school, None, use_sms=True, provider="kamar", automatic_export=False)
    for query in ("", "?after=0"):
        body = sms.get(FEED + query, headers=dict(asking)).json()
        assert (body["items"], body["more"], body["automatic_export"]) == ([], False, False)
        assert body["waiting"] == "switched-off"
    answer = sms.get(f"{FEED}?after=0", headers={"Accept": "text/csv", **asking})
    assert answer.content.decode().count("\n") == 1
    assert answer["X-Automatic-Export"] == "false"
    assert downloads(school) == []


def test_a_neighbour_collects_only_its_own(judged, sms, neighbours_sms):
    assert cursors(neighbours_sms.get(f"{FEED}?after=0")) == []
    assert neighbours_sms.post(ACKNOWLEDGE, {"cursor": 1}).json()["code"] == "beyond-feed"


def test_a_collection_is_one_download_applied_once_all_is_acknowledged(school, judged, sms):
    for cursor in (2, 4, 5):
        assert cursors(sms.get(f"{FEED}?limit=2"))[-1] == cursor
        assert downloads(school)[0][0] == "received"
        sms.post(ACKNOWLEDGE, {"cursor": cursor})
    assert downloads(school) == [("applied", 5, 5)]
    with at_school(school.id):
        made = Exchange.objects.get(direction="download")
    assert (made.source, made.provider, made.trigger) == ("sms", "kamar", "automatic")
    assert made.finished_at is not None


def test_pages_read_ahead_and_acknowledged_at_the_end_are_one_download_too(school, judged, sms):
    for after in (0, 2, 4):
        sms.get(f"{FEED}?limit=2&after={after}")
    assert downloads(school) == [("received", 5, 0)]
    sms.post(ACKNOWLEDGE, {"cursor": 5})
    assert downloads(school) == [("applied", 5, 5)]


def test_a_page_that_is_asked_for_again_is_counted_once(school, judged, sms):
    for _ in range(3):
        sms.get(FEED)
    assert downloads(school) == [("received", 5, 0)]


def test_an_empty_page_is_no_download(school, sms):
    assert cursors(sms.get(FEED)) == []
    sms.post(ACKNOWLEDGE, {"cursor": 0})
    assert downloads(school) == []


def test_a_person_may_have_started_the_collection(school, judged, sms):
    sms.get(FEED, headers={"X-Trigger": "manual"})
    with at_school(school.id):
        assert Exchange.objects.get(direction="download").trigger == "manual"


def test_a_collection_that_was_never_acknowledged_makes_way_for_the_next(school, judged, sms, monkeypatch):
    sms.get(FEED)
    later = clock.now() + timedelta(hours=1, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    # The token has run out meanwhile.
    renewed = type(sms)(_renewed(school))
    renewed.get(FEED)
    renewed.post(ACKNOWLEDGE, {"cursor": 5})
    assert downloads(school) == [("superseded", 5, 0), ("applied", 5, 5)]


def test_a_collection_that_stopped_midway_keeps_what_was_acknowledged(school, judged, sms, monkeypatch):
    sms.get(f"{FEED}?limit=2")
    sms.post(ACKNOWLEDGE, {"cursor": 2})
    assert downloads(school) == [("received", 2, 2)]
    later = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    renewed = type(sms)(_renewed(school))
    assert cursors(renewed.get(FEED)) == [3, 4, 5]
    renewed.post(ACKNOWLEDGE, {"cursor": 5})
    assert downloads(school) == [("applied", 2, 2), ("applied", 3, 3)]


def test_a_school_that_changes_its_sms_with_rows_undelivered_has_them_all_brought_to_the_new_one(school, judged, sms):
    """And within the hour: a run of the earlier SMS is not gone on with in the log."""
    assert cursors(sms.get(f"{FEED}?limit=3")) == [1, 2, 3]
    sms.post(ACKNOWLEDGE, {"cursor": 2})
    other = signed_in_sms(link(school, provider="assembly"))
    assert downloads(school) == [("superseded", 3, 2)]
    assert cursors(other.get(FEED)) == [1, 2, 3, 4, 5]
    other.post(ACKNOWLEDGE, {"cursor": 4})
    assert cursors(other.get(FEED)) == [5]
    other.post(ACKNOWLEDGE, {"cursor": 5})
    assert downloads(school) == [("superseded", 3, 2), ("applied", 5, 5)]
    with at_school(school.id):
        assert [e.provider for e in Exchange.objects.order_by("received_at")] == ["kamar", "assembly"]


def test_a_run_that_the_earlier_sms_left_open_is_never_the_later_ones(school, judged, sms):
    """Though nobody closed it."""
    sms.get(FEED)
    with at_school(school.id):
        Exchange.objects.update(provider="etap")
    sms.get(FEED)
    sms.post(ACKNOWLEDGE, {"cursor": 5})
    assert downloads(school) == [("received", 5, 0), ("applied", 5, 5)]


def _renewed(school) -> str:
    from openpact.hub.sms.secrets import create_secret

    from .conftest import ask_token

    with at_school(school.id):
        secret = create_secret(school, None, grace=None)
    return ask_token(secret).json()["access_token"]
