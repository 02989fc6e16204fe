"""Bytes into lines, in bounded memory, wherever the chunks happen to end."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpact.ide import lines as module
from openpact.ide.lines import Lines, TooManyBytes


def split(data: bytes, max_line: int = 1000) -> list[tuple[int, bytes, bool, bool]]:
    return [tuple(line) for line in Lines(io.BytesIO(data), max_bytes=10**6, max_line=max_line)]


def test_lines_are_numbered_from_one_and_blank_ones_count():
    assert split(b"a\n\nb") == [(1, b"a", True, False), (2, b"", True, False), (3, b"b", False, False)]


def test_nothing_has_no_lines():
    assert split(b"") == []


@given(data=st.lists(st.sampled_from([b"\r", b"\n", b"a", b"bc"]), max_size=30).map(b"".join), size=st.integers(1, 7))
def test_the_lines_do_not_depend_on_where_the_chunks_end(data, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHUNK_BYTES", size)
        found = split(data)
    assert [line for _, line, _, _ in found] == data.splitlines()
    assert [number for number, _, _, _ in found] == list(range(1, len(found) + 1))
    assert [ended for _, _, ended, _ in found] == [whole.endswith((b"\r", b"\n")) for whole in data.splitlines(True)]


@pytest.mark.parametrize("size", [1, 7, 10, 64, 10_000])
def test_a_line_that_is_too_long_is_cut_and_the_next_is_whole(size, monkeypatch):
    monkeypatch.setattr(module, "CHUNK_BYTES", size)
    found = split(b"a\n" + b"x" * 500 + b"\r\nb\n" + b"y" * 500, max_line=100)
    assert [(number, ended, too_long) for number, _, ended, too_long in found] == [
        (1, True, False),
        (2, True, True),
        (3, True, False),
        (4, False, True),
    ]
    assert [line[:1] for _, line, _, _ in found] == [b"a", b"x", b"b", b"y"]
    assert all(len(line) <= module.KEPT_OF_TOO_LONG for _, line, _, _ in found)


def test_a_line_as_long_as_allowed_is_not_too_long():
    assert split(b"x" * 100 + b"\n" + b"x" * 101, max_line=100)[0][3] is False


def test_more_bytes_than_allowed_are_not_read():
    with pytest.raises(TooManyBytes):
        list(Lines(io.BytesIO(b"abc\n" * 10), max_bytes=39, max_line=100))
