"""When the next exchange is due at a school: from what is stored to words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from openpact import clock as the_clock
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.sms.connection import get_connection, save_settings
from openpact.hub.sms.models import Connection, Exchange, Pause
from openpact.hub.sms.timing import timing
from openpact.link.words import ExchangeState, Trigger, Waiting
from tests.hub.api.conftest import link as link_by_secret
from tests.hub.api.conftest import signed_in_sms

#: A Tuesday, noon in Auckland.
NOON = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)


@pytest.fixture
def now(monkeypatch):
    """A clock that the test sets: now[0]."""
    moment = [NOON]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    return moment


@pytest.fixture
def linked(school, now):
    with at_school(school.id):
        save_settings(school, None, use_sms=True, provider="musac-edge", automatic_export=True)
    return school


def of(school):
    with at_school(school.id):
        return timing(school, get_connection(school))


def happened(
    school,
    at,
    trigger=Trigger.AUTOMATIC,
    *,
    direction="upload",
    provider="musac-edge",
    state=ExchangeState.APPLIED,
    **how,
):
    with at_school(school.id):
        return Exchange.objects.create(
            school=school, direction=direction, source="sms", provider=provider, trigger=trigger,
            state=state, received_at=at, **how,
        )  # fmt: skip


def test_without_an_sms_nothing_is_due(school, now):
    found = of(school)
    assert (found.uploads.due, found.downloads.due) == (None, None)
    assert "by hand" in found.uploads.note


def test_an_sms_that_needs_no_secret_is_due_from_the_moment_it_is_selected(linked):
    found = of(linked)
    assert found.uploads.since == NOON
    assert NOON < found.uploads.due.at <= NOON + timedelta(days=8)
    assert found.uploads.rule == "every seven days between 10pm and midnight"
    assert found.downloads.due == found.uploads.due


def test_one_that_needs_a_secret_is_due_once_it_has_called(school, now):
    secret = link_by_secret(school)
    assert of(school).uploads.due is None
    now[0] += timedelta(days=3)
    signed_in_sms(secret)
    found = of(school)
    assert found.uploads.since == now[0]
    assert not found.uploads.due.missed


def test_an_upload_by_hand_sets_the_seven_days_anew_and_its_day_is_told(linked, now):
    happened(linked, NOON + timedelta(hours=1), Trigger.MANUAL)
    now[0] += timedelta(hours=2)
    found = of(linked).uploads
    assert found.when.startswith("Tuesday 1 December, between 1")
    assert found.why.startswith("An upload by hand on Tuesday 24 November started the seven days anew.")


def test_one_by_hand_whose_file_could_not_be_used_leaves_them_alone(linked, now):
    before = of(linked).uploads.due
    happened(linked, NOON + timedelta(hours=1), Trigger.MANUAL, state=ExchangeState.REFUSED)
    assert of(linked).uploads.due == before
    happened(linked, NOON + timedelta(hours=2), Trigger.MANUAL)
    happened(linked, NOON + timedelta(days=2), Trigger.MANUAL, state=ExchangeState.REFUSED)
    assert of(linked).uploads.last_manual == NOON + timedelta(hours=2)


@pytest.mark.parametrize("state", [ExchangeState.RECEIVED, ExchangeState.HELD, ExchangeState.UNCHANGED])
def test_one_by_hand_that_is_held_or_changes_nothing_sets_them_anew(linked, now, state):
    happened(linked, NOON + timedelta(hours=1), Trigger.MANUAL, state=state)
    assert of(linked).uploads.last_manual == NOON + timedelta(hours=1)


def test_so_does_one_by_hand_that_a_person_discarded(linked, now):
    happened(linked, NOON + timedelta(hours=1), Trigger.MANUAL, state=ExchangeState.REFUSED, decided_at=NOON)
    assert of(linked).uploads.last_manual == NOON + timedelta(hours=1)


def test_an_automatic_one_whose_file_could_not_be_used_has_had_its_turn(linked, now):
    due = of(linked).uploads.due.at
    happened(linked, due, state=ExchangeState.REFUSED)
    now[0] = due + timedelta(minutes=1)
    assert of(linked).uploads.due.at == due + timedelta(days=7)


def test_a_download_by_hand_touches_nothing(linked, now):
    before = of(linked).uploads.due
    happened(linked, NOON, Trigger.MANUAL, direction="download")
    with at_school(linked.id):
        connection = get_connection(linked)
        connection.collected_by_hand_at = NOON
        connection.save()
    assert of(linked).uploads.due == before


def test_what_came_from_another_sms_does_not_count(linked, now):
    happened(linked, NOON + timedelta(hours=1), Trigger.MANUAL, provider="kamar")
    assert of(linked).uploads.last_manual is None


def test_the_first_upload_of_a_link_is_outside_the_schedule(linked, now):
    before = of(linked).uploads.due
    happened(linked, NOON, Trigger.FIRST)
    assert of(linked).uploads.due == before


def test_another_sms_begins_anew(linked, now):
    happened(linked, NOON + timedelta(days=1), Trigger.MANUAL)
    now[0] += timedelta(days=30)
    with at_school(linked.id):
        save_settings(linked, None, use_sms=True, provider="kamar", automatic_export=True)
    assert of(linked).uploads.since is None
    assert "once your SMS is linked" in of(linked).uploads.note


def test_saving_another_setting_does_not(linked, now):
    now[0] += timedelta(days=30)
    with at_school(linked.id):
        save_settings(linked, None, use_sms=True, provider="musac-edge", automatic_export=False)
    assert of(linked).uploads.since == NOON


def test_two_missed_windows_are_told(linked, now):
    now[0] += timedelta(days=8)
    one = of(linked).uploads
    assert (len(one.due.missed), one.to_be_told) == (1, False)
    now[0] += timedelta(days=7)
    two = of(linked).uploads
    assert (len(two.due.missed), two.to_be_told) == (2, True)
    assert two.missed.startswith("2 in a row did not come")


def test_nothing_is_due_in_a_pause_and_the_page_says_when_it_resumes(linked, now):
    with at_school(linked.id):
        Pause.objects.create(school=linked, first=date(2026, 11, 24), last=date(2027, 1, 26), made_at=NOON)
    found = of(linked)
    assert found.paused.last == date(2027, 1, 26)
    assert found.uploads.when.startswith("Wednesday 27 January 2027, between")
    assert "it resumes on Wednesday 27 January 2027" in found.uploads.why


def test_with_automatic_export_off_judgements_have_no_time(linked, now):
    with at_school(linked.id):
        save_settings(linked, None, use_sms=True, provider="musac-edge", automatic_export=False)
    found = of(linked)
    assert found.downloads.due is None
    assert "by hand" in found.downloads.note
    assert found.uploads.due is not None


def test_a_school_that_gives_etap_student_data_only_is_told_just_that(linked, now):
    with at_school(linked.id):
        save_settings(linked, None, use_sms=True, provider="etap", automatic_export=False)
    found = of(linked).downloads
    assert found.due is None
    assert found.note == "Student data only: eTAP never gets judgements. So your settings say."


def test_a_collection_that_finds_nothing_counts_too(school, now):
    secret = link_by_secret(school)
    signed_in_sms(secret)
    now[0] += timedelta(hours=11)
    sms = signed_in_sms(secret)
    assert sms.get("/api/v1/judgements").json()["items"] == []
    found = of(school).downloads
    assert found.last_automatic == found.found_nothing_at == now[0]
    assert found.last is None
    assert datetime.fromisoformat(sms.get("/api/v1/connection").json()["downloads"]["found_nothing_at"]) == now[0]


def test_one_that_found_nothing_is_told_only_if_it_is_the_last(linked, now):
    """The last download with something in it; then the SMS comes again."""
    with at_school(linked.id):
        Connection.objects.update(collected_at=NOON)
    run = happened(linked, NOON, direction="download", state=ExchangeState.RECEIVED)
    assert of(linked).downloads.found_nothing_at is None
    with at_school(linked.id):
        Exchange.objects.filter(id=run.id).update(state=ExchangeState.APPLIED, finished_at=NOON + timedelta(minutes=1))
    assert of(linked).downloads.found_nothing_at is None
    with at_school(linked.id):
        Connection.objects.update(collected_by_hand_at=NOON + timedelta(hours=1))
    assert of(linked).downloads.found_nothing_at == NOON + timedelta(hours=1)
    assert of(linked).downloads.last == run


def test_what_came_for_another_sms_is_not_told_of_the_next(school, now):
    signed_in_sms(link_by_secret(school)).get("/api/v1/judgements")
    with at_school(school.id):
        save_settings(school, None, use_sms=True, provider="etap", automatic_export=True)
    assert of(school).downloads.found_nothing_at is None


def test_the_api_says_the_same_in_the_same_words(school, now):
    sms = signed_in_sms(link_by_secret(school))
    answer, page = sms.get("/api/v1/connection").json(), of(school)
    assert answer["uploads"]["next"]["when"] == page.uploads.when
    assert answer["uploads"]["next"]["because"] == page.uploads.why
    assert answer["downloads"]["next"]["when"] == page.downloads.when
    assert datetime.fromisoformat(answer["uploads"]["next"]["at"]) == page.uploads.due.at.replace(microsecond=page.uploads.due.at.microsecond // 1000 * 1000)  # fmt: skip


class TestWaiting:
    """Why nothing is given out."""

    def ask(self, sms, **headers):
        return sms.get("/api/v1/judgements", headers=headers).json()["waiting"]

    def test_switched_off(self, school, now):
        sms = signed_in_sms(link_by_secret(school, automatic_export=False))
        assert self.ask(sms) == Waiting.SWITCHED_OFF

    def test_paused_unless_a_person_asks(self, school, now):
        sms = signed_in_sms(link_by_secret(school))
        with at_school(school.id):
            Pause.objects.create(school=school, first=date(2026, 11, 24), last=date(2026, 11, 24), made_at=NOON)
        assert self.ask(sms) == Waiting.PAUSED
        assert self.ask(sms, **{"X-Trigger": "manual"}) == Waiting.NOTHING
        now[0] += timedelta(days=1)
        assert self.ask(signed_in_sms(link_by_secret(school))) == Waiting.NOTHING

    def test_another_smss_ids_until_its_own_upload_is_applied(self, school, now):
        happened(school, NOON, provider="etap")
        sms = signed_in_sms(link_by_secret(school))
        assert self.ask(sms) == Waiting.FIRST_UPLOAD
        happened(school, NOON + timedelta(minutes=1), provider="kamar")
        assert self.ask(sms) == Waiting.NOTHING

    def test_a_roster_that_came_by_hand_keeps_nothing_back(self, school, now):
        assert self.ask(signed_in_sms(link_by_secret(school))) == Waiting.NOTHING


def test_an_automatic_upload_in_a_pause_is_refused_and_one_by_hand_is_taken(school, now):
    sms = signed_in_sms(link_by_secret(school))
    assert sms.upload(b"one", key="before").status_code == 202
    with at_school(school.id):
        Pause.objects.create(school=school, first=date(2026, 11, 24), last=date(2026, 11, 25), made_at=NOON)
    refused = sms.upload(b"two", key="in")
    assert (refused.status_code, refused.json()["code"]) == (409, "paused")
    # A retry of one that was taken before is that one.
    assert sms.upload(b"one", key="before").status_code == 202
    assert sms.upload(b"three", key="by hand", **{"X-Trigger": "manual"}).status_code == 202
    with at_school(school.id):
        assert Exchange.objects.count() == 2


def test_only_the_demos_clock_can_be_moved(monkeypatch, tmp_path):
    monkeypatch.delenv(the_clock.VARIABLE, raising=False)
    with pytest.raises(RuntimeError, match="Only the demo's clock"):
        the_clock.move(NOON)
    monkeypatch.setenv(the_clock.VARIABLE, str(tmp_path / "clock"))
    assert the_clock.ahead() == timedelta(0)
    the_clock.move(datetime.now(UTC) + timedelta(days=7))
    assert timedelta(days=6, hours=23) < the_clock.ahead() < timedelta(days=7, hours=1)


def test_a_moved_clock_does_not_make_the_worker_look_dead(db, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + timedelta(days=30))
    assert "worker for" not in Client().get("/readyz").content.decode()
