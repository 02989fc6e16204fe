"""The rules of versions, as values."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from openpact.hub.judgements.errors import Conflict, ReasonNeeded, UnknownLevel
from openpact.hub.judgements.models import Level
from openpact.hub.judgements.rules import Action, Entry, Standing, Step, decide

AT = datetime(2026, 6, 10, tzinfo=UTC)


def standing(version=1, level="3"):
    return Standing(UUID(int=1), version, level, "Kiri Colleague", AT)


def test_the_first_decision_is_version_1_and_needs_no_reason():
    step = decide(Entry(7, "3"), None)
    assert (step.action, step.version, step.reason) == (Action.CONFIRMED, 1, "")


def test_another_level_is_the_next_version_with_its_reason():
    step = decide(Entry(7, "4", seen_version=1, reason=" new evidence "), standing())
    assert (step.action, step.version, step.reason) == (Action.CHANGED, 2, "new evidence")


def test_a_change_without_a_reason_is_not_made():
    assert decide(Entry(7, "4", seen_version=1, reason="  "), standing()) == ReasonNeeded(7)


def test_withdrawing_is_a_version_with_a_reason_too():
    assert decide(Entry(7, "", seen_version=1), standing()) == ReasonNeeded(7, withdrawing=True)
    step = decide(Entry(7, "", seen_version=1, reason="wrong student"), standing())
    assert (step.action, step.version, step.entry.level) == (Action.WITHDRAWN, 2, "")


def test_confirming_again_after_a_withdrawal_is_a_change():
    assert decide(Entry(7, "3", seen_version=2), standing(version=2, level="")) == ReasonNeeded(7)


def test_the_same_level_is_nothing_new_whatever_was_seen():
    assert decide(Entry(7, "3", seen_version=0), standing(version=4)).action is Action.UNCHANGED


def test_withdrawing_what_was_never_confirmed_is_nothing():
    assert decide(Entry(7, ""), None) == Step(Entry(7, ""), Action.UNCHANGED, 0, "", None)


def test_a_decision_made_meanwhile_is_a_conflict_that_says_whose():
    problem = decide(Entry(7, "4", seen_version=0, reason="because"), standing())
    assert problem == Conflict(7, 0, 1, "Curriculum level 3", "Kiri Colleague", AT)
    assert "Kiri Colleague confirmed Curriculum level 3 (version 1)" in problem.message


def test_a_withdrawal_made_meanwhile_is_named_as_one():
    problem = decide(Entry(7, "4", seen_version=1, reason="because"), standing(version=2, level=""))
    assert "Kiri Colleague withdrew the judgement (version 2)" in problem.message


def test_only_the_levels_of_the_curriculum_are_levels():
    assert decide(Entry(7, "6"), None) == UnknownLevel(7)


@given(
    st.lists(
        st.tuples(st.sampled_from([*Level.values, ""]), st.integers(0, 6), st.sampled_from(["", "because"])),
        max_size=12,
    )
)
def test_versions_count_up_by_one_and_nothing_unseen_is_overwritten(choices):
    now: Standing | None = None
    for level, seen, reason in choices:
        version = now.version if now else 0
        step = decide(Entry(7, level, seen, reason), now)
        if not isinstance(step, Step) or step.action is Action.UNCHANGED:
            continue
        assert step.version == version + 1
        assert now is None or (seen == version and step.reason and level != now.level)
        now = Standing(UUID(int=1), step.version, level, "x", AT)
