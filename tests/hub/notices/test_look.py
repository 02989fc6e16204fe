"""A notice stands while its cause holds, once, and closes itself when the cause is gone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from openpact.hub.accounts.models import Role
from openpact.hub.notices import services
from openpact.hub.notices.models import Notice
from openpact.hub.notices.services import State
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school

from .conftest import NOW, cause

pytestmark = pytest.mark.usefixtures("noon")


def states(school, role=None):
    return {(one.cause.kind, one.cause.key): one.state for one in services.look(school, role)}


def test_a_cause_is_one_notice_however_often_somebody_looks(here, holding):
    holding += [cause(), cause(key="another"), cause("refused-rows")]
    assert set(states(here)) == {("held", ""), ("held", "another"), ("refused-rows", "")}
    assert set(states(here)) == {("held", ""), ("held", "another"), ("refused-rows", "")}
    assert Notice.objects.count() == 3


def test_when_the_cause_is_gone_it_closes_itself(here, holding):
    holding.append(cause())
    services.look(here)
    holding.clear()
    assert states(here) == {}
    assert Notice.objects.get().closed_at == NOW


def test_a_cause_that_comes_again_is_another_notice(here, holding):
    holding.append(cause())
    (first,) = services.look(here)
    services.mark_done(here, None, first.notice.id)
    holding.clear()
    services.look(here)
    holding.append(cause())
    (again,) = services.look(here)
    assert (again.state, again.notice.id == first.notice.id) == (State.OPEN, False)


def test_numbers_in_its_words_may_change_and_it_stays_the_same(here, holding):
    holding.append(cause(text="3 rows."))
    (before,) = services.look(here)
    holding[0] = replace(holding[0], text="4 rows.")
    (after,) = services.look(here)
    assert (after.notice.id, Notice.objects.get().text) == (before.notice.id, "4 rows.")


def test_one_that_is_done_does_not_ask_while_its_cause_holds(here, administrator, holding):
    holding.append(cause())
    (one,) = services.asking(here, Role.ADMINISTRATOR)
    assert services.mark_done(here, administrator, one.notice.id)
    assert services.asking(here, Role.ADMINISTRATOR) == []
    assert states(here) == {("held", ""): State.DONE}
    assert services.bring_back(here, one.notice.id)
    assert states(here) == {("held", ""): State.OPEN}


def test_one_that_is_snoozed_asks_again_on_its_day_in_the_schools_zone(here, administrator, holding, monkeypatch):
    holding.append(cause())
    (one,) = services.look(here)
    services.snooze(here, administrator, one.notice.id, date(2026, 6, 2))
    assert states(here) == {("held", ""): State.SNOOZED}
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=11, minutes=59))
    assert states(here) == {("held", ""): State.SNOOZED}
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=12))
    assert states(here) == {("held", ""): State.OPEN}


def test_one_that_is_closed_cannot_be_put_aside(here, holding):
    holding.append(cause())
    (one,) = services.look(here)
    holding.clear()
    services.look(here)
    assert not services.mark_done(here, None, one.notice.id)
    assert not services.snooze(here, None, one.notice.id, date(2026, 7, 1))


def test_each_role_is_asked_for_what_is_its_to_do(here, holding):
    both = frozenset({Role.ADMINISTRATOR, Role.LEADER})
    holding += [cause("upload"), cause("cycle", roles=both)]
    assert set(states(here, Role.LEADER)) == {("cycle", "")}
    assert set(states(here, Role.ADMINISTRATOR)) == {("upload", ""), ("cycle", "")}
    assert states(here, Role.TEACHER) == {}
    assert Notice.objects.filter(closed_at=None).count() == 2


def test_a_neighbour_has_notices_of_its_own(school, neighbour, holding):
    holding.append(cause())
    with at_school(school.id):
        (one,) = services.look(school)
    with at_school(neighbour.id):
        assert not Notice.objects.exists()
        assert not services.mark_done(neighbour, None, one.notice.id)
