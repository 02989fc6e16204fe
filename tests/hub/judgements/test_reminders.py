"""Reminding teachers: who, how often, by whom, and what the mail says."""

from datetime import date

import pytest
from django.core import mail

from openpact.hub.audit.models import Line
from openpact.hub.judgements import completion, cycles, reminders, tasks
from openpact.hub.judgements.models import Reminder
from openpact.hub.judgements.services import Entry
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Group, Person
from openpact.hub.schools.models import Cycle
from tests.hub.jobs import queued, run_jobs

from .people import add_people


@pytest.fixture
def remind(school, cycle):
    def remind(by) -> int:
        with at_school(school.id):
            return reminders.remind(school, cycle, by)

    return remind


@pytest.fixture
def mails(school):
    def mails() -> list[str]:
        run_jobs()
        return [address for message in mail.outbox for address in message.to]

    return mails


def test_the_mail_says_what_is_left_and_names_no_student(remind, administrator, linked, students, confirmed, mails):
    confirmed(linked, *[Entry(s.id, "3") for s in students])
    confirmed(linked, Entry(students[0].id, "3"), area="writing")
    assert remind(administrator) == 1
    assert mails() == [linked.email]
    (message,) = mail.outbox
    assert message.subject == "Interim 2026 closes on 19 July: judgements to confirm"
    assert "Room 1\n  Writing: 1 of 3 confirmed\n  Mathematics: 0 of 3 confirmed" in message.body
    assert "Reading" not in message.body
    assert "/schools/7999/judge/" in message.body
    assert not [student for student in students if student.last_name in message.body]


def test_nobody_is_reminded_twice_on_a_day(remind, administrator, leader, linked, students, mails, on):
    assert [remind(administrator), remind(leader), remind(administrator)] == [1, 0, 0]
    assert mails() == [linked.email]
    on(11, 6)
    assert remind(leader) == 1
    assert mails() == [linked.email] * 2


def test_who_has_nothing_left_gets_none(remind, administrator, linked, students, confirmed):
    for area in ("reading", "writing", "mathematics"):
        confirmed(linked, *[Entry(s.id, "3") for s in students], area=area)
    assert remind(administrator) == 0
    assert queued() == []


def test_who_finishes_before_the_mail_goes_out_gets_none(remind, administrator, linked, students, confirmed, mails):
    assert remind(administrator) == 1
    for area in ("reading", "writing", "mathematics"):
        confirmed(linked, *[Entry(s.id, "3") for s in students], area=area)
    assert mails() == []


def test_a_cycle_that_is_closed_meanwhile_mails_nobody(school, cycle, remind, administrator, linked, students, mails):
    remind(administrator)
    with at_school(school.id):
        cycles.close(school, administrator, cycle)
    assert mails() == []


def test_the_page_is_told_who_gets_one_who_had_one_and_who_cannot(
    school, cycle, remind, administrator, linked, colleague, students, room
):
    with at_school(school.id):
        add_people(school, "Nobody Yet", role=Person.Role.TEACHING_STAFF, group=room, prefix="t")
        Reminder.objects.create(school=school, cycle=cycle, user=linked, day=date(2026, 6, 10))
        found = reminders.recipients(school, completion.of_school(school, cycle))
    names = [[one.teacher.name for one in some] for some in (found.now, found.today, found.unreachable)]
    assert names == [["Kiri Colleague"], ["Tama Teacher"], ["Nobody Yet"]]


def test_the_audit_says_who_reminded_how_many(school, remind, administrator, linked, colleague, students):
    remind(administrator)
    with at_school(school.id):
        (line,) = Line.objects.filter(area="cycles")
    assert (line.by_id, line.words) == (
        administrator.id,
        "Reminded 2 teachers of what is still to confirm in Interim 2026.",
    )


def test_a_neighbours_teachers_are_not_reminded(school, neighbour, remind, administrator, linked, students):
    with at_school(neighbour.id):
        group = Group.objects.create(school=neighbour, name="Room 9", is_home=True)
        add_people(neighbour, "Far Away", group=group)
    assert remind(administrator) == 1
    with at_school(neighbour.id):
        assert not Reminder.objects.exists()


class TestByThemselves:
    @pytest.fixture(autouse=True)
    def five_days_before(self, school, cycle):
        with at_school(school.id):
            Cycle.objects.filter(id=cycle.id).update(remind_days=5)

    @pytest.fixture
    def morning(self, on):
        def morning(day: int, month: int = 7) -> list[str]:
            on(day, month)
            tasks.remind_by_itself(0)
            before = len(mail.outbox)
            run_jobs()
            return [address for message in mail.outbox[before:] for address in message.to]

        return morning

    def test_some_days_before_the_last_day_and_once(self, school, morning, linked, students):
        assert [morning(day) for day in (13, 14, 15, 19, 20)] == [[], [linked.email], [], [], []]
        with at_school(school.id):
            (line,) = Line.objects.filter(area="cycles")
        assert (line.by_name, line.words) == ("", "Reminded 1 teacher of what is still to confirm in Interim 2026.")

    def test_a_morning_that_was_missed_is_caught_up(self, morning, linked, students):
        assert morning(16) == [linked.email]

    def test_who_was_reminded_by_hand_in_these_days_is_left_alone(
        self, school, cycle, morning, on, remind, administrator, linked, students
    ):
        on(14, 7)
        remind(administrator)
        run_jobs()
        assert morning(15) == []

    def test_opened_again_it_reminds_before_its_new_last_day(
        self, school, cycle, morning, administrator, linked, students
    ):
        assert morning(14) == [linked.email]
        with at_school(school.id):
            cycle.refresh_from_db()
            cycles.close(school, administrator, cycle)
            cycles.reopen(school, administrator, cycle, closes_on=date(2026, 8, 1), reason="Late")
        assert [morning(26), morning(27)] == [[], [linked.email]]

    def test_a_closed_one_and_one_that_does_not_want_it_remind_nobody(
        self, school, cycle, morning, administrator, linked, students
    ):
        with at_school(school.id):
            cycle.refresh_from_db()
            cycles.close(school, administrator, cycle)
        assert morning(15) == []
        with at_school(school.id):
            Cycle.objects.filter(id=cycle.id).update(closed_at=None, remind_days=None)
        assert morning(16) == []
