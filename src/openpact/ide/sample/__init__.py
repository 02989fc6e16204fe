"""Invented schools: realistic people for tests, demonstrations and benchmarks, always the same for the same seed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ..model import Person, Role
from .churn import churn
from .classes import timetable
from .invent import SCHOOL_YEAR, Inventor
from .shapes import KINDS, STUDENTS_PER_OTHER_STAFF

EXPORTED_AT = datetime(SCHOOL_YEAR, 2, 16, 2, 15)  # noqa: DTZ001 (the school's local time, as in the file)
"""When a sample file says that it was exported, unless told otherwise: a fixed time, so that files are the same."""


def people(
    seed: int = 1, students: int | None = None, kind: str = "full-primary", *, teachers: int | None = None
) -> list[Person]:
    """The people of an invented school: its students, by year and class; then its teachers; then its other staff.

    `kind` is one of KINDS; `students` is how many there are (at least 1; the kind's median roll if None); `teachers` is
    how many there are (if None, one to twelve students, to six in a special school). The same arguments give the same people, everywhere.
    Every teacher has a group, every group a teacher; some classes have two. Some students are twins, some share a name.
    Raises ValueError for an unknown kind or a number that is not positive.
    """
    if kind not in KINDS:
        raise ValueError(f"no kind of school is called {kind!r}; there are {', '.join(KINDS)}")
    shape = KINDS[kind]
    roll = shape.median if students is None else students
    teacher_count = max(1, round(roll / shape.per_teacher)) if teachers is None else teachers
    if roll < 1 or teacher_count < 1:
        raise ValueError("a school has at least one student and one teacher")
    inventor = Inventor(f"{seed}/{kind}/{roll}")
    table = timetable(inventor, shape, roll, teacher_count)
    made: list[Person] = []
    kin = inventor.kin(table.years[0], shape.years[0])
    sibling = ""
    for number, year in enumerate(table.years):
        student = inventor.student(str(10001 + number), year, kin, table.groups[number], table.homes[number], sibling)
        made.append(student)
        following = table.years[number + 1] if number + 1 < roll else year
        if following == year and not sibling and inventor.chance(0.015):
            sibling = student.first_name
        else:
            sibling = ""
            kin = inventor.kin(following, shape.years[0])
    for number in range(teacher_count):
        teacher = inventor.staff(f"T{101 + number}", Role.TEACHING_STAFF)
        groups = tuple(dict.fromkeys(table.teacher_groups[number]))
        made.append(replace(teacher, groups=groups, home_groups=tuple(dict.fromkeys(table.teacher_homes[number]))))
    others = max(2, round(roll / STUDENTS_PER_OTHER_STAFF))  # the principal, the office, the caretaker ...
    made += [inventor.staff(f"N{101 + number}", Role.NON_TEACHING_STAFF) for number in range(others)]
    return made


__all__ = ["EXPORTED_AT", "KINDS", "SCHOOL_YEAR", "churn", "people"]
