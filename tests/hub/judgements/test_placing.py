"""Placing students on aspects: what is saved, what is refused, and what colleagues see of each other."""

import pytest

from openpact.hub.judgements import sheets
from openpact.hub.judgements.errors import AspectsNeeded, CycleNotOpen, Locked, NoAccess, NotConfirmed, NotYours
from openpact.hub.judgements.models import AspectVersion, Judgement, JudgementVersion
from openpact.hub.judgements.placing import (
    Became,
    NothingToUnlock,
    NotPermitted,
    Placement,
    lock_again,
    place,
    unlock,
)
from openpact.hub.judgements.rules import Entry
from openpact.hub.judgements.services import confirm
from openpact.hub.platform.tenancy import at_school
from openpact.scale import Score, load

SCALE = load().current("mathematics")
KEYS = [aspect.key for aspect in SCALE.framework.aspects]
#: What every aspect at set 4, and at set 7, recommends; and another level.
LEVEL, HIGHER = (SCALE.score(dict.fromkeys(KEYS, number)).level for number in (4, 7))
OTHER = "5"


@pytest.fixture
def placed(school, cycle):
    """placed(user, student, {aspect: set}) places from what stands, and answers what became of each."""

    def placed(user, student, sets, seen=None):
        with at_school(school.id):
            now = sheets.of_people(cycle, "mathematics", [student.id])[student.id].aspects
            chosen = [
                Placement(student.id, key, number, (now[key].version if key in now else 0) if seen is None else seen)
                for key, number in sets.items()
            ]
            return place(school, user, chosen, area="mathematics", cycle=cycle)

    return placed


@pytest.fixture
def work_of(school, cycle):
    def work_of(student):
        with at_school(school.id):
            return sheets.of_people(cycle, "mathematics", [student.id])[student.id]

    return work_of


def every_aspect(number: int) -> dict[str, int]:
    return dict.fromkeys(KEYS, number)


def became(answers) -> list[Became]:
    return [each.became for each in answers[0]]


def test_a_placement_is_kept_with_who_and_when(placed, work_of, linked, students):
    assert became(placed(linked, students[0], {KEYS[0]: 3})) == [Became.SAVED]
    standing = work_of(students[0]).aspects[KEYS[0]]
    assert (standing.set, standing.version, standing.by) == (3, 1, linked.name)


def test_every_placement_there_ever_was_is_kept(placed, school, linked, students):
    for number in (3, 4, None):
        placed(linked, students[0], {KEYS[0]: number})
    with at_school(school.id):
        assert list(AspectVersion.objects.values_list("version", "set")) == [(1, 3), (2, 4), (3, None)]


def test_sending_a_placement_twice_does_nothing_twice(placed, school, linked, students):
    placed(linked, students[0], {KEYS[0]: 3})
    assert became(placed(linked, students[0], {KEYS[0]: 3}, seen=0)) == [Became.SAME]
    with at_school(school.id):
        assert AspectVersion.objects.count() == 1


def test_a_colleague_is_never_overwritten_unseen(placed, work_of, linked, colleague, students):
    placed(colleague, students[0], {KEYS[0]: 5})
    ((answer,), _) = placed(linked, students[0], {KEYS[0]: 3}, seen=0)
    assert answer.became is Became.CONFLICT
    assert (answer.standing.set, answer.standing.by) == (5, colleague.name)
    assert work_of(students[0]).aspects[KEYS[0]].set == 5
    assert became(placed(linked, students[0], {KEYS[0]: 3}, seen=1)) == [Became.SAVED]


def test_what_can_be_saved_is_saved_beside_what_cannot(placed, work_of, linked, students, other_class, school, cycle):
    with at_school(school.id):
        answers, _ = place(
            school,
            linked,
            [Placement(other_class[0].id, KEYS[0], 2), Placement(students[0].id, KEYS[0], 2)],
            area="mathematics",
            cycle=cycle,
        )
    assert [each.became for each in answers] == [Became.REFUSED, Became.SAVED]
    assert isinstance(answers[0].problem, NotYours)
    assert work_of(other_class[0]).aspects == {}


