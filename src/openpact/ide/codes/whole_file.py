"""What makes a file unusable as a whole. Nothing of such a file is used."""

from __future__ import annotations

from openpact.said import gettext_noop

from .base import Code, error, example

CODES: tuple[Code, ...] = (
    error(
        "empty",
        "file",
        "The file is empty",
        gettext_noop("There is nothing in the file, not even a header."),
        gettext_noop("Export the file from the SMS again, and see whether the export finished."),
        b"",
    ),
    error(
        "not-text",
        "file",
        "The file is not text",
        gettext_noop("This is not a text file: it is {kind}."),
        gettext_noop(
            "Export the file from the SMS as CSV, in UTF-8. If it went through a spreadsheet, send the SMS's own file instead."
        ),
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00",
    ),
    error(
        "no-header",
        "file",
        "The first line is not a header",
        gettext_noop("The first line names none of the columns of an IDE file; it begins {value!r}."),
        gettext_noop(
            "Choose the export named IDE (Identity Data Export) in the SMS. The first line must name the columns."
        ),
        b"001,Nikau,Parata,Student\r\n",
    ),
    error(
        "missing-column",
        "file",
        "A column that every file needs is missing",
        gettext_noop("The header has no column {missing}."),
        gettext_noop(
            "Turn the column on in the SMS's export. mlepSmsPersonId, mlepFirstName, mlepLastName and mlepRole are always needed."
        ),
        b"mlepSmsPersonId,mlepFirstName,mlepLastName\r\n001,Nikau,Parata\r\n",
    ),
    error(
        "repeated-column",
        "file",
        "The header names a column twice",
        gettext_noop("The header names {column} more than once, so there is no telling which one counts."),
        gettext_noop("Remove the extra column from the SMS's export."),
        example(
            "001,Nikau,Parata,Student,Alumni", header="mlepSmsPersonId,mlepFirstName,mlepLastName,mlepRole,mleprole"
        ),
    ),
    error(
        "unreadable-selection",
        "file",
        "The line that says what the file leaves out cannot be understood",
        gettext_noop(
            "The line that says which roles and groups were selected cannot be understood, stands after the header, or comes"
            " twice; it begins {value!r}."
        ),
        gettext_noop(
            "Save the selection in the SMS again and export the file anew. Without that line nobody can tell who has left from"
            " who was not selected."
        ),
        b'#openpact:selection {"roles": ["Teacher"]}\r\n' + example("001,Nikau,Parata,Student"),
    ),
    error(
        "foreign-school",
        "file",
        "The file is another school's",
        gettext_noop("The file says it is of school {value}, not of school {expected}."),
        gettext_noop("Send this school's own file. If the school's number has changed, change it in the SMS and here."),
        example("001,Nikau,Parata,Student", "0456#1.71#2026-02-16 02:15:00"),
    ),
    error(
        "too-large",
        "file",
        "The file is too large",
        gettext_noop("The file has more than {limit}."),
        gettext_noop("Check that the right file was chosen: the largest school's file is a few megabytes."),
        example("001,Nikau,Parata,Student", "002,Aroha,Parata,Student"),
    ),
    error(
        "too-many-issues",
        "file",
        "There is more wrong with the file than is worth listing",
        gettext_noop("Reading stopped after {limit}."),
        gettext_noop(
            "Look at the first findings: they usually share one cause. Mend that in the SMS's export and send the file again."
        ),
        example("001,Nikau", "002,Aroha", "003,Mere"),
    ),
)
