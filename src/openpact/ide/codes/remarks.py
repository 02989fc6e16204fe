"""What costs nothing: the row is used, as it is or mended, and the message says which."""

from __future__ import annotations

from openpact.said import gettext_noop

from .base import HEADER, Code, example, warning

CODES: tuple[Code, ...] = (
    warning(
        "repeated-row",
        "row",
        "The same person is there twice, word for word",
        gettext_noop("The person with the id {value!r} is already on line {other}, just the same: used once."),
        gettext_noop("Nothing needs doing; the SMS's export may list a person once for each class."),
        example("001,Nikau,Parata,Student", "001,Nikau,Parata,Student"),
    ),
    warning(
        "short-nsn",
        "cell",
        "An NSN has lost its leading zero",
        gettext_noop("The NSN {value!r} has nine digits; used as {mended!r}."),
        gettext_noop("Send the SMS's own file: spreadsheets drop leading zeros."),
        example("001,Nikau,Parata,Student,123456789", header=f"{HEADER},mlepStudentNSN"),
    ),
    warning(
        "bad-nsn",
        "cell",
        "An NSN is not ten digits",
        gettext_noop("{value!r} in {column} is not an NSN; it is left out."),
        gettext_noop("Correct the NSN in the SMS: it has ten digits."),
        example("001,Nikau,Parata,Student,12345", header=f"{HEADER},mlepStudentNSN"),
    ),
    warning(
        "duplicate-nsn",
        "cell",
        "Two people have the same NSN",
        gettext_noop("The NSN {value!r} is also on line {other}; both rows are used as they are."),
        gettext_noop("Find out in the SMS whether this is one person entered twice, or whose NSN it is."),
        example(
            "001,Nikau,Parata,Student,0123456789",
            "002,Aroha,Kaea,Student,0123456789",
            header=f"{HEADER},mlepStudentNSN",
        ),
    ),
    warning(
        "case-mended",
        "cell",
        "A role or gender is written in another way than the specification's",
        gettext_noop("{value!r} in {column} is used as {mended!r}."),
        gettext_noop("Nothing needs doing; the SMS's vendor may want to know."),
        example("001,Nikau,Parata,student"),
    ),
    warning(
        "date-ignored",
        "cell",
        "The date of someone who is not a student is not a date",
        gettext_noop("{value!r} in {column} is not a date; it is left out, since only students' dates are needed."),
        gettext_noop("Write it as YYYY-MM-DD, or leave it blank."),
        example("900,Mere,Parata,TeachingStaff,1/03/1980", header=f"{HEADER},mlepDOB"),
    ),
    warning(
        "missing-date",
        "cell",
        "A date that the specification wants for students is blank",
        gettext_noop("{column} is blank; the student is used without it."),
        gettext_noop("Fill it in in the SMS. (mlepDOB is asked for from version 1.71.)"),
        example("001,Nikau,Parata,Student,", header=f"{HEADER},mlepFirstAttending"),
    ),
    warning(
        "bad-gender",
        "cell",
        "A gender is neither M nor F",
        gettext_noop("{value!r} is neither M nor F; it is left out."),
        gettext_noop("Nothing needs doing: the format has no other values, and a blank is fine."),
        example("001,Nikau,Parata,Student,X", header=f"{HEADER},mlepGender"),
    ),
    warning(
        "bad-email",
        "cell",
        "An e-mail address cannot be one",
        gettext_noop("{value!r} is not an e-mail address; it is left out."),
        gettext_noop("Correct it in the SMS. Staff are invited at this address."),
        example("900,Mere,Parata,TeachingStaff,mere@kowhai", header=f"{HEADER},mlepEmail"),
    ),
    warning(
        "not-utf8",
        "file",
        "The file is not in UTF-8",
        gettext_noop(
            "The file is in Windows-1252, which has no macrons: a name that should have one (Nīkau) cannot have it here."
        ),
        gettext_noop("Choose UTF-8 in the SMS's export. The rows are used as they are."),
        example("001,Zoë,Parata,Student").decode().encode("cp1252"),
    ),
    warning(
        "unknown-column",
        "file",
        "A column is named like one of the format's but is not",
        gettext_noop("The header names {value!r}, which is not a column of an IDE file; the column is not used."),
        gettext_noop("Look for a spelling mistake in the name of the column."),
        example("001,Nikau,Parata,Student,Rm 4", header=f"{HEADER},mlepGroups"),
    ),
    warning(
        "bad-trailer",
        "row",
        "The last line cannot be read in full",
        gettext_noop(
            "The last line {value!r} should be like 0123#1.71#2026-02-16 02:15:00; what cannot be read of it is not used."
        ),
        gettext_noop("Tell the SMS's vendor; if the file went through a spreadsheet, send the SMS's own file."),
        example("001,Nikau,Parata,Student", "0123#1.71#16/02/2026 2:15"),
    ),
    warning(
        "unknown-version",
        "row",
        "The last line names a version that is not known",
        gettext_noop("The last line names version {value!r}; the rules of 1.71 are used."),
        gettext_noop("Nothing needs doing if the people are right. Known versions are 1.6, 1.7 and 1.71."),
        example("001,Nikau,Parata,Student", "0123#1.8#2026-02-16 02:15:00"),
    ),
    warning(
        "trailer-not-last",
        "row",
        "Rows follow the line that should be the last",
        gettext_noop("The line {value!r} should be the last, but more rows follow; they are used as well."),
        gettext_noop("See whether two files were joined. If so, send them one by one."),
        example("001,Nikau,Parata,Student", "0123#1.71#2026-02-16 02:15:00", "002,Aroha,Kaea,Student"),
    ),
    warning(
        "no-line-end",
        "row",
        "The file may break off in its last cell",
        gettext_noop(
            "The last line has no line end and no closing line follows, so its last cell may be incomplete; used as it is."
        ),
        gettext_noop("See whether the export finished. If the last row is right, nothing needs doing."),
        f"{HEADER}\r\n001,Nikau,Parata,Student".encode(),
    ),
)
