"""Holidays on Change SMS Settings: days on which nothing is exchanged by itself."""

from datetime import UTC, date, datetime

import pytest

from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.sms.models import Connection, Pause
from tests.hub.conftest import signed_in

from .settings_page import URL, text_of


class TestHolidays:
    """A school pauses automation between dates, and the page shows when it resumes."""

    @pytest.fixture
    def linked_page(self, admin, school, linked, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 1, tzinfo=UTC))
        with at_school(school.id):
            Connection.objects.update(linked_at=clock.now())
        return admin

    def pause(self, client, first, last):
        return client.post(f"{URL}pauses/", {"first": first, "last": last}, follow=True)

    def test_a_pause_to_come(self, linked_page, school):
        page = text_of(self.pause(linked_page, "2026-12-19", "2027-01-26"))
        assert "To be paused from 19 December 2026 to 26 January 2027, by Mere Office" in page
        with at_school(school.id):
            Pause.objects.get().delete()

    def test_a_pause_that_runs_says_when_it_resumes_and_can_be_ended(self, linked_page, school):
        page = text_of(self.pause(linked_page, "2026-11-28", "2027-01-26"))
        assert "Automatic exchanges are paused until Tuesday 26 January 2027" in page
        assert "Wednesday 27 January 2027, between" in page
        with at_school(school.id):
            key = Pause.objects.get().id
        resumed = text_of(linked_page.post(f"{URL}pauses/{key}/end/", follow=True))
        assert "The pause is over" in resumed
        assert "are paused until" not in resumed
        with at_school(school.id):
            assert Pause.objects.get().last == date(2026, 11, 30)
        assert "was over already" in text_of(linked_page.post(f"{URL}pauses/{key}/end/", follow=True))

    @pytest.mark.parametrize(
        ("first", "last", "words"),
        [
            ("2026-12-20", "2026-12-19", "The last day lies before the first"),
            ("2026-11-01", "2026-11-30", "These days are over already"),
            ("2026-12-20", "2028-12-19", "a year at most"),
            ("", "2026-12-19", "This field is required"),
        ],
    )
    def test_days_that_cannot_be_are_refused_in_words(self, linked_page, school, first, last, words):
        refused = linked_page.post(f"{URL}pauses/", {"first": first, "last": last})
        assert refused.status_code == 422
        assert words in text_of(refused)
        with at_school(school.id):
            assert not Pause.objects.exists()

    def test_nobody_else_may(self, school, teacher, neighbours_administrator, linked):
        for user, status in ((teacher, 403), (neighbours_administrator, 404)):
            answer = signed_in(user).post(f"{URL}pauses/", {"first": "2026-12-19", "last": "2027-01-26"})
            assert answer.status_code == status
        with at_school(school.id):
            assert not Pause.objects.exists()

    def test_anothers_pause_cannot_be_ended(self, school, neighbour, neighbours_administrator, linked):
        with at_school(school.id):
            mine = Pause.objects.create(
                school=school, first=date(2020, 1, 1), last=date(2099, 1, 1), made_at=clock.now()
            )
        signed_in(neighbours_administrator).post(f"/schools/7998/manage/sms/pauses/{mine.id}/end/")
        with at_school(school.id):
            assert Pause.objects.get().last == date(2099, 1, 1)
