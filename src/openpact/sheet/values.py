"""Single cells: names, NSNs, year levels, classes, roles, genders, teachers."""

from __future__ import annotations

import re

from openpact.ide import Role

from .text import fold, tidy

ROLES: dict[str, Role] = {
    spelling: role
    for role, spellings in {
        Role.STUDENT: "student students pupil child learner akonga tamaiti tauira",
        Role.TEACHING_STAFF: "teacher teachers teachingstaff teaching kaiako pouako principal tumuaki deputyprincipal dp ap"
        " assistantprincipal syndicateleader teamleader lat relievingteacher reliever provisionalteacher seniorteacher",
        Role.NON_TEACHING_STAFF: "nonteachingstaff nonteaching staff support supportstaff teacheraide teacheraid aide office"
        " administrator admin secretary officemanager kaiawhina learningassistant librarian caretaker",
    }.items()
    for spelling in spellings.split()
}
_YEAR = re.compile(r"(?:years?|yrs?|y|tau|level|l)?\s*0?(1[0-5]|[0-9])")
_TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "whaea", "matua", "koka", "papa", "kaiako", "teacher", "coach"}
_SEPARATORS = re.compile(r"\s*[;,/|#\n]\s*")
_WHOLE = re.compile(r"(\d+)\.0+")


def role_of(text: str) -> Role | None:
    return ROLES.get(fold(text).replace(" ", ""))


def year_of(text: str) -> int | None:
    """The year level that a cell says: 4, Y4, Year 04, Tau 4."""
    found = _YEAR.fullmatch(fold(whole_number(text)))
    return int(found[1]) if found and int(found[1]) > 0 else None


def gender_of(text: str) -> str:
    """M or F, as the file has it; empty for all that it does not have."""
    word = fold(text).replace(" ", "")
    if word in {"m", "male", "boy", "tane", "tama"}:
        return "M"
    return "F" if word in {"f", "female", "girl", "wahine", "kotiro"} else ""


def nsn_of(text: str) -> str:
    """Ten digits; a zero that a spreadsheet took from the front comes back. Empty if it is no NSN."""
    digits = re.sub(r"[\s\-]", "", _WHOLE.sub(r"\1", text))
    if not (digits.isascii() and digits.isdigit()):
        return ""
    return digits.zfill(10) if len(digits) in (9, 10) else ""


def whole_number(text: str) -> str:
    """A number of a spreadsheet without the .0 it may have got."""
    found = _WHOLE.fullmatch(text)
    return found[1] if found else text


def class_of(text: str, head: str) -> str:
    """A class's name: a number in a column of rooms is that room."""
    name = whole_number(text)
    if re.fullmatch(r"\d{1,3}[A-Za-z]?", name) and fold(head) in {
        "room",
        "rm",
        "room no",
        "room number",
        "ruma",
        "homeroom",
    }:
        return f"{'Rūma' if fold(head) == 'ruma' else 'Room'} {name}"
    return name


def groups_of(text: str) -> tuple[str, ...]:
    """The groups of a cell, however they are separated."""
    return tuple(dict.fromkeys(filter(None, (tidy(name) for name in _SEPARATORS.split(text)))))


def full_name(text: str) -> tuple[str, str]:
    """(first, last): `Ngata, Aroha` and `Aroha Ngata`. Of several words the last is the family name; if there is one only,
    it is the first name."""
    if "," in text:
        last, _, first = text.partition(",")
        return tidy(first), tidy(last)
    words = text.split()
    while len(words) > 1 and fold(words[0]) in _TITLES:
        words = words[1:]
    return (" ".join(words[:-1]), words[-1]) if len(words) > 1 else (text.strip(), "")


def teacher_name(text: str) -> tuple[str, str]:
    """(first, last) of a teacher as a list of students names them; only the last if it says no more: `Mrs Walker`."""
    words = text.replace(".", " ").split()
    titled = len(words) > 1 and fold(words[0]) in _TITLES
    if "," in text:
        first, last = full_name(text)
        return ("", last) if fold(first) in _TITLES or len(first.strip(".")) < 2 else (first, last)
    words = words[1:] if titled else words
    if len(words) < 2:
        return "", " ".join(words)
    first, last = " ".join(words[:-1]), words[-1]
    return ("", last) if len(words[0]) < 2 else (first, last)
