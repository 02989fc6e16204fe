"""Everything the reader of register files can find, said once: see openpact.ide.codes, whose entries these are too."""

from __future__ import annotations

from openpact.ide.codes.base import Code, error, warning
from openpact.said import gettext_noop

from .columns import COLUMNS

HEADER = ",".join(COLUMNS)
GOOD = "0123456789,Nikau,Parata,,2014-05-06,7,2026-02-02,"
OTHER = "0123456780,Aroha,Kaea,,2013-11-30,8,2025-02-03,"


def example(*rows: str, header: str = HEADER, end: str = "END,7999,2026-11-24,{rows}") -> bytes:
    """A small file of school 7999."""
    lines = (header, *rows, end.format(rows=len(rows)))
    return "".join(f"{line}\r\n" for line in lines if line).encode()


def _one(cells: str, **more: str) -> bytes:
    return example(OTHER, cells, **more)


WHOLE_FILE: tuple[Code, ...] = (
    error(
        "empty",
        "file",
        "The file is empty",
        gettext_noop("There is nothing in the file, not even a header."),
        gettext_noop("Get the file from the register again, and see whether the download finished."),
        b"",
    ),
    error(
        "not-text",
        "file",
        "The file is not text",
        gettext_noop("This is not a text file: it is {kind}."),
        gettext_noop(
            "Use the register's own CSV file. If it went through a spreadsheet, take the file from before that."
        ),
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00",
    ),
    error(
        "no-header",
        "file",
        "The first line is not a header",
        gettext_noop("The first line names none of the columns of a register file."),
        gettext_noop(
            "Choose a register file. Its first line names the columns: NSN, FirstName, LastName, PreferredName, DateOfBirth,"
            " YearLevel, StartDate, LeaveDate."
        ),
        f"{GOOD}\r\n".encode(),
    ),
    error(
        "missing-column",
        "file",
        "A column is missing",
        gettext_noop("The header has no column {missing}."),
        gettext_noop(
            "A register file has all of NSN, FirstName, LastName, PreferredName, DateOfBirth, YearLevel, StartDate, LeaveDate. A"
            " column may be empty, but it has to be there."
        ),
        b"NSN,FirstName,LastName\r\n0123456789,Nikau,Parata\r\n",
    ),
    error(
        "repeated-column",
        "file",
        "The header names a column twice",
        gettext_noop("The header names {column} more than once, so there is no telling which one counts."),
        gettext_noop("Remove the extra column."),
        example(f"{GOOD},Nikau", header=f"{HEADER},First name"),
    ),
    error(
        "no-end",
        "file",
        "The file breaks off",
        gettext_noop(
            "The last line, which says whose file it is and how many students it has, is missing: the file may have been cut off."
        ),
        gettext_noop("Get the file from the register again, whole. Its last line begins with END."),
        example(GOOD, end=""),
    ),
    error(
        "bad-end",
        "file",
        "The last line cannot be understood",
        gettext_noop(
            "The last line should be END, the school's number, the day (YYYY-MM-DD) and the number of rows; it is {value!r}."
        ),
        gettext_noop("Send the register's own file, without opening and saving it in a spreadsheet."),
        example(GOOD, end="END,7999,24/11/2026,1"),
    ),
    error(
        "after-end",
        "file",
        "Something follows the last line",
        gettext_noop("There is another line after the one that begins with END: perhaps two files were put together."),
        gettext_noop("Send each file on its own."),
        example(GOOD, end=f"END,7999,2026-11-24,1\r\n{OTHER}"),
    ),
    error(
        "wrong-row-count",
        "file",
        "Rows are missing, or there are too many",
        gettext_noop("The last line speaks of {rows}, but there are {found}."),
        gettext_noop("Get the file from the register again, whole."),
        example(GOOD, end="END,7999,2026-11-24,2"),
    ),
    error(
        "foreign-school",
        "file",
        "The file is another school's",
        gettext_noop("The file says it is of school {value}, not of school {expected}."),
        gettext_noop("Send this school's own file."),
        example(GOOD, end="END,456,2026-11-24,{rows}"),
    ),
    error(
        "no-students",
        "file",
        "Nobody is in the file",
        gettext_noop("The file has a header and an end, but no students between them."),
        gettext_noop("Get the file from the register again. A file without students changes nothing."),
        example(),
    ),
    error(
        "too-large",
        "file",
        "The file is too large",
        gettext_noop("The file has more than {limit}."),
        gettext_noop("Check that the right file was chosen: the largest school's file is well under one megabyte."),
        example(GOOD, OTHER),
    ),
    error(
        "too-many-issues",
        "file",
        "There is more wrong with the file than is worth listing",
        gettext_noop("Reading stopped after {limit}."),
        gettext_noop("Look at the first findings: they usually share one cause. Get the file from the register again."),
        example("1", "2", "3"),
    ),
)

