"""What other rooms may ask about enrolments. Every function runs inside the school's transaction."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from openpact.hub.platform import clock
from openpact.hub.roster.models import Person
from openpact.hub.schools.models import School

from . import core, store
from .models import Entry, Register

#: The students that the roster has now.
STUDENTS = Q(role=Person.Role.STUDENT, active=True)


def register_of(school: School, *, lock: bool = False) -> Register:
    """The school's register; with `lock`, nobody else changes it until this transaction ends."""
    if not lock:
        return Register.objects.filter(school=school).first() or Register(school=school)
    Register.objects.bulk_create([Register(school=school)], ignore_conflicts=True)
    return Register.objects.select_for_update().get(school=school)


def needs_enrolment(school: School) -> bool:
    """Whether the school judges only students who are enrolled."""
    return Register.objects.filter(school=school, judging_needs_enrolment=True).exists()


def enrolled_now(school: School) -> QuerySet[Entry]:
    """The enrolments that hold today, on the school's own calendar."""
    today = clock.today(school.time_zone)
    return Entry.objects.filter(
        Q(leave_date__isnull=True) | Q(leave_date__gte=today),
        school=school,
        gone_on__isnull=True,
        start_date__lte=today,
    )


def barred(school_id: int, people: Iterable[int] | None = None) -> set[int]:
    """The students (of these people, or all) who are not judged, since the school judges only who is enrolled and they are
    not. One query where a school judges everybody, as most do; else two."""
    register = Register.objects.filter(school=school_id, judging_needs_enrolment=True).select_related("school").first()
    if register is None:
        return set()
    students = Person.objects.filter(STUDENTS, school=school_id).values_list("id", flat=True)
    return not_enrolled(register.school, students if people is None else people)


def not_enrolled(school: School, people: Iterable[int]) -> set[int]:
    """Those of these people who are not enrolled today. One query."""
    enrolment = enrolled_now(school).filter(student=OuterRef("student"))
    wanted = people if isinstance(people, QuerySet) else list(people)
    found = Person.objects.filter(~Exists(enrolment), school=school, id__in=wanted)
    return set(found.values_list("id", flat=True))


def students_not_enrolled(school: School) -> int:
    """How many students of the roster are not enrolled today."""
    enrolment = enrolled_now(school).filter(student=OuterRef("student"))
    return Person.objects.filter(STUDENTS, ~Exists(enrolment), school=school).count()


def standing(school: School) -> core.Standing:
    """Register and SMS side by side. Two queries."""
    fields = ("id", "student_id", "first_name", "last_name", "preferred_name", "dob")
    students = Person.objects.filter(STUDENTS, school=school).values_list(*fields)
    return core.standing(store.kept(school.id), (core.Student(*row) for row in students), clock.today(school.time_zone))


def enrolment_of(person: Person) -> core.Kept | None:
    """The enrolment of somebody in the roster, also one that does not hold now."""
    return store.kept_of(person.school_id, person.student_id) if person.student_id else None
