"""A good file can be damaged in each way that the reader knows."""

import pytest

from openpact.ide import DAMAGES, Severity, UnusableFile, damage, read, sample, write
from openpact.ide.codes import CODES

GOOD = write(sample.people(3, 60), school_number=7, exported_at=sample.EXPORTED_AT)
LARGE = ("too-large", "too-many-issues")


def codes_of(data: bytes) -> set[str]:
    try:
        return {issue.code for issue in read(data, school_number=7).issues}
    except UnusableFile as unusable:
        return {unusable.issue.code}


@pytest.mark.parametrize("kind", list(DAMAGES))
def test_each_damage_brings_about_its_code_and_no_other(kind):
    code = DAMAGES[kind].code
    assert codes_of(damage(GOOD, kind)) == ({code} if code else set())


@pytest.mark.parametrize("kind", [kind for kind in DAMAGES if kind not in LARGE])
def test_the_seed_decides_where_and_the_same_one_always_the_same(kind):
    assert damage(GOOD, kind, 5) == damage(GOOD, kind, 5)
    assert codes_of(damage(GOOD, kind, 6)) == codes_of(damage(GOOD, kind, 5))
    assert damage(GOOD, kind, 5) != GOOD


def test_every_code_can_be_brought_about():
    assert {way.code for way in DAMAGES.values()} - {""} == set(CODES)


MANY_ROWS = ("mojibake", "lost-macrons", "truncated")
ONE_ROW = [
    kind for kind, way in DAMAGES.items() if way.code and CODES[way.code].scope != "file" and kind not in MANY_ROWS
]


@pytest.mark.parametrize("kind", ONE_ROW)
def test_damage_to_a_row_costs_that_row_at_most(kind):
    whole, file = read(GOOD), read(damage(GOOD, kind))
    lost = {issue.line for issue in file.issues if issue.severity is Severity.ERROR}
    assert len(lost) <= (2 if kind == "duplicate-id" else 1)
    assert len(file.people) == len(whole.people) - len(lost)
    assert {person.sms_id for person in file.people} <= {person.sms_id for person in whole.people}


def test_one_damage_can_follow_another():
    data = damage(damage(GOOD, "bad-role"), "excel-date", 1)
    assert codes_of(data) == {"bad-role", "excel-date"}


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="no damage is called 'fire'"):
        damage(GOOD, "fire")


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"hello", GOOD.splitlines(keepends=True)[0]])
def test_a_file_that_has_nothing_to_damage_is_refused(data):
    with pytest.raises(ValueError):
        damage(data, "bad-name")
