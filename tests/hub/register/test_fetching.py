"""Fetching by itself: from the national register or an address of the school's own, weekly, and when somebody asks."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from openpact.hub.audit.models import Line
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.register import fetching
from openpact.hub.register.address import BadAddress
from openpact.hub.register.models import Delivery, Register, Source
from openpact.hub.register.services import register_of
from openpact.hub.register.tasks import fetch_what_is_due

from ..jobs import queued, run_jobs
from .conftest import NOW
from .files import file_of
from .people import TODAY, comes, kept, named, stands

ONE, TWO, THREE = (named(n) for n in (1, 2, 3))


@pytest.fixture
def national(register_server, settings):
    settings.REGISTER_URL = register_server.url + "/files/{school}.csv"
    settings.REGISTER_TOKEN = "the operator's".replace(" ", "-")
    return register_server


def gives(server, *entries, as_of=TODAY, path="/files/7999.csv") -> None:
    server.gives(path, file_of(*entries, as_of=as_of))


def choose(school, user, source=Source.NATIONAL, **more) -> None:
    with at_school(school.id):
        fetching.choose(school, user, source=source, **more)


def state(school) -> Register:
    with at_school(school.id):
        return register_of(school)


def deliveries(school) -> list[Delivery]:
    with at_school(school.id):
        return list(Delivery.objects.filter(school=school).select_related("by"))


def audit(school) -> list[str]:
    with at_school(school.id):
        return list(Line.objects.filter(area="register").values_list("words", flat=True))


def at(monkeypatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def next_window(school) -> datetime:
    with at_school(school.id):
        return fetching.timing(school, register_of(school)).due.at


def rounds() -> list[str]:
    """What the worker does at a look at what is due."""
    fetch_what_is_due(0)
    return run_jobs()


def test_choosing_the_national_register_fetches_its_file_at_once(school, administrator, national):
    gives(national, ONE, TWO)
    choose(school, administrator)
    assert run_jobs() == ["register.fetch"]
    (delivery,) = deliveries(school)
    assert (delivery.source, delivery.state, delivery.by) == ("national", "held", administrator)
    assert national.asked[0][0] == "/files/7999.csv"
    assert national.asked[0][1]["Authorization"] == "Bearer the-operator's"
    assert audit(school) == [
        "Changed where register files come from. From: The national register (was: uploads by hand)."
    ]


def test_a_schools_own_token_goes_before_the_operators(school, administrator, national):
    gives(national, ONE)
    choose(school, administrator, token="kowhai")
    run_jobs()
    assert national.asked[0][1]["Authorization"] == "Bearer kowhai"


def test_an_address_of_the_schools_own_gets_the_schools_token_only(school, administrator, national):
    gives(national, ONE, path="/own.csv")
    choose(school, administrator, Source.ADDRESS, address=f"{national.url}/own.csv")
    run_jobs()
    assert "Authorization" not in national.asked[0][1]


def test_a_token_is_neither_stored_as_it_is_nor_logged_nor_in_the_audit(school, administrator, national, caplog):
    caplog.set_level("DEBUG")
    gives(national, ONE, path="/own.csv?key=tui")
    choose(school, administrator, Source.ADDRESS, address=f"{national.url}/own.csv?key=tui", token="kowhai")
    run_jobs()
    register = state(school)
    assert "kowhai" not in "".join(str(value) for value in vars(register).values())
    assert "kowhai" not in caplog.text
    assert "tui" not in caplog.text
    (line,) = audit(school)
    assert "Host: localhost" in line
    assert "Token: yes" in line
    assert "kowhai" not in line
    assert "tui" not in line
    assert all("kowhai" not in str(job) for job in queued())


def test_a_token_is_not_sent_to_another_host(school, administrator, national, settings):
    settings.REGISTER_PRIVATE_HOSTS = frozenset({"localhost", "127.0.0.1"})
    gives(national, ONE, path="/own.csv")
    choose(school, administrator, Source.ADDRESS, address=f"{national.url}/own.csv", token="kowhai")
    choose(school, administrator, Source.ADDRESS, address=f"{national.url}/other.csv")
    assert state(school).sealed_token
    elsewhere = f"https://127.0.0.1:{national.server_port}/own.csv"
    choose(school, administrator, Source.ADDRESS, address=elsewhere)
    assert state(school).sealed_token == ""
    run_jobs()
    assert "Authorization" not in national.asked[-1][1]


def test_a_token_can_be_forgotten(school, administrator, national):
    address = f"{national.url}/own.csv"
    choose(school, administrator, Source.ADDRESS, address=address, token="kowhai")
    choose(school, administrator, Source.ADDRESS, address=address, forget=True)
    assert state(school).sealed_token == ""
    assert audit(school)[0] == "Changed where register files come from. Token: no (was: yes)."


def test_a_new_token_for_the_same_address_is_in_the_audit_and_fetches_nothing(school, administrator, national):
    address = f"{national.url}/own.csv"
    choose(school, administrator, Source.ADDRESS, address=address, token="kowhai")
    run_jobs()
    choose(school, administrator, Source.ADDRESS, address=address, token="kererū")
    assert audit(school)[0] == "Changed where register files come from. Token: a new one."
    assert queued() == []


def test_a_bad_address_changes_nothing(school, administrator):
    with pytest.raises(BadAddress):
        choose(school, administrator, Source.ADDRESS, address="https://10.0.0.1/")
    assert state(school).source == "hand"
    assert audit(school) == []


def test_it_is_fetched_once_a_week_in_the_early_morning_at_a_time_of_the_schools_own(
    school, administrator, national, monkeypatch
):
    gives(national, ONE)
    choose(school, administrator)
    run_jobs()
    first = next_window(school)
    assert NOW < first <= NOW + timedelta(days=7)
    assert 4 <= first.astimezone(ZoneInfo("Pacific/Auckland")).hour < 6
    assert rounds() == []
    at(monkeypatch, first)
    assert rounds() == ["register.fetch"]
    assert rounds() == []
    second = next_window(school)
    assert second - first == timedelta(days=7)
    at(monkeypatch, second + timedelta(minutes=3))
    assert rounds() == ["register.fetch"]
    assert next_window(school) - second == timedelta(days=7)


def test_a_file_that_comes_by_itself_is_applied_once_the_first_was_looked_at(
    school, administrator, national, monkeypatch
):
    stands(school, ONE, source=Source.NATIONAL)
    gives(national, ONE, TWO, as_of=TODAY)
    choose(school, administrator)
    run_jobs()
    assert deliveries(school)[0].state == "applied"
    assert sorted(kept(school)) == [1, 2]
    assert kept(school)[2].vouched_on == TODAY


def test_what_comes_from_an_address_of_the_schools_own_is_not_vouched_for(school, administrator, national):
    stands(school, ONE)
    gives(national, ONE, TWO, path="/own.csv")
    choose(school, administrator, Source.ADDRESS, address=f"{national.url}/own.csv")
    run_jobs()
    assert kept(school)[2].vouched_on is None


def test_the_operators_address_typed_as_ones_own_vouches_for_nothing_either(school, administrator, national):
    """Else a school could name somebody else's file, or what a redirect of theirs brings."""
    stands(school, ONE)
    gives(national, ONE, TWO)
    choose(school, administrator, Source.ADDRESS, address=f"{national.url}/files/7999.csv")
    run_jobs()
    assert kept(school)[2].vouched_on is None