def test_not_yet_enough_evidence_is_an_answer_that_is_not_scored(placed, work_of, linked, students):
    placed(linked, students[0], every_aspect(4) | {KEYS[0]: 0})
    work = work_of(students[0])
    assert work.answers[KEYS[0]] == 0
    assert isinstance(work.score, Score)
    assert work.score.missing == (KEYS[0],)


def test_an_aspect_or_a_set_that_is_not_there_is_no_placement(placed, linked, students):
    with pytest.raises(ValueError, match="No such aspect"):
        placed(linked, students[0], {"spelling": 1})
    with pytest.raises(ValueError, match="has no set 99"):
        placed(linked, students[0], {KEYS[0]: 99})


def test_after_the_cycle_only_leaders_and_administrators_place(placed, linked, leader, students, on):
    on(10, 8)
    with pytest.raises(CycleNotOpen):
        placed(linked, students[0], {KEYS[0]: 3})
    assert became(placed(leader, students[0], {KEYS[0]: 3})) == [Became.SAVED]


def test_a_reader_and_a_stranger_place_nothing(placed, reader, students, django_user_model):
    with pytest.raises(NoAccess):
        placed(reader, students[0], {KEYS[0]: 3})
    stranger = django_user_model.objects.create_user(email="who@elsewhere.example", password="x" * 20)
    with pytest.raises(NoAccess):
        placed(stranger, students[0], {KEYS[0]: 3})


class TestConfirmed:
    """Once the overall judgement is confirmed."""

    @pytest.fixture
    def judged(self, placed, school, cycle, linked, students):
        """The first student: every aspect at set 4, confirmed as recommended."""
        placed(linked, students[0], every_aspect(4))
        with at_school(school.id):
            confirm(school, linked, [Entry(students[0].id, LEVEL)], area="mathematics", cycle=cycle)
        return students[0]

    def versions(self, school):
        with at_school(school.id):
            return list(JudgementVersion.objects.order_by("version"))

    def test_the_version_says_what_it_rests_on(self, judged, school):
        (version,) = self.versions(school)
        score = SCALE.score(every_aspect(4))
        assert (version.score, version.score_low, version.score_high) == (score.points, score.low, score.high)
        assert (version.recommended, version.reason) == (LEVEL, "")
        assert (version.framework, version.framework_version) == ("mathematics", 1)
        assert (version.calibration, version.calibration_version) == ("illustrative-mathematics", 1)
        assert version.aspects == every_aspect(4)

    def test_the_aspects_are_locked(self, judged, placed, linked, work_of):
        ((answer,), _) = placed(linked, judged, {KEYS[0]: 5})
        assert (answer.became, type(answer.problem)) == (Became.REFUSED, Locked)
        assert work_of(judged).aspects[KEYS[0]].set == 4

    def test_unlocking_needs_a_confirmed_judgement(self, school, linked, students, cycle):
        with at_school(school.id), pytest.raises(NothingToUnlock):
            unlock(school, linked, students[1].id, area="mathematics", cycle=cycle, because="A slip.")

    def test_somebody_elses_student_is_not_unlocked(self, school, linked, other_class, cycle):
        with at_school(school.id), pytest.raises(NotPermitted, match="none of your classes"):
            unlock(school, linked, other_class[0].id, area="mathematics", cycle=cycle, because="A slip.")

    def test_a_correction_is_a_new_version_and_the_old_one_stays(self, judged, placed, linked, school, cycle):
        with at_school(school.id):
            unlock(school, linked, judged.id, area="mathematics", cycle=cycle, because="A slip.")
            assert Judgement.objects.get().level == LEVEL
        placed(linked, judged, every_aspect(7))
        with at_school(school.id):
            confirm(school, linked, [Entry(judged.id, HIGHER, seen_version=1)], area="mathematics", cycle=cycle)
        first, second = self.versions(school)
        assert (first.level, first.aspects) == (LEVEL, every_aspect(4))
        assert (second.level, second.aspects, second.reason) == (HIGHER, every_aspect(7), "A slip.")

    def test_confirmed_again_it_is_locked_again(self, judged, placed, linked, school, cycle):
        with at_school(school.id):
            unlock(school, linked, judged.id, area="mathematics", cycle=cycle, because="A slip.")
            confirm(school, linked, [Entry(judged.id, LEVEL, seen_version=1)], area="mathematics", cycle=cycle)
        assert became(placed(linked, judged, {KEYS[0]: 5})) == [Became.REFUSED]
        assert [each.version for each in self.versions(school)] == [1, 2]

    def test_unlocking_can_be_taken_back(self, judged, placed, linked, school, cycle, work_of):
        with at_school(school.id):
            unlock(school, linked, judged.id, area="mathematics", cycle=cycle, because="A slip.")
        placed(linked, judged, {KEYS[0]: 7, KEYS[1]: None})
        with at_school(school.id):
            lock_again(school, linked, judged.id, area="mathematics", cycle=cycle)
        work = work_of(judged)
        assert (work.sets, work.locked) == (every_aspect(4), True)
        assert len(self.versions(school)) == 1

    def test_withdrawn_it_is_open(self, judged, placed, linked, school, cycle):
        with at_school(school.id):
            entry = Entry(judged.id, "", seen_version=1, reason="Wrong student.")
            confirm(school, linked, [entry], area="mathematics", cycle=cycle)
        assert became(placed(linked, judged, {KEYS[0]: 5})) == [Became.SAVED]


