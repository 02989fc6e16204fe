"""The daily e-mail: wanted or not, in the morning, what is new, once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from openpact.hub.accounts.models import Access
from openpact.hub.notices import digests, services, tasks
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school

from ..conftest import signed_in
from ..jobs import run_jobs
from .conftest import cause

#: 7:11am in Auckland.
MORNING = datetime(2026, 6, 1, 19, 11, tzinfo=UTC)


@pytest.fixture
def time(monkeypatch):
    """Moves the clock, and lets the worker have its hour."""

    def at(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)
        before = len(mail.outbox)
        tasks.look_everywhere(0)
        run_jobs()
        return mail.outbox[before:]

    return at


@pytest.fixture
def wanted(school, administrator):
    with at_school(school.id):
        digests.choose(school, administrator, True)


def test_nobody_is_mailed_who_does_not_want_it(administrator, holding, time):
    holding.append(cause())
    assert time(MORNING) == []


def test_what_is_new_comes_in_the_morning_with_the_way_to_it(wanted, holding, time):
    holding.append(cause(title="An upload waits for you", url="/schools/7999/there/"))
    assert time(MORNING - timedelta(hours=1)) == []
    (sent,) = time(MORNING)
    assert sent.to == ["office@kowhai.example"]
    assert sent.subject == "PaCT: something at Kōwhai Flats School needs you"
    assert "http://localhost:8000/schools/7999/there/" in sent.body
    assert "An upload waits for you" in sent.body


def test_nothing_is_said_twice(wanted, holding, time):
    holding.append(cause())
    assert len(time(MORNING)) == 1
    assert time(MORNING + timedelta(hours=1)) == []
    assert time(MORNING + timedelta(days=1)) == []
    holding.append(cause("refused-rows"))
    (sent,) = time(MORNING + timedelta(days=2))
    assert "Something refused-rows" in sent.body
    assert "Something held" not in sent.body
    assert "1 thing that you know of still waits." in sent.body


def test_what_was_put_aside_is_not_mailed(school, administrator, wanted, holding, time):
    holding.append(cause())
    with at_school(school.id):
        (one,) = services.look(school)
        services.mark_done(school, administrator, one.notice.id)
    assert time(MORNING) == []


def test_one_that_asks_again_is_mailed_once_more(school, administrator, wanted, holding, time):
    holding[:] = [cause("rows", about=frozenset("a")), cause("held")]
    assert len(time(MORNING)) == 1
    with at_school(school.id):
        for one in services.look(school):
            services.mark_done(school, administrator, one.notice.id)
    holding[0] = cause("rows", text="2 rows.", about=frozenset("ab"))
    (sent,) = time(MORNING + timedelta(days=1))
    assert "2 rows." in sent.body
    assert "Something held" not in sent.body
    assert time(MORNING + timedelta(days=2)) == []


def test_one_that_was_never_put_aside_is_not_mailed_again_for_being_about_more(wanted, holding, time):
    holding.append(cause("rows", about=frozenset("a")))
    assert len(time(MORNING)) == 1
    holding[0] = cause("rows", text="2 rows.", about=frozenset("ab"))
    assert time(MORNING + timedelta(days=1)) == []


def test_if_the_mail_server_does_not_take_it_it_is_new_the_next_time(
    school, administrator, wanted, holding, time, monkeypatch
):
    def fail(*_args, **_more):
        raise OSError("no")

    holding.append(cause())
    monkeypatch.setattr(clock, "now", lambda: MORNING)
    with monkeypatch.context() as broken:
        broken.setattr("openpact.hub.platform.mail.send_mail", fail)
        with pytest.raises(Exception, match="OSError"):
            tasks.send_digest(school.id, administrator.id)
    assert len(time(MORNING)) == 1


def test_whoever_has_no_access_any_more_gets_nothing(school, administrator, wanted, holding, time):
    holding.append(cause())
    with at_school(school.id):
        Access.objects.all().delete()
    assert time(MORNING) == []


def test_it_is_asked_for_and_stopped_on_the_page(school, administrator, holding):
    client = signed_in(administrator)
    answer = client.post("/schools/7999/manage/notices/digest/", {"daily": "yes"}, follow=True)
    assert "Stop the daily e-mail" in answer.content.decode()
    with at_school(school.id):
        assert digests.wants(school, administrator)
    answer = client.post("/schools/7999/manage/notices/digest/", {"daily": "no"}, follow=True)
    assert "Send me a daily e-mail" in answer.content.decode()
