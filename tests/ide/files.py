"""Small files to read, written so that a test shows only what matters to it."""

from openpact.ide import ALL_COLUMNS, IdeFile, read

SHORT_HEADER = "mlepSmsPersonId,mlepFirstName,mlepLastName,mlepRole"

STUDENT = {
    "mlepSmsPersonId": "001",
    "mlepStudentNSN": "0123456789",
    "mlepUsername": "nparata",
    "mlepFirstAttending": "2020-02-03",
    "mlepLastAttendance": "",
    "mlepFirstName": "Nīkau",
    "mlepLastName": "Parata",
    "mlepPreferredName": "",
    "mlepDOB": "2014-05-06",
    "mlepGender": "M",
    "mlepRole": "Student",
    "mlepAssociatedNSN": "",
    "mlepEmail": "nparata@kowhai.school.example",
    "mlepOrganisation": "kowhai.school.example",
    "mlepGroupMembership": "Year 4#Rm 4",
    "mlepHomeGroup": "Rm 4",
}


def student(**cells: str) -> str:
    """A good row of a student, but for `cells`, named without the mlep at their front: Role="Pupil"."""
    values = STUDENT | {f"mlep{name}": value for name, value in cells.items()}
    return ",".join(values[name] for name in ALL_COLUMNS)


def teacher(**cells: str) -> str:
    """A good row of a teacher, but for `cells`."""
    blank = dict.fromkeys(("StudentNSN", "FirstAttending", "DOB", "Gender"), "")
    return student(**{"SmsPersonId": "T1", "Role": "TeachingStaff", **blank, **cells})


def full(*rows: str, trailer: str = "0123#1.71#2026-02-16 02:15:00", end: str = "\r\n") -> bytes:
    """A file with all the columns."""
    lines = (",".join(ALL_COLUMNS), *rows, *([trailer] if trailer else []))
    return "".join(line + end for line in lines).encode()


def short(*lines: str, header: str = SHORT_HEADER, end: str = "\r\n") -> bytes:
    """A file with only the columns that are always needed."""
    return "".join(line + end for line in (header, *lines)).encode()


def codes(file: IdeFile) -> list[str]:
    """The codes of what was found."""
    return [issue.code for issue in file.issues]


def found(data: bytes) -> list[tuple[int | None, str | None, str]]:
    """Line, column and code of everything found in a file."""
    return [(issue.line, issue.column, issue.code) for issue in read(data).issues]
