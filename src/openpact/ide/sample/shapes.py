"""What kinds of school there are: which years they teach, and how they name and share out their classes.

Rolls are of 2025: 2,536 schools, 846,000 students, about 12 students to a teacher; medians by kind in docs and below.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of school.

    `years` are the year levels taught, in order. From `subjects_from` on, students have a class for each subject and a
    form class; below it they have one class of their own. `median` is the kind's median roll.
    """

    years: range
    subjects_from: int
    median: int


NEVER = 99

KINDS: dict[str, Shape] = {
    "full-primary": Shape(range(1, 9), NEVER, 114),
    "contributing": Shape(range(1, 7), NEVER, 257),
    "intermediate": Shape(range(7, 9), NEVER, 408),
    "secondary": Shape(range(9, 14), 9, 761),
    "year-7-15": Shape(range(7, 14), 9, 496),
    "composite": Shape(range(1, 14), 9, 171),
    "special": Shape(range(1, 14), NEVER, 73),
}

STUDENTS_PER_TEACHER = 12
STUDENTS_PER_CLASS = 25

SUBJECTS = ("ENG", "MAT", "SCI", "SOC", "PED", "TRM")
"""Compulsory to Year 10 or nearly: English, mathematics, science, social sciences, physical education, te reo Māori."""

SCHOOL_WIDE = ("Kapa Haka", "ESOL", "Learning Support", "Te Reo Extension", "Choir", "Reading Recovery")
"""Groups across classes, which the teachers without a class of their own take."""
