"""What costs a row. The person it describes is not counted as absent: they keep what they had."""

from __future__ import annotations

from openpact.said import gettext_noop

from .base import HEADER, Code, error, example

CODES: tuple[Code, ...] = (
    error(
        "wrong-cell-count",
        "row",
        "The row has more or fewer cells than the header",
        gettext_noop("The row has {found} where the header has {expected}."),
        gettext_noop(
            "Look for a comma inside a name or a group that is not in quotes, or for a line break inside a cell."
        ),
        example("001,Nikau,Parata,Student", "002,Aroha,Te Rito,Kaea,Student"),
    ),
    error(
        "truncated",
        "row",
        "The file breaks off in the middle of its last row",
        gettext_noop("The file breaks off in the middle of this row, after {these}."),
        gettext_noop("Export the file again: what came after this row is missing."),
        f"{HEADER}\r\n001,Nikau,Parata,Student\r\n002,Aro".encode(),
    ),
    error(
        "bad-quoting",
        "row",
        "A quoted cell does not close, or goes on after its closing quote",
        gettext_noop(
            "A cell begins with a double quote, but its closing quote is missing or is followed by more text."
        ),
        gettext_noop('Write a double quote inside a quoted cell twice: "Wiremu ""Wī"" Ngata".'),
        example('001,"Nikau,Parata,Student', "002,Aroha,Kaea,Student"),
    ),
    error(
        "line-too-long",
        "row",
        "The line is too long to be a row",
        gettext_noop("The line has more than {limit}."),
        gettext_noop("Look for a quote or a line break that is missing, or for a person in far too many groups."),
        example("001," + "Nikau" * 14_000 + ",Parata,Student", "002,Aroha,Kaea,Student"),
    ),
    error(
        "value-too-long",
        "cell",
        "A value is too long",
        gettext_noop("A value in {column} has more than {limit}."),
        gettext_noop("Shorten it in the SMS; if it is not the person's at all, look for a missing quote or separator."),
        example("001," + "Nikau" * 60 + ",Parata,Student"),
    ),
    error(
        "control-character",
        "cell",
        "An invisible character is in a cell",
        gettext_noop("There is an invisible or control character in {column}: {value!r}."),
        gettext_noop("Type the value again in the SMS: such characters usually came along with copied text."),
        example("001,Ni\x07kau,Parata,Student"),
    ),
    error(
        "garbled-text",
        "cell",
        "Letters were lost to a wrong encoding",
        gettext_noop("The text {value!r} in {column} has been through the wrong encoding{guess}."),
        gettext_noop("Export the file as UTF-8 and send it as it is, without opening and saving it in a spreadsheet."),
        example("001,N\u00c4\u00abkau,Parata,Student", "002,Aroha,T?whare,Student"),
    ),
    error(
        "missing-value",
        "cell",
        "A cell that every row needs is blank",
        gettext_noop("{column} is blank."),
        gettext_noop("Fill it in in the SMS. Every person needs an id, a first name, a last name and a role."),
        example("001,Nikau,,Student"),
    ),
    error(
        "bad-id",
        "cell",
        "An id has neither a letter nor a digit",
        gettext_noop("{value!r} cannot identify a person: it has neither a letter nor a digit."),
        gettext_noop("Give the person an id in the SMS."),
        example("--,Nikau,Parata,Student"),
    ),
    error(
        "duplicate-id",
        "cell",
        "Two different rows have the same id",
        gettext_noop(
            "The id {value!r} is also on line {other}, and the rows differ or one cannot be used: no row with this id is used."
        ),
        gettext_noop(
            "Find out in the SMS which of them has this id. The person keeps what they had until the file is right."
        ),
        example("001,Nikau,Parata,Student", "001,Aroha,Kaea,Student"),
    ),
    error(
        "bad-name",
        "cell",
        "A name has a character that names may not have",
        gettext_noop("{value!r} in {column} has a character that may not be in a name: {characters}."),
        gettext_noop("Take it out in the SMS. None of * ? ; , < > ! % ^ | may be in a name."),
        example("001,Nikau*,Parata,Student"),
    ),
    error(
        "bad-role",
        "cell",
        "The role is none of the five",
        gettext_noop("{value!r} is not a role."),
        gettext_noop("Use Student, TeachingStaff, NonTeachingStaff, ParentCaregiver or Alumni."),
        example("001,Nikau,Parata,Pupil"),
    ),
    error(
        "bad-date",
        "cell",
        "A student's date is not a date",
        gettext_noop("{value!r} in {column} is not a date."),
        gettext_noop("Write it as YYYY-MM-DD, for example 2014-01-27."),
        example("001,Nikau,Parata,Student,2014-02-30", header=f"{HEADER},mlepDOB"),
    ),
    error(
        "excel-date",
        "cell",
        "A spreadsheet has rewritten a student's date",
        gettext_noop(
            "{value!r} in {column} is a date that a spreadsheet has rewritten; day and month are not guessed."
        ),
        gettext_noop(
            "Send the SMS's own file, without opening and saving it in a spreadsheet. Dates are written YYYY-MM-DD."
        ),
        example(
            "001,Nikau,Parata,Student,1/03/2014",
            "002,Aroha,Kaea,Student,41699",
            header=f"{HEADER},mlepDOB",
        ),
    ),
)
