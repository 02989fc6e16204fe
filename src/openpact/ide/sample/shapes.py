"""What kinds of school there are: which years they teach, and how they share out their classes.

Rolls and proportions are those of New Zealand's schools in 2025: 2,536 schools, 846,000 students, about twelve students
to a teacher.
"""

from __future__ import annotations

from dataclasses import dataclass

NEVER = 99


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of school.

    `years` are the year levels taught, in order. From `subjects_from` on, students have a form class and a class for each
    subject; below it they have one class of their own. `median` is the kind's median roll. `per_class` and
    `per_teacher` are how many students there are to a class and to a teacher.
    """

    years: range
    median: int
    subjects_from: int = NEVER
    per_class: int = 25
    per_teacher: int = 12


KINDS: dict[str, Shape] = {
    "full-primary": Shape(range(1, 9), 114),
    "contributing": Shape(range(1, 7), 257),
    "intermediate": Shape(range(7, 9), 408),
    "secondary": Shape(range(9, 14), 761, subjects_from=9),
    "year-7-15": Shape(range(7, 14), 496, subjects_from=9),
    "composite": Shape(range(1, 14), 171, subjects_from=9),
    "special": Shape(range(1, 14), 73, per_class=8, per_teacher=6),
}

STUDENTS_PER_OTHER_STAFF = 60

SUBJECTS = ("ENG", "MAT", "SCI", "SOC", "PED", "TRM")
"""Compulsory to Year 10 or nearly: English, mathematics, science, social sciences, physical education, te reo Māori."""

SCHOOL_WIDE = ("Kapa Haka", "ESOL", "Learning Support", "Te Reo Extension", "Choir", "Reading Recovery")
"""Groups across classes, which the teachers without a class of their own take."""
