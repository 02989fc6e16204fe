"""The words for what openpact.sheet finds in a list."""

from django.utils.translation import gettext_lazy

from openpact.said import gettext_noop
from openpact.sheet import MAX_ROWS, Meaning, Order, Problem, Unreadable, Who

#: In English, since what is found in a list is stored.
MEANINGS = {
    Meaning.NOTHING: gettext_noop("Leave it out"),
    Meaning.FIRST_NAME: gettext_noop("First name"),
    Meaning.LAST_NAME: gettext_noop("Last name"),
    Meaning.FULL_NAME: gettext_noop("Whole name"),
    Meaning.PREFERRED_NAME: gettext_noop("Preferred name"),
    Meaning.CLASS: gettext_noop("Class (home group)"),
    Meaning.YEAR: gettext_noop("Year level"),
    Meaning.GROUPS: gettext_noop("Other groups"),
    Meaning.TEACHER: gettext_noop("Teacher of the class"),
    Meaning.DOB: gettext_noop("Date of birth"),
    Meaning.GENDER: gettext_noop("Gender"),
    Meaning.NSN: gettext_noop("NSN"),
    Meaning.EMAIL: gettext_noop("E-mail"),
    Meaning.ROLE: gettext_noop("Student or staff"),
    Meaning.ID: gettext_noop("Id in your records"),
}
WHO = {
    Who.STUDENTS: gettext_lazy("Students"),
    Who.STAFF: gettext_lazy("Staff"),
    Who.BOTH: gettext_lazy("Both: a column says which"),
}
ORDERS = {
    Order.DMY: gettext_lazy("day, month, year"),
    Order.MDY: gettext_lazy("month, day, year"),
}
UNREADABLE = {
    "empty": gettext_lazy("There is nothing in it. Nothing was changed."),
    "too-long": gettext_lazy("It has more than %(rows)s rows. Nothing was changed. Bring it in parts."),
    "too-wide": gettext_lazy(
        "It has more columns than a list of people. Nothing was changed. Copy only those that are needed."
    ),
    "too-large": gettext_lazy("The file is larger than 5 MB. Nothing was changed. Save only the list itself."),
    "not-text": gettext_lazy(
        "This is no list that PaCT can read. Nothing was changed. Save it as a workbook (.xlsx) or as CSV, or copy it and"
        " paste it."
    ),
    "bad-workbook": gettext_lazy(
        "The workbook cannot be opened: it may be damaged or locked with a password. Nothing was changed. Copy the list and"
        " paste it instead."
    ),
}
MISSING = {
    "names": gettext_lazy("Say which columns hold the names: first and last name, or the whole name."),
    "role": gettext_lazy("Say which column tells students from staff, or that the list is of one kind."),
    "order": gettext_lazy("Say in which order the dates stand."),
    "people": gettext_lazy("No row could be used: see below what is wrong, and what the columns are taken for."),
    "mending": gettext_lazy(
        "Some rows cannot be used, so the people in them would be taken for leavers. Mend them, or say that the list is of some"
        " only."
    ),
}
PROBLEMS = {
    "no-name": gettext_lazy("first or last name is missing, so the row is left out"),
    "bad-name": gettext_lazy("“%(value)s” has a character that no name has, so the row is left out"),
    "lost-letters": gettext_lazy("“%(value)s” has lost letters, perhaps macrons: save the list as UTF-8, or paste it"),
    "bad-role": gettext_lazy("“%(value)s” is neither a student nor staff, so the row is left out"),
    "no-role": gettext_lazy("nothing says whether this is a student or staff, so the row is left out"),
    "two-people": gettext_lazy(
        "%(value)s cannot be told from somebody else in the list, so the row is left out: add a date of birth or an NSN"
    ),
    "bad-date": gettext_lazy("“%(value)s” is no date of birth, so it is left out"),
    "bad-nsn": gettext_lazy("what stands for an NSN has not ten digits, so it is left out"),
    "bad-year": gettext_lazy("“%(value)s” is no year level, so it is left out"),
    "bad-email": gettext_lazy("“%(value)s” is no e-mail address, so it is left out"),
    "bad-id": gettext_lazy("“%(value)s” is no id, so it is left out"),
    "same-person": gettext_lazy("%(value)s stands there more than once: taken together"),
    "new-teacher": gettext_lazy("the teacher %(value)s is new, and is added to your staff"),
    "which-teacher": gettext_lazy(
        "the teacher “%(value)s” is not known by that name, so the class is given to nobody: write first and last name, or give"
        " it by hand afterwards"
    ),
    "own-group": gettext_lazy(
        "your school has made a group called %(value)s itself: the list brings another of that name"
    ),
}


def of_problem(problem: Problem) -> str:
    return str(PROBLEMS[problem.code]) % {"value": problem.value}


def of_unreadable(unreadable: Unreadable) -> str:
    return str(UNREADABLE[unreadable.code]) % {"rows": f"{MAX_ROWS:,}"}


def of_missing(missing: str) -> str:
    return str(MISSING[missing]) if missing else ""
