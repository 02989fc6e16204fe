"""Text into rows of cells, however it was copied or saved."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openpact.sheet import MAX_ROWS, Table, Unreadable, decoded, of_cells, parse, written


@pytest.mark.parametrize(
    "text",
    ["First\tLast\nAroha\tNgata\n", "First,Last\r\nAroha,Ngata", "First;Last\rAroha;Ngata", '"First","Last"\n"Aroha","Ngata"'],
    ids=["pasted", "commas", "semicolons", "quotes"],
)  # fmt: skip
def test_every_way_of_separating_cells_is_read(text):
    assert parse(text).rows == (("First", "Last"), ("Aroha", "Ngata"))


def test_cells_are_tidied_and_empty_rows_and_columns_left_out_but_lines_are_still_the_text_s():
    table = parse("Class list\t\t\n\n First \t\tLast\n  Te   Ariki\t\tWikitoria ")
    assert table.rows == (("Class list", ""), ("First", "Last"), ("Te Ariki", "Wikitoria"))
    assert table.lines == (1, 3, 4)


def test_a_cell_of_several_lines_is_one_and_the_lines_after_it_are_counted_on():
    table = parse('Name\tGroups\nAroha Ngata\t"Choir\nChess"\nMia Lee\tChoir')
    assert table.rows[1] == ("Aroha Ngata", "Choir Chess")
    assert table.lines == (1, 2, 4)


def test_a_column_of_names_with_commas_is_one_column():
    assert parse("Name\nNgata, Aroha\nLee, Mia").rows == (("Name",), ("Ngata, Aroha",), ("Lee, Mia",))


def test_a_comma_within_a_pasted_cell_separates_nothing():
    assert parse("Name\tRoom\nNgata, Aroha\t5").rows[1] == ("Ngata, Aroha", "5")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Hēmi".encode(), "Hēmi"),
        ("\ufeffHēmi".encode(), "Hēmi"),
        ("Hēmi".encode("utf-16"), "Hēmi"),
        ("José".encode("cp1252"), "José"),
    ],
)
def test_macrons_survive_in_every_encoding_that_has_them(data, text):
    assert decoded(data) == text


@pytest.mark.parametrize("data", [b"PK\x03\x04\x00\x00", b"\xff\xfe\x00"])
def test_what_is_no_text_is_said_to_be_none(data):
    with pytest.raises(Unreadable) as caught:
        decoded(data)
    assert caught.value.code == "not-text"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n\t\n", "empty"),
        ("a\tb\n" * (MAX_ROWS + 2), "too-long"),
        ("\t".join("x" * 1 for _ in range(61)), "too-wide"),
    ],
)
def test_what_cannot_be_used_is_refused(text, code):
    with pytest.raises(Unreadable) as caught:
        parse(text)
    assert caught.value.code == code


def test_a_workbook_s_cells_are_a_table_too():
    assert of_cells([["", "Class list"], ["First", "Last"], ["", ""], ["Aroha", "Ngata"]]) == Table(
        (("", "Class list"), ("First", "Last"), ("Aroha", "Ngata")), (1, 2, 4)
    )
    with pytest.raises(Unreadable):
        of_cells([["", " "]])


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\t"\n,;'), max_size=12)


@settings(deadline=None)
@given(st.lists(st.lists(cells, min_size=1, max_size=5), min_size=1, max_size=8))
def test_a_table_that_was_written_is_read_as_it_was(rows):
    try:
        table = of_cells(rows)
    except Unreadable:
        return
    assert parse(written(table)) == table


def test_a_list_that_is_shown_to_be_mended_has_quotes_only_where_it_must():
    text = "Name\tRoom\n\nAroha Ngata\t5\n"
    assert written(parse(text)) == text
    assert written(of_cells([["Name"], ['"Ari" Ngata']])) == 'Name\n"""Ari"" Ngata"\n'


@settings(deadline=None)
@given(st.text(max_size=200) | st.binary(max_size=200))
def test_whatever_comes_it_is_a_table_or_refused(what):
    try:
        table = parse(what if isinstance(what, str) else decoded(what))
    except Unreadable:
        return
    assert table.rows
    assert {len(row) for row in table.rows} == {table.width}
    assert all(any(row) for row in table.rows)
    assert len(table.lines) == len(table.rows)
