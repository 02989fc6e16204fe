"""A line into cells and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpact.ide.cells import BadQuoting, join, slowly, split


@pytest.mark.parametrize(
    "line, cells",
    [
        ("", [""]),
        ("a,b", ["a", "b"]),
        (",", ["", ""]),
        ('"a","b"', ["a", "b"]),
        ('"a,b",c', ["a,b", "c"]),
        ('"a ""b""",c', ['a "b"', "c"]),
        ('""', [""]),
        ('"","" , ""', ["", "", ""]),
        ('  "a,b"  ,c', ["a,b", "c"]),
        ('a "b",c', ['a "b"', "c"]),
        ('""""', ['"']),
    ],
)
def test_cells_may_be_quoted_or_not(line, cells):
    assert [cell.strip() for cell in split(line, ",", len(cells))] == cells
    assert [cell.text.strip() for cell in slowly(line, ",")] == cells


@pytest.mark.parametrize("line", ['"a,b', 'a,"b', '"a" b,c', '"a""', '"'])
def test_a_quote_that_does_not_close_where_it_should_is_refused(line):
    with pytest.raises(BadQuoting):
        split(line, ",", 2)


@pytest.mark.parametrize("line, cells", [('a,"b,c', ["a", "b,c"]), ('"a" b,c', ['a" b', "c"])])
def test_it_can_be_shown_all_the_same(line, cells):
    assert [cell.text for cell in slowly(line, ",", forgiving=True)] == cells


def test_each_cell_knows_its_place_without_its_quotes():
    line = 'ab,"c,d", "e" ,f'
    assert [line[cell.start : cell.end] for cell in slowly(line, ",")] == ["ab", "c,d", "e", "f"]


LINES = st.text(st.sampled_from('a",; \t'), max_size=20)


@given(line=LINES, delimiter=st.sampled_from(",;\t"), width=st.integers(1, 5))
def test_the_quick_ways_split_as_the_slow_one_does(line, delimiter, width):
    try:
        expected = [cell.text.strip() for cell in slowly(line, delimiter)]
    except BadQuoting:
        with pytest.raises(BadQuoting):
            split(line, delimiter, width)
    else:
        assert [cell.strip() for cell in split(line, delimiter, width)] == expected


@given(
    cells=st.lists(st.text(st.sampled_from('a",;# \t')).map(str.strip), min_size=1, max_size=6),
    delimiter=st.sampled_from(",;\t"),
)
def test_what_is_joined_is_split_into_the_same(cells, delimiter):
    line = join(cells, delimiter)
    assert [cell.strip() for cell in split(line, delimiter, len(cells))] == cells
    assert not line.startswith("#")
