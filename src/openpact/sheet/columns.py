"""What a column says, by its head: the many ways in which schools write it, in English and in te reo Māori."""

from __future__ import annotations

import re
from enum import StrEnum

from .text import fold


class Meaning(StrEnum):
    """What a column says of a person; NOTHING: it is left out."""

    NOTHING = ""
    FIRST_NAME = "first-name"
    LAST_NAME = "last-name"
    PREFERRED_NAME = "preferred-name"
    FULL_NAME = "full-name"
    CLASS = "class"
    YEAR = "year"
    GROUPS = "groups"
    TEACHER = "teacher"
    DOB = "dob"
    GENDER = "gender"
    NSN = "nsn"
    EMAIL = "email"
    ROLE = "role"
    ID = "id"


#: Heads as `fold` leaves them, without spaces.
SPELLINGS: dict[Meaning, str] = {
    Meaning.FIRST_NAME: "firstname first firstnames givenname given givennames forename forenames christianname fname"
    " ingoatuatahi legalfirstname",
    Meaning.LAST_NAME: "lastname last surname familyname family lname ingoawhanau whanauname legalsurname legallastname",
    Meaning.PREFERRED_NAME: "preferredname preferred preferredfirstname preferredfirst knownas callname nickname usualname"
    " ingoakaranga likestobecalled",
    Meaning.FULL_NAME: "name names fullname student students pupil pupils child children learner learners akonga tamaiti"
    " tamariki ingoa ingoakatoa staffmember staffname",
    Meaning.CLASS: "class room rm roomno roomnumber homeroom homegroup homeclass formclass form classroom classname tutorgroup"
    " tutorclass tutor akomanga ruma karaehe whanaugroup whanauclass hub",
    Meaning.YEAR: "year yr yearlevel yrlevel level yearlvl schoolyear currentyear currentyearlevel yeargroup yl tau taumata"
    " yearno ylevel nzcyear",
    Meaning.GROUPS: "group groups othergroup othergroups sets set subjects subject ropu ngaropu classes",
    Meaning.TEACHER: "teacher teachers classteacher teachername roomteacher homeroomteacher formteacher hometeacher kaiako"
    " pouako kaiwhakaako",
    Meaning.DOB: "dob dateofbirth birthdate birthday birth dateborn born ddob rawhanau terawhanau rawhanautanga birthdt",
    Meaning.GENDER: "gender sex ira iratangata mf",
    Meaning.NSN: "nsn nsnnumber nsnno nationalstudentnumber nationalstudentno nationalnumber mlepstudentnsn",
    Meaning.EMAIL: "email emailaddress mail emailaddr imera wahitauimera schoolemail workemail",
    Meaning.ROLE: "role position type persontype jobtitle job turanga mahi",
    Meaning.ID: "id no smsid personid code studentno number idnumber idno admissionnumber admissionno enrolmentnumber"
    " enrolmentno uniqueid",
}
MEANING_OF = {spelling: meaning for meaning, spellings in SPELLINGS.items() for spelling in spellings.split()}
#: Words beside the one that counts: Student Surname, Child's date of birth, DOB (dd/mm/yyyy).
_BESIDE = {
    "student", "students", "pupil", "pupils", "child", "childs", "learner", "learners", "akonga", "staff", "s", "the", "their",
    "of", "o", "te", "nga", "legal", "current", "official", "dd", "mm", "yyyy", "yy", "ddmmyyyy", "mmddyyyy", "if", "known",
}  # fmt: skip
#: A name that is taken apart stands for itself; these may stand more than once.
SEVERAL = {Meaning.NOTHING, Meaning.GROUPS}
_NSN = re.compile(r"\d{9,10}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DATE = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")


def meaning_of(head: str) -> Meaning:
    """What a column with this head says, NOTHING if its head does not tell."""
    words = re.sub(r"\(.*?\)", " ", head)
    for text in (words, head):
        whole = fold(text).replace(" ", "")
        if whole in MEANING_OF:
            return MEANING_OF[whole]
    bare = "".join(word for word in fold(words).split() if word not in _BESIDE)
    return MEANING_OF.get(bare, Meaning.NOTHING)


def head_at(rows: tuple[tuple[str, ...], ...]) -> int | None:
    """Which row is the head, if one is: the first of the first ten with two heads in it, or one in a table of one or two
    columns. What stands above it is a title."""
    for place, row in enumerate(rows[:10]):
        told = {meaning for meaning in map(meaning_of, row) if meaning}
        if len(told) >= min(2, max(1, sum(map(bool, row)) - 1)):
            return place
    return None


def recognise(rows: tuple[tuple[str, ...], ...]) -> tuple[int, tuple[Meaning, ...]]:
    """(where the people begin, what each column says): by the heads, or where there are none by what can only be one thing.

    A meaning that two columns claim is the first's.
    """
    head = head_at(rows)
    if head is None:
        width = len(rows[0]) if rows else 0
        found = [_by_content([row[place] for row in rows]) for place in range(width)]
        return 0, _once(found)
    return head + 1, _once([meaning_of(cell) for cell in rows[head]])


def _by_content(cells: list[str]) -> Meaning:
    said = [cell for cell in cells if cell]
    for pattern, meaning in ((_NSN, Meaning.NSN), (_EMAIL, Meaning.EMAIL), (_DATE, Meaning.DOB)):
        if said and all(pattern.fullmatch(cell) for cell in said):
            return meaning
    return Meaning.NOTHING


def _once(found: list[Meaning]) -> tuple[Meaning, ...]:
    seen: set[Meaning] = set()
    kept = []
    for meaning in found:
        kept.append(Meaning.NOTHING if meaning in seen else meaning)
        if meaning not in SEVERAL:
            seen.add(meaning)
    return tuple(kept)