def test_a_try_that_fails_says_why_and_is_repeated_while_the_window_is_open_and_on_the_next_morning(
    school, administrator, national, monkeypatch
):
    stands(school, ONE, source=Source.NATIONAL)
    choose(school, administrator)
    run_jobs()
    register = state(school)
    assert (register.failure, register.asked_at) == ("There is no file at this address.", None)
    monkeypatch.setattr(fetching, "AGAIN_AFTER", timedelta(minutes=20))
    due = next_window(school)
    at(monkeypatch, due)
    assert rounds() == ["register.fetch"]
    at(monkeypatch, due + timedelta(minutes=10))
    assert rounds() == []
    at(monkeypatch, due + timedelta(minutes=20))
    assert rounds() == ["register.fetch"]
    assert sorted(kept(school)) == [1]
    gives(national, ONE, TWO)
    at(monkeypatch, due + timedelta(days=1))
    assert rounds() == ["register.fetch"]
    assert state(school).failure == ""
    assert sorted(kept(school)) == [1, 2]


def test_a_file_that_cannot_be_used_is_a_failure_that_says_why(school, administrator, national):
    stands(school, ONE, source=Source.NATIONAL)
    national.gives("/files/7999.csv", file_of(ONE)[:100])
    choose(school, administrator)
    run_jobs()
    assert state(school).failure.startswith("The file that came could not be used: The last line")
    assert deliveries(school)[0].state == "refused"
    assert sorted(kept(school)) == [1]


