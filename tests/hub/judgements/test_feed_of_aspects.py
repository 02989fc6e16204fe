"""What the feed says of judgements that rest on aspects."""

import csv
import io
import json

import pytest

from openpact.hub.judgements.feed import FeedEntry, current, feed
from openpact.hub.judgements.files import csv_of
from openpact.hub.judgements.placing import Placement, place, unlock
from openpact.hub.judgements.services import Entry, confirm
from openpact.hub.platform.tenancy import at_school
from openpact.scale import load

KEYS = [aspect.key for aspect in load().current("mathematics").framework.aspects]
WHAT_ASPECTS_SAY = (
    "score", "score_low", "score_high", "recommended", "standard", "framework", "framework_version", "calibration",
    "calibration_version", "aspects",
)  # fmt: skip


@pytest.fixture
def judged(school, cycle, linked):
    """judged(student, level, sets) places what is given and confirms; answers the feed's last row."""

    def judged(student, level, sets, seen=0, **more) -> FeedEntry:
        with at_school(school.id):
            placements = [Placement(student.id, key, number, seen) for key, number in sets.items()]
            place(school, linked, placements, area="mathematics", cycle=cycle)
            confirm(school, linked, [Entry(student.id, level, seen, **more)], area="mathematics", cycle=cycle)
            return feed(school, reader="kamar").rows[-1]

    return judged


def said_by_aspects(row) -> dict:
    return {name: getattr(row, name) for name in WHAT_ASPECTS_SAY if getattr(row, name) is not None}


def test_a_row_says_the_score_with_its_range_and_by_what_it_was_made(judged, students):
    row = judged(students[0], "3", dict.fromkeys(KEYS, 4))
    score = load().current("mathematics").score(dict.fromkeys(KEYS, 4))
    assert said_by_aspects(row) == {
        "score": score.points, "score_low": score.low, "score_high": score.high, "recommended": "3",
        "framework": "mathematics", "framework_version": 1,
        "calibration": "illustrative-mathematics", "calibration_version": 1, "aspects": dict.fromkeys(KEYS, 4),
    }  # fmt: skip
    assert (row.level, row.reason) == ("3", "")


def test_another_level_than_recommended_comes_with_its_reason(judged, students):
    row = judged(students[0], "4", dict.fromkeys(KEYS, 4), reason="Her project shows more.")
    assert (row.level, row.recommended, row.reason) == ("4", "3", "Her project shows more.")


def test_the_standard_is_said_where_the_school_reports_standards(judged, school, students, in_year):
    in_year(8, students[0])
    school.reports_standards = True
    assert judged(students[0], "3", dict.fromkeys(KEYS, 4)).standard == "well below"


def test_an_aspect_without_enough_evidence_is_null_and_not_nought(judged, students):
    row = judged(students[0], "3", {**dict.fromkeys(KEYS, 4), KEYS[0]: 0})
    assert row.aspects == {**dict.fromkeys(KEYS, 4), KEYS[0]: None}
    assert row.score is not None


def test_with_too_few_aspects_for_a_score_they_are_said_and_nothing_that_comes_of_them(judged, students):
    row = judged(students[0], "3", {KEYS[0]: 4})
    assert said_by_aspects(row) == {"aspects": {KEYS[0]: 4}, "framework": "mathematics", "framework_version": 1}


def test_without_aspects_everything_of_them_is_null(judged, students):
    assert said_by_aspects(judged(students[0], "3", {})) == {}


def test_a_correction_says_its_own_score_and_the_first_version_keeps_its(judged, students, school, linked, cycle):
    first = judged(students[0], "3", dict.fromkeys(KEYS, 4))
    with at_school(school.id):
        unlock(school, linked, students[0].id, area="mathematics", cycle=cycle, because="A slip.")
    second = judged(students[0], "5", dict.fromkeys(KEYS, 7), seen=1)
    assert (second.id, second.version, second.level, second.reason) == (first.id, 2, "5", "A slip.")
    assert second.score_low > first.score_high
    with at_school(school.id):
        assert list(feed(school, reader="kamar").rows) == [first, second]
        assert current(school) == [second]


def test_the_file_has_them_in_cells(judged, students):
    row = judged(students[0], "3", {**dict.fromkeys(KEYS, 4), KEYS[0]: 0})
    (cells,) = csv.DictReader(io.StringIO(csv_of([row]), newline=""))
    assert (cells["score"], cells["standard"], cells["calibration_version"]) == (str(row.score), "", "1")
    assert json.loads(cells["aspects"]) == row.aspects
