"""People whom a school should have met before its real ones come: the cases that go wrong in other products."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from openpact.ide import Person, Role

TWINS = ("Te Ariki", "Mary Jane")
NAMESAKE = ("Aroha", "Ngata")
#: Left three weeks ago and came back a week ago.
CAME_BACK = "19007"
CHILD_OF_A_TEACHER = "19001"


def with_everybody(people: list[Person]) -> list[Person]:
    """Twins with two-word names, two students of one name, a teacher who is a parent too, one who left and came back, one
    without an NSN and one whose NSN begins with zeros."""
    students = [p for p in people if p.role is Role.STUDENT]
    teacher = next(p for p in people if p.role is Role.TEACHING_STAFF)
    older, younger = students[len(students) // 3], students[-len(students) // 3]
    made = [
        _student(younger, "19001", "Tāwhiri", teacher.last_name, "0900000001"),
        _student(older, "19002", TWINS[0], "Te Rangi-Hīroa", "0900000002"),
        _student(older, "19003", TWINS[1], "Te Rangi-Hīroa", "0900000003", home=younger.home_groups),
        _student(older, "19004", *NAMESAKE, "0900000004"),
        _student(younger, "19005", *NAMESAKE, "0900000005"),
        _student(younger, "19006", "Ngā Whetū", "Paewai", ""),
        _student(older, CAME_BACK, "Manaia", "Rangihuna", "0000000007"),
    ]
    parent = Person(
        sms_id="C101", role=Role.PARENT_CAREGIVER, first_name=teacher.first_name, last_name=teacher.last_name,
        email=teacher.email, associated_nsns=("0900000001",), organisation=teacher.organisation,
    )  # fmt: skip
    return [*people, *made, parent]


def with_choirs_and_caregivers(people: list[Person]) -> list[Person]:
    """Groups across classes, and people of every role: so that selecting some means something."""
    dressed, caregivers = [], []
    for number, person in enumerate(people):
        if person.role is Role.STUDENT:
            also = [
                name
                for name, every in (("Kapa Haka", 4), ("Choir", 6), ("Reading Recovery", 15))
                if number % every == 0
            ]
            dressed.append(replace(person, groups=tuple(dict.fromkeys((*person.groups, *also)))))
            if number % 5 == 0:
                caregivers.append(_caregiver(f"C{101 + len(caregivers)}", person))
        elif person.role is Role.TEACHING_STAFF and person.sms_id == "T101":
            more = ("Kapa Haka", "Choir", "Reading Recovery")
            dressed.append(replace(person, groups=tuple(dict.fromkeys((*person.groups, *more)))))
        else:
            dressed.append(person)
    former = Person(sms_id="A101", role=Role.ALUMNI, first_name="Wiremu", last_name="Hēnare")
    return [*dressed, *caregivers, former]


def with_other_ids(people: Iterable[Person]) -> list[Person]:
    """The same people as another SMS would key them: every id is another one, and many are somebody else's old one. NSNs
    and staff's addresses stay; one member of staff has a new address, so nobody can match them."""
    found = list(people)
    ids = [person.sms_id for person in found]
    # Everybody gets the next person's id, so that ids collide; the last gets a new one.
    moved = [replace(person, sms_id=new) for person, new in zip(found, [*ids[1:], "20001"], strict=True)]
    last = next(at for at, p in reversed(list(enumerate(moved))) if p.role is Role.NON_TEACHING_STAFF)
    moved[last] = replace(moved[last], email=f"new.{moved[last].email}")
    return moved


def in_week(people: list[Person], weeks_ago: int) -> list[Person]:
    """Who was there so many weeks ago."""
    away = {CAME_BACK} if 1 < weeks_ago <= 3 else set()
    return [person for person in people if person.sms_id not in away]


def _student(
    like: Person, sms_id: str, first: str, last: str, nsn: str, *, home: tuple[str, ...] | None = None
) -> Person:
    """Somebody in the classes of another, with a name of their own; twins, being made like the same one, share a birthday."""
    username = f"student{sms_id}"
    made = replace(like, sms_id=sms_id, first_name=first, last_name=last, preferred_name="", nsn=nsn, username=username)
    made = replace(
        made, email=f"{username}@{like.organisation}" if like.email else "", dob=like.dob or date(2012, 1, 1)
    )
    return (
        made
        if home is None
        else replace(made, home_groups=home, groups=tuple(dict.fromkeys((*home, *like.groups[2:]))))
    )


def _caregiver(sms_id: str, child: Person) -> Person:
    return Person(
        sms_id=sms_id, role=Role.PARENT_CAREGIVER, first_name="Hana", last_name=child.last_name,
        email=f"caregiver{sms_id.lower()}@home.example", associated_nsns=(child.nsn,) if child.nsn else (),
    )  # fmt: skip
