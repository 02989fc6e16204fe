"""The feed: pages, cursors, acknowledgements, and what a row says."""

from datetime import UTC, date
from functools import partial

import pytest
from django.db import connection

from openpact.hub.judgements import feed as reading
from openpact.hub.judgements.errors import BeyondFeed
from openpact.hub.judgements.feed import FeedEntry, current, head
from openpact.hub.judgements.models import FeedCursor
from openpact.hub.judgements.services import Entry, confirm
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Person

from .conftest import NOW

#: As the school's KAMAR reads it.
feed, acknowledge, undelivered = (
    partial(call, reader="kamar") for call in (reading.feed, reading.acknowledge, reading.undelivered)
)


@pytest.fixture
def five(school, linked, students, cycle):
    """Five rows: three first decisions, a change and a withdrawal."""
    with at_school(school.id):
        confirm(school, linked, [Entry(s.id, "3") for s in students], area="reading", cycle=cycle)
    with at_school(school.id):
        change = Entry(students[1].id, "4", 1, "New evidence")
        confirm(school, linked, [change], area="reading", cycle=cycle)
    with at_school(school.id):
        confirm(school, linked, [Entry(students[2].id, "", 1, "Wrong student")], area="reading", cycle=cycle)


def test_an_empty_feed(school):
    with at_school(school.id):
        page = feed(school)
        assert (page.rows, page.next_cursor, page.more) == ((), 0, False)
        assert (head(school), undelivered(school)) == (0, 0)


def test_a_row_says_what_the_contract_says(school, five, students):
    with at_school(school.id):
        row = feed(school).rows[3]
    assert row == FeedEntry(
        id=row.id, version=2, cursor=4, person_id="s2", nsn="0000000002", learning_area="reading",
        cycle="Interim 2026", cycle_kind="interim", year=2026, level="4", level_name="Curriculum level 4",
        withdrawn=False, judged_on=date(2026, 6, 10), confirmed_at=NOW.astimezone(UTC), judge="Tama Teacher",
        reason="New evidence",
    )  # fmt: skip


def test_a_withdrawal_is_a_row_without_a_level(school, five):
    with at_school(school.id):
        row = feed(school).rows[-1]
    assert (row.version, row.level, row.level_name, row.withdrawn, row.reason) == (2, "", "", True, "Wrong student")


def test_pages_follow_one_another(school, five):
    with at_school(school.id):
        first = feed(school, limit=2)
        second = feed(school, first.next_cursor, limit=2)
        third = feed(school, second.next_cursor, limit=2)
        fourth = feed(school, third.next_cursor, limit=2)
    assert [[r.cursor for r in p.rows] for p in (first, second, third, fourth)] == [[1, 2], [3, 4], [5], []]
    assert [p.more for p in (first, second, third, fourth)] == [True, True, False, False]
    assert fourth.next_cursor == 5


def test_a_page_that_ends_with_the_feed_has_no_more(school, five):
    with at_school(school.id):
        assert feed(school, limit=5).more is False


def test_without_a_cursor_it_goes_on_after_the_acknowledged_one(school, five):
    with at_school(school.id):
        assert acknowledge(school, 3) == 3
        assert [r.cursor for r in feed(school).rows] == [4, 5]
        assert [r.cursor for r in feed(school, 0).rows] == [1, 2, 3, 4, 5]
        assert undelivered(school) == 2
        acknowledge(school, 5)
        assert (feed(school).rows, feed(school).next_cursor) == ((), 5)


def test_an_acknowledgement_never_goes_back(school, five):
    with at_school(school.id):
        acknowledge(school, 4)
        for cursor in (4, 2, 0, -1):
            assert acknowledge(school, cursor) == 4
        assert FeedCursor.objects.get().acknowledged == 4


def test_an_acknowledgement_beyond_the_feed_is_refused(school, five):
    with at_school(school.id):
        with pytest.raises(BeyondFeed, match="beyond the newest row, 5"):
            acknowledge(school, 6)
        assert undelivered(school) == 5


def test_a_reader_whose_cursor_is_beyond_the_feed_is_told_so(school, five):
    with at_school(school.id):
        assert feed(school, 5).rows == ()
        with pytest.raises(BeyondFeed):
            feed(school, 6)


@pytest.mark.parametrize("limit", [0, -1, 1001])
def test_a_page_has_a_sensible_size(school, limit):
    with at_school(school.id), pytest.raises(ValueError, match="limit"):
        feed(school, limit=limit)


def test_who_left_is_still_delivered_and_a_new_sms_gets_its_own_ids(school, five, students):
    with at_school(school.id):
        Person.objects.filter(id=students[0].id).update(active=False)
        Person.objects.filter(id=students[1].id).update(sms_id="K-77", nsn="0123456789")
        rows = feed(school).rows
    assert [r.person_id for r in rows] == ["s1", "K-77", "s3", "K-77", "s3"]
    assert rows[1].nsn == "0123456789"


def _same_student(school, people, nsn):
    """As an upload would link them: the national student's key comes through the door."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM roster_students(%s)", [[nsn]])
        (key,) = cursor.fetchone()
    Person.objects.filter(id__in=[p.id for p in people]).update(nsn=nsn, student_id=key)


def test_two_records_that_became_one_are_delivered_under_the_id_that_is_left(school, five, students):
    """The SMS merged two records of a student, or made a new one: the same NSN is at the school under another id."""
    with at_school(school.id):
        first, other = students[0], students[1]
        _same_student(school, [first, other], "0123456789")
        Person.objects.filter(id=first.id).update(active=False)
        rows = feed(school).rows
        assert [r.person_id for r in rows] == ["s2", "s2", "s3", "s2", "s3"]
        # While both are here, each keeps their own.
        Person.objects.filter(id=first.id).update(active=True)
        assert [r.person_id for r in feed(school).rows] == ["s1", "s2", "s3", "s2", "s3"]


def test_another_sms_of_the_school_reads_from_the_beginning(school, five):
    with at_school(school.id):
        acknowledge(school, 5)
        assert [r.cursor for r in reading.feed(school, reader="etap").rows] == [1, 2, 3, 4, 5]
        reading.acknowledge(school, 2, reader="etap")
        assert (undelivered(school), reading.undelivered(school, reader="etap")) == (0, 3)


def test_each_school_has_a_feed_of_its_own(school, neighbour, five):
    with at_school(neighbour.id):
        assert (feed(neighbour).rows, head(neighbour)) == ((), 0)
        # Not even by asking for another's.
        assert (feed(school).rows, head(school)) == ((), 0)


def test_a_page_is_one_query(school, five, django_assert_num_queries):
    with at_school(school.id), django_assert_num_queries(1):
        assert len(feed(school).rows) == 5


def test_the_current_file_has_each_judgement_once(school, five):
    with at_school(school.id):
        acknowledge(school, 5)
        assert [(r.person_id, r.version, r.withdrawn) for r in current(school)] == [
            ("s1", 1, False), ("s2", 2, False), ("s3", 2, True),
        ]  # fmt: skip
