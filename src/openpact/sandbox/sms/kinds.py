"""The lists of people that an SMS shows, and which of PaCT's roles each holds."""

from dataclasses import dataclass

from openpact.ide import Role


@dataclass(frozen=True, slots=True)
class Kind:
    key: str
    title: str
    one: str
    roles: tuple[Role, ...]


KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("students", "Students", "student", (Role.STUDENT,)),
        Kind("staff", "Staff", "staff member", (Role.TEACHING_STAFF, Role.NON_TEACHING_STAFF)),
        Kind("caregivers", "Caregivers", "caregiver", (Role.PARENT_CAREGIVER,)),
        Kind("alumni", "Alumni", "former student", (Role.ALUMNI,)),
    )
}


def kind_of(role: str) -> Kind:
    return next(kind for kind in KINDS.values() if role in kind.roles)


#: PaCT's roles, as the SMS's screens call them.
ROLE_TITLES: dict[str, str] = {
    Role.STUDENT.value: "Students",
    Role.TEACHING_STAFF.value: "Teaching staff",
    Role.NON_TEACHING_STAFF.value: "Non-teaching staff",
    Role.PARENT_CAREGIVER.value: "Parents and caregivers",
    Role.ALUMNI.value: "Alumni",
}
