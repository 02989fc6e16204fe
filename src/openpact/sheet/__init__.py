"""A list of people as a school keeps it in a spreadsheet, into the people of an IDE file.

    table = parse(text)                             # pasted, or a CSV file: rows of cells
    start, columns = recognise(table.rows)          # where the people begin, and what each column says, if its head tells
    reading = read(table, start, columns, Options(Who.STUDENTS, today, Order.DMY))
    listed = identify(reading, known, groups, make_id)

Nothing is guessed that could be wrong: a date that may be two is asked about, and a row that cannot be used is said with its
line. An empty cell says nothing. Pure: the standard library and openpact.ide are all it needs.
"""

from .columns import Meaning, recognise
from .dates import Order
from .identity import Known, Listed, identify
from .reading import Options, Problem, Reading, Who, names_people, read
from .table import MAX_ROWS, Table, Unreadable, decoded, of_cells, parse, written

__all__ = [
    "MAX_ROWS",
    "Known",
    "Listed",
    "Meaning",
    "Options",
    "Order",
    "Problem",
    "Reading",
    "Table",
    "Unreadable",
    "Who",
    "decoded",
    "identify",
    "names_people",
    "of_cells",
    "parse",
    "read",
    "recognise",
    "written",
]
