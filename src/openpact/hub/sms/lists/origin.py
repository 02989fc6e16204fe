"""Where what the check says of a list's IDE file stands in the list itself: the person knows their spreadsheet, not the file."""

from dataclasses import replace
from typing import Any

from openpact.hub.platform.told import Row, keep_finding
from openpact.ide import Issue
from openpact.said import gettext, gettext_noop
from openpact.sheet import Meaning

from . import words
from .check import CheckedList, selection_of

#: What of a list each column of the IDE file is made of.
MEANINGS = {
    "mlepSmsPersonId": Meaning.ID,
    "mlepFirstName": Meaning.FIRST_NAME,
    "mlepLastName": Meaning.LAST_NAME,
    "mlepRole": Meaning.ROLE,
    "mlepPreferredName": Meaning.PREFERRED_NAME,
    "mlepStudentNSN": Meaning.NSN,
    "mlepDOB": Meaning.DOB,
    "mlepGender": Meaning.GENDER,
    "mlepEmail": Meaning.EMAIL,
    "mlepGroupMembership": Meaning.GROUPS,
    "mlepHomeGroup": Meaning.CLASS,
}

REMEDY = gettext_noop("Mend it in your list and bring the list again, or change it on the person's page.")


def origin(checked: CheckedList) -> dict[str, Any]:
    """What is kept of a list beside its IDE file: {"heads": {the file's column: the list's}, "lines": [the list's line of
    each of the file's]}. A line is 0 where the list has none."""
    heads = dict(zip(reversed(checked.columns), reversed(checked.heads), strict=True))
    before = 1 if selection_of(checked.said).is_everything else 2
    return {
        "heads": {column: heads.get(MEANINGS[column], "") for column in checked.listed.columns},
        "lines": [0] * before + [person.line for person in checked.listed.people],
    }


def in_its_words(issue: Issue, brought: dict[str, Any]) -> Row:
    """An issue of the file as one of the list that it was made of, as it is stored."""
    said = replace(issue, remedy=REMEDY)
    if issue.line:
        said = replace(said, line=next(iter(brought["lines"][issue.line - 1 : issue.line]), 0) or None)
    if issue.column in MEANINGS:
        head = brought["heads"].get(issue.column)
        column = f"“{head}”" if head else gettext(words.MEANINGS[MEANINGS[issue.column]])
        said = replace(said, column=head or column, message=issue.message.again(column=column))
    return keep_finding(said)
