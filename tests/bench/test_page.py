"""The benchmarks' school is the one they claim, and the page says only what was measured."""

import pytest

from bench import contenders, page, people, table
from openpact.hub.roster.core.values import memberships_of
from openpact.ide import Role

TOOK = {"scratch": [0.4, 0.2, 0.3], "unchanged": [0.1], "changed": [0.15]}

SCALE = {
    "when": "25 November 2026, 20:00 UTC", "load": "0.1 before and 0.2 after", "runs": 3, "raschpy": "1.0", "patterns": 93,
    "rows": [
        {"students": 1000, "many": [0.001, 0.002, 0.004], "cold": [4.0], "one": [0.01], "raschpy": [0.1]},
        {"students": 100_000, "many": [0.1], "cold": [5.0], "one": [1.0]},
    ],
}  # fmt: skip


def row(key: str, seconds: dict, **more) -> dict:
    return {
        "key": key, "name": key.title(), "version": "", "includes": "everything", "seconds": seconds,
        "peak_bytes": 90_000_000, "people": 2120, **more,
    }  # fmt: skip


@pytest.fixture
def results() -> dict:
    size = {"people": 200, "bytes": 24_000, "ours": row("ours", TOOK), "reader": row("reader", {"scratch": [0.002]})}
    return {
        "when": "24 November 2026, 05:55 UTC", "machine": "2 cores of something", "cores": 2, "every_peer": False,
        "people": 2120, "memberships": 6390, "load_before": "0.1", "load_after": "0.2",
        "server": dict.fromkeys(("server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers"), "on"),
        "school": [row("ours", TOOK), row("dlt", {step: [1.0] for step in TOOK})], "sizes": [size], "scale": SCALE,
    }  # fmt: skip


def test_the_school_has_two_thousand_students_and_a_hundred_and_twenty_staff_in_a_hundred_groups():
    everybody = people.school()
    assert sum(person.role is Role.STUDENT for person in everybody) == 2000
    assert len(everybody) == 2120
    assert len({name for person in everybody for name in memberships_of(person)}) == 100


def test_the_next_day_one_percent_is_otherwise():
    today = people.school()
    before, after = ({person.sms_id: person for person in lot} for lot in (today, people.next_day(today)))
    assert (len(before.keys() - after.keys()), len(after.keys() - before.keys())) == (5, 5)
    assert sum(before[key] != after[key] for key in before.keys() & after.keys()) == 15


@pytest.mark.parametrize("size", [200, 2000])
def test_a_school_of_a_size_has_so_many_people_and_students_among_them(size):
    everybody = people.of_size(size)
    assert len(everybody) == size
    assert {person.role for person in everybody} >= {Role.STUDENT, Role.TEACHING_STAFF}


def test_the_page_gives_medians_ratios_and_the_cost_of_a_person(results):
    text = page.page(results)
    assert "300 ms (200 ms – 400 ms)" in text
    assert "1,500 µs" in text
    assert "100,000 rows/s" in text
    assert "0.30" in table.ratios(results["school"])


def test_the_page_gives_scores_a_second_and_leaves_out_what_was_not_measured(results):
    assert "| 1,000    | 500,000 " in page.page(results)
    assert table.estimates(SCALE).splitlines()[-1].endswith("| 100,000              | –           |")


def test_a_peer_that_did_not_run_is_said_and_not_compared(results):
    results["school"].append(row("kolibri", {}, failed="it did not install"))
    assert "did not run on this machine" in table.contenders(results["school"])
    assert "Kolibri" not in table.ratios(results["school"])


def test_every_peer_is_pinned_without_index_addresses():
    for contender in contenders.CONTENDERS:
        if contender.package:
            assert contender.version
            assert "http" not in contender.pins.read_text()
