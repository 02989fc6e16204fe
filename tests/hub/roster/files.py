"""Small IDE files as values, for tests of the roster."""

from datetime import datetime

from openpact.ide import ALL_COLUMNS, IdeFile, Person, RefusedRow, Role


def student(sms_id: str, first: str = "Aroha", last: str = "Ngata", **more) -> Person:
    return Person(sms_id=sms_id, role=Role.STUDENT, first_name=first, last_name=last, **more)


def teacher(sms_id: str, first: str = "Hēmi", last: str = "Parata", **more) -> Person:
    return Person(sms_id=sms_id, role=Role.TEACHING_STAFF, first_name=first, last_name=last, **more)


def ide_file(
    people: list[Person],
    *,
    refused: list[RefusedRow] | None = None,
    columns=frozenset(ALL_COLUMNS),
    school_number: int | None = 7999,
    exported_at: datetime | None = datetime(2026, 11, 24, 6, 0),
) -> IdeFile:
    refused = refused or []
    return IdeFile(
        people=people,
        issues=[],
        refused=refused,
        columns=frozenset(columns),
        version="1.71",
        school_number=school_number,
        exported_at=exported_at,
        encoding="utf-8",
        delimiter=",",
        rows=len(people) + len(refused),
    )
