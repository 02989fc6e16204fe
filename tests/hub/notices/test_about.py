"""One notice may stand for several things: marked as done, it asks again once it is about one more."""

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


@pytest.fixture
def about(holding):
    """What the one cause is about from now on, and in how many words."""

    def about(*keys, **more):
        holding[:] = [cause(**more, about=frozenset(keys), text=f"{len(keys)} rows.")]

    return about


def look(school):
    (one,) = services.look(school)
    return one


def done(school, user=None):
    assert services.mark_done(school, user, look(school).notice.id)


def test_done_it_asks_again_once_it_is_about_one_more(here, administrator, about):
    about("a", "b")
    done(here, administrator)
    about("a", "b", "c")
    one = look(here)
    assert (one.state, one.notice.put_aside_by) == (State.OPEN, None)
    assert [again.notice.id for again in services.asking(here, Role.ADMINISTRATOR)] == [one.notice.id]


def test_one_in_the_place_of_another_is_one_more(here, about):
    about("a", "b")
    done(here)
    about("a", "c")
    assert look(here).state is State.OPEN


def test_as_it_is_about_fewer_it_stays_done(here, about):
    about("a", "b", "c")
    done(here)
    for keys in ("ab", "b"):
        about(*keys)
        one = look(here)
        assert (one.state, one.notice.text, one.notice.about) == (State.DONE, f"{len(keys)} rows.", list(keys))


def test_what_was_gone_and_is_back_is_one_more(here, about):
    about("a", "b")
    done(here)
    about("a")
    assert look(here).state is State.DONE
    about("a", "b")
    assert look(here).state is State.OPEN


def test_done_again_it_rests_with_all_that_it_is_about_now(here, about):
    about("a")
    done(here)
    about("a", "b")
    done(here)
    assert look(here).state is State.DONE
    about("a", "b", title="In other words")
    assert look(here).state is State.DONE


def test_snoozed_it_rests_to_its_day_whatever_it_is_about(here, administrator, about, monkeypatch):
    about("a")
    services.snooze(here, administrator, look(here).notice.id, date(2026, 6, 2))
    about("a", "b")
    one = look(here)
    assert (one.state, one.notice.about) == (State.SNOOZED, ["a", "b"])
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=12))
    assert look(here).state is State.OPEN


def test_open_it_stays_the_same_notice(here, about):
    about("a")
    before = look(here).notice
    about("a", "b")
    now = look(here).notice
    assert (now.id, now.opened_at, now.about) == (before.id, before.opened_at, ["a", "b"])


def test_whose_cause_says_nothing_of_it_stays_done_whatever_its_words(here, about):
    about()
    done(here)
    about(title="In other words")
    assert look(here).state is State.DONE


def test_closed_and_come_again_it_is_another_notice_about_what_holds_then(here, holding, about):
    about("a")
    done(here)
    holding.clear()
    services.look(here)
    about("b")
    assert look(here).state is State.OPEN
    assert list(Notice.objects.order_by("id").values_list("about", flat=True)) == [["a"], ["b"]]


def test_whoever_says_done_while_somebody_looks_is_not_overruled(here, administrator, about, monkeypatch):
    """Another looks at the same moment, is first, and says done of all that it is about now."""
    about("a")
    done(here)
    about("a", "b")
    read = services._known

    def and_then_another(school):
        found = read(school)
        later = NOW + timedelta(seconds=1)
        Notice.objects.update(about=["a", "b"], done_at=later, put_aside_by=administrator)
        return found

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(services, "_known", and_then_another)
        services.look(here)
    assert look(here).state is State.DONE


def test_what_a_notice_is_about_costs_no_query(here, about, django_assert_num_queries):
    about("a", "b")
    done(here)
    with django_assert_num_queries(1):
        look(here)


def test_a_neighbours_rests_when_ours_asks_again(school, neighbour, about):
    about("a")
    for each in (school, neighbour):
        with at_school(each.id):
            done(each)
    about("a", "b")
    with at_school(school.id):
        assert look(school).state is State.OPEN
    with at_school(neighbour.id):
        assert Notice.objects.get().done_at is not None
