"""The sixteen columns of an IDE file, in the canonical order of version 1.7x, and which are needed."""

from __future__ import annotations

SMS_ID = "mlepSmsPersonId"
NSN = "mlepStudentNSN"
USERNAME = "mlepUsername"
FIRST_ATTENDING = "mlepFirstAttending"
LAST_ATTENDANCE = "mlepLastAttendance"
FIRST_NAME = "mlepFirstName"
LAST_NAME = "mlepLastName"
PREFERRED_NAME = "mlepPreferredName"
DOB = "mlepDOB"
GENDER = "mlepGender"
ROLE = "mlepRole"
ASSOCIATED_NSN = "mlepAssociatedNSN"
EMAIL = "mlepEmail"
ORGANISATION = "mlepOrganisation"
GROUPS = "mlepGroupMembership"
HOME_GROUPS = "mlepHomeGroup"

ALL_COLUMNS: tuple[str, ...] = (
    SMS_ID,
    NSN,
    USERNAME,
    FIRST_ATTENDING,
    LAST_ATTENDANCE,
    FIRST_NAME,
    LAST_NAME,
    PREFERRED_NAME,
    DOB,
    GENDER,
    ROLE,
    ASSOCIATED_NSN,
    EMAIL,
    ORGANISATION,
    GROUPS,
    HOME_GROUPS,
)

REQUIRED_COLUMNS: tuple[str, ...] = (SMS_ID, FIRST_NAME, LAST_NAME, ROLE)
"""What a header must name; these cells may not be blank either."""

CANONICAL: dict[str, str] = {name.casefold(): name for name in ALL_COLUMNS}
"""From a header cell, case folded, to the canonical name."""

LISTS: tuple[str, ...] = (ASSOCIATED_NSN, GROUPS, HOME_GROUPS)
"""Columns whose cells hold values separated by #; no escape for a # inside a value exists."""