def test_another_level_than_recommended_needs_a_reason(placed, linked, school, cycle, students):
    placed(linked, students[0], every_aspect(4))
    with at_school(school.id):
        with pytest.raises(NotConfirmed) as refused:
            confirm(school, linked, [Entry(students[0].id, OTHER)], area="mathematics", cycle=cycle)
        assert f"recommend Curriculum level {LEVEL}" in refused.value.problems[0].message
        entry = Entry(students[0].id, OTHER, reason="Her project shows more.")
        confirm(school, linked, [entry], area="mathematics", cycle=cycle)
        version = JudgementVersion.objects.get()
    assert (version.level, version.recommended, version.reason) == (OTHER, LEVEL, "Her project shows more.")


def test_a_school_may_confirm_only_with_enough_aspects(placed, linked, school, cycle, students):
    with at_school(school.id):
        school.needs_aspects = True
        with pytest.raises(NotConfirmed) as refused:
            confirm(school, linked, [Entry(students[0].id, LEVEL)], area="mathematics", cycle=cycle)
        assert isinstance(refused.value.problems[0], AspectsNeeded)


def test_standards_are_kept_only_where_the_school_reports_them(placed, linked, school, cycle, students, in_year):
    in_year(8, *students)
    for student in students[:2]:
        placed(linked, student, every_aspect(4))
    with at_school(school.id):
        confirm(school, linked, [Entry(students[0].id, LEVEL)], area="mathematics", cycle=cycle)
        school.reports_standards = True
        confirm(school, linked, [Entry(students[1].id, LEVEL)], area="mathematics", cycle=cycle)
        assert list(JudgementVersion.objects.order_by("id").values_list("standard", flat=True)) == ["", "well below"]


def test_one_placement_and_a_whole_class_take_as_many_queries(
    placed, linked, school, cycle, students, django_assert_max_num_queries
):
    with at_school(school.id), django_assert_max_num_queries(12):
        chosen = [Placement(student.id, key, 2) for student in students for key in KEYS]
        place(school, linked, chosen, area="mathematics", cycle=cycle)