ROWS: tuple[Code, ...] = (
    error(
        "wrong-cell-count",
        "row",
        "The row has more or fewer cells than the header",
        gettext_noop("The row has {found} where the header has {expected}."),
        gettext_noop("Look for a comma inside a name that is not in quotes."),
        _one("0123456789,Nikau,Te Rito,Parata,,2014-05-06,7,2026-02-02,"),
    ),
    error(
        "bad-quoting",
        "row",
        "A quoted cell does not close, or goes on after its closing quote",
        gettext_noop(
            "A cell begins with a double quote, but its closing quote is missing or is followed by more text."
        ),
        gettext_noop('Write a double quote inside a quoted cell twice: "Wiremu ""Wī""".'),
        _one('0123456789,"Nikau,Parata,,2014-05-06,7,2026-02-02,'),
    ),
    error(
        "line-too-long",
        "row",
        "The line is too long to be a row",
        gettext_noop("The line has more than {limit}."),
        gettext_noop("Look for a quote or a line break that is missing."),
        _one(GOOD + " " * 9000),
    ),
    error(
        "missing-value",
        "cell",
        "A cell that every row needs is blank",
        gettext_noop("{column} is blank."),
        gettext_noop("Fill it in in ENROL. Only the preferred name, the year level and the leave date may be blank."),
        _one("0123456789,Nikau,,,2014-05-06,7,2026-02-02,"),
    ),
    error(
        "value-too-long",
        "cell",
        "A value is too long",
        gettext_noop("The value in {column} has more than {limit}."),
        gettext_noop("Shorten it in ENROL; if it is not the student's at all, look for a missing quote or comma."),
        _one(GOOD.replace("Nikau", "Nikau" * 60)),
    ),
    error(
        "control-character",
        "cell",
        "An invisible character is in a cell",
        gettext_noop("There is an invisible or control character in {column}: {value!r}."),
        gettext_noop("Type the value again in ENROL: such characters usually came along with copied text."),
        _one(GOOD.replace("Nikau", "Ni\x07kau")),
    ),
    error(
        "garbled-text",
        "cell",
        "Letters were lost to a wrong encoding",
        gettext_noop("The text {value!r} in {column} has been through the wrong encoding{guess}."),
        gettext_noop("Send the register's own file as it is, without opening and saving it in a spreadsheet."),
        _one(GOOD.replace("Nikau", "NÄ«kau")),
    ),
    error(
        "bad-nsn",
        "cell",
        "An NSN is not one",
        gettext_noop("What stands in NSN is not ten digits."),
        gettext_noop("Look at the student in ENROL: an NSN has ten digits."),
        _one(GOOD.replace("0123456789", "12345")),
    ),
    error(
        "duplicate-nsn",
        "cell",
        "Two different rows have the same NSN",
        gettext_noop(
            "The same NSN is also on line {other}, and the rows differ or one cannot be used: neither is used."
        ),
        gettext_noop(
            "A student has one row, for the latest enrolment. The student keeps what they had until the file is right."
        ),
        example(GOOD, GOOD.replace("Nikau", "Nīkau")),
    ),
    error(
        "bad-name",
        "cell",
        "A name has a character that names may not have",
        gettext_noop("{value!r} in {column} has a character that may not be in a name: {characters}."),
        gettext_noop("Take it out in ENROL. None of * ? ; , < > ! % ^ | may be in a name."),
        _one(GOOD.replace("Nikau", "Nikau*")),
    ),
    error(
        "bad-date",
        "cell",
        "A date is not a date",
        gettext_noop("{value!r} in {column} is not a date."),
        gettext_noop("Write it as YYYY-MM-DD, for example 2014-01-27."),
        _one(GOOD.replace("2014-05-06", "2014-02-30")),
    ),
    error(
        "excel-date",
        "cell",
        "A spreadsheet has rewritten a date",
        gettext_noop(
            "{value!r} in {column} is a date that a spreadsheet has rewritten; day and month are not guessed."
        ),
        gettext_noop("Send the register's own file, without opening and saving it in a spreadsheet."),
        _one(GOOD.replace("2014-05-06", "6/05/2014")),
    ),
    error(
        "dates-out-of-order",
        "row",
        "The dates cannot all be right",
        gettext_noop("{before} ({earlier}) lies after {after} ({later})."),
        gettext_noop("Look at the student's dates in ENROL: birth, start, leave come in this order."),
        _one(f"{GOOD}2026-01-31"),
    ),
)

REMARKS: tuple[Code, ...] = (
    warning(
        "not-utf8",
        "row",
        "The file is not UTF-8",
        gettext_noop("The file is read as Windows-1252, from this line on: {value!r}."),
        gettext_noop("Look whether names with macrons are right. Better, send the file as UTF-8."),
        example(GOOD.replace("Nikau", "André")).decode().encode("cp1252"),
    ),
    warning(
        "short-nsn",
        "cell",
        "An NSN has lost its leading zero",
        gettext_noop("An NSN has nine digits; it was read with the zero that a spreadsheet takes away."),
        gettext_noop("Send the register's own file, without opening and saving it in a spreadsheet."),
        _one(GOOD.removeprefix("0")),
    ),
    warning(
        "repeated-row",
        "row",
        "The same row stands twice",
        gettext_noop("This row is the same as line {other}; it counts once."),
        gettext_noop("Nothing has to be done."),
        example(GOOD, GOOD),
    ),
    warning(
        "bad-year-level",
        "cell",
        "A year level is none",
        gettext_noop("{value!r} is not a year level from 0 to 15; the row is used without one."),
        gettext_noop("Correct the year level in ENROL."),
        _one(GOOD.replace(",7,", ",Y7,")),
    ),
)

CODES: dict[str, Code] = {entry.code: entry for entry in (*WHOLE_FILE, *ROWS, *REMARKS)}