def test_why_is_said_in_the_readers_language(school, administrator, national, reo):
    stands(school, ONE, source=Source.NATIONAL)
    national.gives("/files/7999.csv", file_of(ONE)[:100])
    choose(school, administrator)
    run_jobs()
    english = state(school).failure
    reo(
        {
            "The file that came could not be used: {why}": "Kāore te kōnae i pai: {why}",
            "The last line, which says whose file it is and how many students it has, is missing: the file may have been cut"
            " off.": "Kua tapahia.",
        }
    )
    assert state(school).failure_told == "Kāore te kōnae i pai: Kua tapahia."
    assert state(school).failure == english


def test_fetch_now_is_one_wish_however_often_it_is_pressed(school, administrator, national, monkeypatch):
    stands(school, ONE, source=Source.NATIONAL)
    gives(national, ONE)
    choose(school, administrator)
    run_jobs()
    with at_school(school.id):
        assert fetching.ask(school, administrator)
        assert not fetching.ask(school, administrator)
    assert len(queued()) == 1
    run_jobs()
    at(monkeypatch, NOW + timedelta(minutes=2))
    with at_school(school.id):
        assert fetching.ask(school, administrator)


def test_nothing_is_fetched_for_a_school_that_uploads_by_hand(school, administrator):
    with at_school(school.id):
        assert not fetching.ask(school, administrator)
        assert fetching.timing(school, register_of(school)) is None
    fetch_what_is_due(0)
    assert queued() == []


def test_what_was_asked_for_is_dropped_if_the_school_has_chosen_otherwise_meanwhile(school, administrator, national):
    gives(national, ONE)
    choose(school, administrator)
    choose(school, administrator, Source.HAND)
    run_jobs()
    assert national.asked == []
    assert deliveries(school) == []


def test_when_the_operator_names_no_national_register_any_more_that_is_told(school, administrator, national, settings):
    choose(school, administrator)
    settings.REGISTER_URL = ""
    run_jobs()
    assert "does not name a national register any more" in state(school).failure


def test_each_school_is_fetched_its_own_file(school, neighbour, administrator, neighbours_administrator, national):
    gives(national, ONE)
    gives(national, TWO, path="/files/7998.csv")
    choose(school, administrator)
    choose(neighbour, neighbours_administrator)
    run_jobs()
    assert [path for path, _ in national.asked] == ["/files/7999.csv", "/files/7998.csv"]
    # The second says that it is school 7999's.
    assert [d.state for d in deliveries(school)] == ["held"]
    assert [d.reasons[0]["code"] for d in deliveries(neighbour)] == ["foreign-school"]


def test_a_first_file_fetched_waits_even_if_another_was_uploaded_but_discarded(school, administrator, national):
    waiting = comes(school, ONE)
    gives(national, ONE)
    choose(school, administrator)
    run_jobs()
    with at_school(school.id):
        waiting.refresh_from_db()
    assert waiting.state == "superseded"
    assert deliveries(school)[0].state == "held"
