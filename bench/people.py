"""Who is imported: the school of the first table, its next day, and the schools of the second."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from openpact import ide
from openpact.ide import Person, Role, sample

SCHOOL_NUMBER = 7999
STUDENTS, TEACHERS, OTHERS = 2000, 100, 20
CHANGES = {"rename": 10, "move": 5, "leave": 5, "join": 5}
HOUSES = ("Kererū", "Tūī", "Kākā", "Ruru", "Pūkeko", "Weka")
_hours = count()


def school() -> list[Person]:
    """2,000 students, 100 teachers and 20 other staff in 100 groups: year levels, classes, clubs and six houses."""
    people = sample.people(1, STUDENTS, "full-primary", teachers=TEACHERS)
    people = people[: STUDENTS + TEACHERS + OTHERS]
    return [_in_a_house(person, number) for number, person in enumerate(people)]


def next_day(people: list[Person]) -> list[Person]:
    """One student in eighty has another name, another class or another school."""
    return sample.churn(people, 1, **CHANGES)


def of_size(size: int) -> list[Person]:
    """A school of so many people, staff among them."""
    return sample.people(1, size, "full-primary")[-size:]


def written(people: list[Person]) -> bytes:
    """An IDE file of them. Each says that it was written an hour after the one before."""
    when = datetime(2026, 2, 16, 2, 15) + timedelta(hours=next(_hours))
    return ide.write(people, school_number=SCHOOL_NUMBER, exported_at=when)


def _in_a_house(person: Person, number: int) -> Person:
    if person.role is not Role.STUDENT:
        return person
    return replace(person, groups=(*person.groups, HOUSES[number % len(HOUSES)]))
