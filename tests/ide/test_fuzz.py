"""No bytes at all make the reader crash, hang, or take more time than their number deserves."""

import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openpact.ide import DAMAGES, IdeFile, Issue, UnusableFile, damage, read, sample, write
from openpact.ide.codes import CODES
from openpact.ide.text import is_ruined

from .files import SHORT_HEADER, full, student, teacher

GOOD = write(sample.people(4, 12), school_number=7, exported_at=sample.EXPORTED_AT)
SMALL_DAMAGES = [kind for kind in DAMAGES if kind not in ("too-large", "too-many-issues")]
SCRAPS = [b",", b'"', b"#", b"\r", b"\n", b"\0", b";", b"\t", b"|", b"?", b"\xc4", b"\x81", b"\xef\xbb\xbf", b"Student"]


def outcome(data: bytes) -> IdeFile | Issue:
    try:
        return read(data, school_number=7)
    except UnusableFile as unusable:
        return unusable.issue


def survives(data: bytes) -> None:
    """Read it; whatever comes of it must hold together."""
    file = outcome(data)
    if isinstance(file, Issue):
        assert CODES[file.code].scope == "file"
        return
    repeated = sum(issue.code == "repeated-row" for issue in file.issues)
    assert file.rows <= len(file.people) + len(file.refused) + repeated
    assert len(file.people) + len(file.refused) <= file.rows
    refused = {row.line for row in file.refused}
    assert refused == {issue.line for issue in file.issues if issue.severity == "error"}
    ids = [person.sms_id for person in file.people]
    assert len(set(ids)) == len(ids)
    assert not {row.sms_id for row in file.refused} & set(ids)
    for person in file.people:
        texts = (person.sms_id, person.first_name, person.last_name, *person.groups, *person.home_groups)
        assert not any(is_ruined(text) for text in texts)
        assert person.first_name
        assert person.last_name
        assert len(person.nsn) in (0, 10)


@settings(deadline=None, max_examples=200)
@given(data=st.binary(max_size=300))
def test_any_bytes(data):
    survives(data)


@settings(deadline=None, max_examples=200)
@given(data=st.binary(max_size=300))
def test_any_bytes_under_a_header(data):
    survives(f"{SHORT_HEADER}\n".encode() + data)


@settings(deadline=None, max_examples=200)
@given(
    lines=st.lists(
        st.lists(
            st.sampled_from(["1", "2", '"', "A", "Student", "#", "", " ", "\x07", "2014-01-27 10:00:00", "7#1.71#"]),
            max_size=5,
        ).map(",".join),
        max_size=8,
    )
)
def test_any_rows_of_likely_cells(lines):
    survives("\n".join([SHORT_HEADER, *lines]).encode())


@pytest.mark.parametrize("seed", range(150))
def test_a_good_file_changed_by_chance(seed):
    rng = Random(seed)
    data = bytearray(GOOD)
    for _ in range(rng.randint(1, 12)):
        at = rng.randrange(len(data))
        scrap = rng.choice(SCRAPS)
        data[at : at + rng.choice([0, 1, len(scrap), 200])] = scrap
    survives(bytes(data))


@pytest.mark.parametrize("one", SMALL_DAMAGES)
def test_a_file_damaged_in_two_ways(one):
    data = damage(GOOD, one)
    survives(data)
    for other in SMALL_DAMAGES:
        try:
            twice = damage(data, other)
        except ValueError:
            continue
        survives(twice)


def seconds(data: bytes) -> float:
    start = time.process_time()
    survives(data)
    return time.process_time() - start


HOSTILE = {
    "quotes": lambda n: b'"' * n,
    "spaces before quotes": lambda n: b' "' * (n // 2),
    "commas": lambda n: b"," * n,
    "empty quoted cells": lambda n: b'"",' * (n // 3),
    "lists of blanks": lambda n: b"1,A,B,Student," + b"#" * n,
    "lists of groups": lambda n: b"1,A,B,Student," + b"#".join(b"%d" % i for i in range(n // 6)),
    "question marks": lambda n: b"1,A,B,Student," + b"?" * n,
    "letters that precede ruin": lambda n: b"1,A,B,Student," + "aÄ".encode() * (n // 3),
    "escapes that do not end": lambda n: b"1,A,B,Student," + b"&#00" * (n // 4),
    "combining marks": lambda n: b"1,A,B,Student," + b"a" + "\u0304\u0323".encode() * (n // 4),
    "digits": lambda n: b"1" * n,
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_the_worst_lines_take_time_in_proportion_to_their_length(name):
    header = f"{SHORT_HEADER},mlepGroupMembership\n".encode()
    short, long = (min(seconds(header + HOSTILE[name](size) + b"\n") for _ in range(3)) for size in (8_000, 64_000))
    assert long < 0.05 + 24 * short, f"{long / short:.0f} times as long for 8 times as much"


@pytest.mark.parametrize("line", [b"\n", b"\r", b",\n", b"#\n", b'"\n'], ids=repr)
def test_many_of_the_shortest_lines_are_read_in_seconds(line):
    assert seconds(f"{SHORT_HEADER}\n".encode() + line * 40_000) < 4


def test_many_rows_that_contest_one_id_take_time_in_proportion_to_their_number():
    def file(rows: int) -> bytes:
        return full(*(student(FirstName=f"N{number}") for number in range(rows)), teacher())

    assert seconds(file(8_000)) < 0.2 + 24 * seconds(file(1_000))
