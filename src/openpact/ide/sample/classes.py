"""Which classes a school has, who is in them and who teaches them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from .invent import Inventor
from .names import SCHOOLS
from .shapes import SCHOOL_WIDE, SUBJECTS, Shape


@dataclass(slots=True)
class Timetable:
    """For each student (in the order of their years) the home group and the other groups; for each teacher the same."""

    years: list[int]
    homes: list[str]
    groups: list[tuple[str, ...]]
    teacher_homes: list[list[str]] = field(default_factory=list)
    teacher_groups: list[list[str]] = field(default_factory=list)


def timetable(inventor: Inventor, shape: Shape, students: int, teachers: int) -> Timetable:
    """Share `students` out evenly over the years, into classes, and the classes out to `teachers`."""
    levels = len(shape.years)
    years = [shape.years[number * levels // students] for number in range(students)]
    below = sum(year < shape.subjects_from for year in years)
    class_teachers = teachers if below == students else round(teachers * below / students) if below else 0
    if below and not class_teachers:
        class_teachers = 1
    made = Timetable(years, [""] * students, [()] * students)
    for _ in range(teachers):
        made.teacher_homes.append([])
        made.teacher_groups.append([])
    if below:
        _own_classes(made, inventor, shape, below, class_teachers)
    if below < students:
        _subject_classes(made, inventor, shape, below, min(class_teachers, teachers - 1))
    return made


def _own_classes(made: Timetable, inventor: Inventor, shape: Shape, students: int, teachers: int) -> None:
    """Classes of one's own for the first `students`; years are mixed where a year does not fill a class."""
    classes = max(1, round(students / shape.per_class))
    names = _class_names(inventor, classes)
    spare = max(0, teachers - classes)
    wide = SCHOOL_WIDE[: min(len(SCHOOL_WIDE), spare // 3)]
    for number in range(students):
        home = names[number * classes // students]
        made.homes[number] = home
        year = f"Year {made.years[number]}"
        also = (inventor.pick(wide),) if wide and inventor.chance(0.15) else ()
        made.groups[number] = (year, home, *also)
    for number in range(max(classes, teachers)):
        teacher = number % teachers
        if number < classes:
            home = names[number]
        elif number - classes < len(wide):
            made.teacher_groups[teacher].append(wide[number - classes])
            continue
        else:  # two teachers share a class
            home = names[(number - classes - len(wide)) % classes]
        made.teacher_homes[teacher].append(home)
        made.teacher_groups[teacher].append(home)


def _class_names(inventor: Inventor, classes: int) -> list[str]:
    style = inventor.pick(("Room", "Rm", "tree"))
    if style == "tree":
        return [f"{SCHOOLS[number % len(SCHOOLS)]} {number // len(SCHOOLS) + 1}" for number in range(classes)]
    return [f"{style} {number + 1}" for number in range(classes)]


def _subject_classes(made: Timetable, inventor: Inventor, shape: Shape, start: int, first_teacher: int) -> None:
    """Form classes and a class in each subject for the students from `start` on, by year."""
    forms: list[str] = []
    by_subject: list[list[str]] = [[] for _ in SUBJECTS]
    taken: set[str] = set()
    while start < len(made.years):
        year = made.years[start]
        end = start
        while end < len(made.years) and made.years[end] == year:
            end += 1
        sets = max(1, round((end - start) / shape.per_class))
        homes = [_form_name(inventor, year, taken) for _ in range(sets)]
        forms += homes
        codes = [[f"{year}{subject}{number + 1}" for number in range(sets)] for subject in SUBJECTS]
        for subject, names in zip(by_subject, codes, strict=True):
            subject += names
        for number in range(start, end):
            form = (number - start) * sets // (end - start)
            made.homes[number] = homes[form]
            # Streamed apart from the form class, in another way for each subject.
            classes = [names[(form + (number + 1) * place) % sets] for place, names in enumerate(codes)]
            made.groups[number] = (f"Year {year}", homes[form], *classes)
        start = end
    _share_out(made, first_teacher, forms, [name for names in by_subject for name in names])


def _share_out(made: Timetable, first_teacher: int, forms: list[str], classes: list[str]) -> None:
    teachers = len(made.teacher_homes) - first_teacher
    for number in range(max(teachers, len(classes))):
        teacher = first_teacher + (number * teachers // len(classes) if teachers < len(classes) else number)
        made.teacher_groups[teacher].append(classes[number % len(classes)])
        if number % 20 == 7 and teachers > 1:  # now and then two teachers share a class
            other = first_teacher + (teacher - first_teacher + 1) % teachers
            made.teacher_groups[other].append(classes[number % len(classes)])
    for number, form in enumerate(forms):
        made.teacher_homes[first_teacher + number % teachers].append(form)
        made.teacher_groups[first_teacher + number % teachers].append(form)


def _form_name(inventor: Inventor, year: int, taken: set[str]) -> str:
    """A form class by its teacher's initials, 9HTK."""
    letters = "ABCDEFGHJKLMNPRSTW"
    name = f"{year}{inventor.pick(letters)}{inventor.pick(letters)}{inventor.pick(letters)}"
    for unique in _numbered(name):
        if unique not in taken:
            taken.add(unique)
            return unique
    raise AssertionError("there is always another number")


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}{number}" for number in count(2))
