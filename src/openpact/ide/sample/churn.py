"""The next day: some students have another name, another class, or another school."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..model import Person, Role
from .invent import SCHOOL_YEAR, Inventor


def churn(
    people: Sequence[Person], seed: int = 1, *, rename: int = 0, move: int = 0, leave: int = 0, join: int = 0
) -> list[Person]:
    """The people of the next day's file, in the same order, those who join at the end; staff stay as they are.

    So many students get another family name, go into another class, leave, or join; nobody has two of these happen to
    them. Those who join have ids and NSNs that nobody had. The same arguments give the same people.
    Raises ValueError if there are not enough students, or none for others to join.
    """
    students = [place for place, person in enumerate(people) if person.role is Role.STUDENT]
    if rename + move + leave > len(students) or (join and not students):
        raise ValueError(f"{len(students)} students are not enough for {rename + move + leave} changes")
    inventor = Inventor(f"churn/{seed}", frozenset(person.nsn for person in people if person.nsn))
    chosen = inventor.sample(students, rename + move + leave)
    after: list[Person | None] = list(people)
    for place in chosen[:rename]:
        person = people[place]
        after[place] = replace(person, last_name=inventor.last_name(person.last_name))
    classes = _classes(people, students)
    for place in chosen[rename : rename + move]:
        after[place] = _moved(inventor, people[place], classes)
    for place in chosen[rename + move :]:
        after[place] = None
    next_id = max((int(person.sms_id) for person in people if person.sms_id.isdecimal()), default=10000) + 1
    for number in range(join):
        after.append(_newcomer(inventor, str(next_id + number), people[inventor.pick(students)]))
    return [person for person in after if person is not None]


def _classes(people: Sequence[Person], students: list[int]) -> dict[str, list[str]]:
    """The home groups there are for each year group; under "" all of them."""
    homes: dict[str, dict[str, None]] = {"": {}}
    for place in students:
        person = people[place]
        for home in person.home_groups:
            homes[""][home] = None
            for group in person.groups[:1]:
                homes.setdefault(group, {})[home] = None
    return {year: list(names) for year, names in homes.items()}


def _moved(inventor: Inventor, person: Person, classes: dict[str, list[str]]) -> Person:
    """The student in another class of the same year; of any year, or a class of one's own, where there is no other."""
    here = person.home_groups[0] if person.home_groups else ""
    year = person.groups[0] if person.groups else ""
    for choices in (classes.get(year, []), classes[""]):
        others = [name for name in choices if name not in person.home_groups]
        if others:
            there = inventor.pick(others)
            break
    else:
        there = f"{here} B".strip()
    groups = tuple(there if group == here else group for group in person.groups)
    return replace(person, groups=groups if there in groups else (*groups, there), home_groups=(there,))


def _newcomer(inventor: Inventor, sms_id: str, classmate: Person) -> Person:
    """A student who is new to the school, in the class of `classmate`."""
    year = SCHOOL_YEAR - 5 - classmate.dob.year if classmate.dob else 1
    kin = inventor.kin(max(1, year), max(1, year))
    home = classmate.home_groups[0] if classmate.home_groups else ""
    made = inventor.student(sms_id, max(1, year), kin, classmate.groups, home)
    return replace(made, home_groups=classmate.home_groups, organisation=classmate.organisation, username="", email="")
