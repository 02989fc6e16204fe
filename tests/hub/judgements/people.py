"""Rows of a roster, made directly."""

from openpact.hub.roster.models import Group, Membership, Person


def add_people(school, *names: str, role=Person.Role.STUDENT, group: Group | None = None, prefix="s") -> list[Person]:
    """Persons called "First Last", with SMS ids s1, s2, ... going on from those with that prefix."""
    count = Person.objects.filter(school=school, sms_id__startswith=prefix).count()
    people = Person.objects.bulk_create(
        Person(
            school=school,
            sms_id=f"{prefix}{count + i}",
            role=role,
            first_name=name.split()[0],
            last_name=name.split()[-1],
            nsn=f"{count + i:010}" if role == Person.Role.STUDENT else "",
        )
        for i, name in enumerate(names, start=1)
    )
    if group is not None:
        join(group, *people)
    return people


def join(group: Group, *people: Person, home: bool = True) -> None:
    Membership.objects.bulk_create(
        Membership(school=group.school, person=person, group=group, home=home) for person in people
    )
