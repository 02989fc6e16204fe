"""A register file comes: applied, held or refused; whatever happens, all of it or nothing, and never a broken one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from openpact.hub.audit.models import Line
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.register import deliveries
from openpact.hub.register.models import Delivery, Register, Source
from openpact.hub.register.services import register_of

from .conftest import NOW
from .files import file_of
from .people import TODAY, comes, kept, listed, named, stands

State = Delivery.State
FIVE = [named(n) for n in (1, 2, 3, 4, 5)]


def receive(school, content: bytes, source=Source.NATIONAL) -> Delivery:
    with at_school(school.id):
        return deliveries.receive(school, content, source)


def audit(school) -> list[str]:
    with at_school(school.id):
        return [f"{line.by_name}: {line.words}" for line in Line.objects.filter(area="register")]


def codes(delivery: Delivery) -> list[str]:
    return [reason["code"] for reason in delivery.reasons]


def test_a_file_uploaded_by_hand_waits_for_a_look_and_changes_nothing_until_then(school, administrator):
    delivery = comes(school, *FIVE, user=administrator)
    assert (delivery.state, codes(delivery), kept(school), audit(school)) == (State.HELD, ["by-hand"], {}, [])


def test_approved_it_is_the_register_and_says_so_in_the_audit(school, administrator):
    delivery = comes(school, *FIVE)
    with at_school(school.id):
        deliveries.approve(school, delivery.id, administrator, seen_version=0)
    assert listed(school) == {1, 2, 3, 4, 5}
    assert kept(school)[2].last_name == "Smith"
    assert audit(school) == [
        "Mere Office: Applied the register file of 12 August 2026 (uploaded by hand): 5 new, 0 again, 0 changed, 0 not"
        " listed any more."
    ]


def test_what_was_decided_cannot_be_decided_again(school, administrator):
    delivery = comes(school, *FIVE)
    with at_school(school.id):
        deliveries.discard(school, delivery.id, administrator)
        with pytest.raises(deliveries.NotHeld):
            deliveries.approve(school, delivery.id, administrator, seen_version=0)
    assert kept(school) == {}
    assert audit(school) == ["Mere Office: Discarded the register file of 12 August 2026 (uploaded by hand)."]


def test_nobody_approves_what_they_have_not_seen(school, administrator):
    stands(school, *FIVE)
    delivery = comes(school, *FIVE[:4])
    with at_school(school.id):
        with pytest.raises(deliveries.Moved):
            deliveries.approve(school, delivery.id, administrator, seen_version=0)
        assert Delivery.objects.get(id=delivery.id).state == State.HELD
    assert listed(school) == {1, 2, 3, 4, 5}


def test_the_first_file_fetched_waits_for_a_look_and_the_next_are_applied(school):
    assert codes(comes(school, *FIVE, source=Source.NATIONAL)) == ["first-file"]
    stands(school, *FIVE, source=Source.NATIONAL)
    assert comes(school, *FIVE[1:], source=Source.NATIONAL).state == State.APPLIED
    assert listed(school) == {2, 3, 4, 5}


def test_what_the_operator_brings_in_is_applied(school):
    assert comes(school, *FIVE, source=Source.OPERATOR).state == State.APPLIED


def test_the_same_file_twice_is_one_change(school):
    stands(school, *FIVE)
    assert comes(school, *FIVE).state == State.UNCHANGED
    assert len(audit(school)) == 1


def test_who_is_not_in_the_file_is_remembered_and_returns(school):
    stands(school, *FIVE)
    stands(school, *FIVE[1:])
    assert kept(school)[1].gone_on == TODAY
    stands(school, *FIVE)
    assert kept(school)[1].gone_on is None


def test_a_file_that_would_do_damage_is_held(school):
    many = [replace(FIVE[0], nsn=f"{n:010}") for n in range(40)]
    stands(school, *many, source=Source.NATIONAL)
    delivery = comes(school, *many[20:], source=Source.NATIONAL)
    assert (delivery.state, codes(delivery)) == (State.HELD, ["many-going"])
    assert len(listed(school)) == 40


@pytest.mark.parametrize(
    "content, code",
    [
        (b"", "empty"),
        (file_of(*FIVE)[:200], "no-end"),
        (file_of(*FIVE, school=7998), "foreign-school"),
        (file_of(), "no-students"),
        (b"<!doctype html><title>Sign in</title>", "not-text"),
    ],
)
@pytest.mark.parametrize("source", Source)
def test_an_empty_broken_or_foreign_file_changes_nothing(school, content, code, source):
    stands(school, *FIVE)
    delivery = receive(school, content, source)
    assert (delivery.state, codes(delivery)) == (State.REFUSED, [code])
    assert listed(school) == {1, 2, 3, 4, 5}
    assert delivery.content is None


def test_a_refused_row_is_not_an_absent_row(school):
    stands(school, *FIVE, source=Source.NATIONAL)
    content = file_of(*FIVE, as_of=TODAY).replace(b"Parata", b"Parata*")
    delivery = receive(school, content)
    assert (delivery.state, delivery.counts["kept"], delivery.counts["refused"]) == (State.UNCHANGED, 1, 1)
    assert listed(school) == {1, 2, 3, 4, 5}
    assert [issue["code"] for issue in delivery.issues] == ["bad-name"]


def test_a_newer_file_takes_the_place_of_one_that_waits_and_no_bytes_are_kept(school):
    first, second = comes(school, *FIVE[:3]), comes(school, *FIVE)
    with at_school(school.id):
        first.refresh_from_db()
        assert (first.state, first.content, second.state) == (State.SUPERSEDED, None, State.HELD)
        _, version = deliveries.look(school, second)
        deliveries.approve(school, second.id, None, seen_version=version)
        assert not Delivery.objects.filter(content__isnull=False).exists()


def test_a_file_that_cannot_be_used_leaves_the_one_that_waits(school):
    waiting = comes(school, *FIVE)
    receive(school, b"")
    with at_school(school.id):
        waiting.refresh_from_db()
    assert waiting.state == State.HELD


def test_an_older_file_is_held_even_if_it_says_nothing_new(school):
    stands(school, *FIVE, source=Source.NATIONAL)
    delivery = comes(school, *FIVE, source=Source.NATIONAL, as_of=TODAY - timedelta(days=7))
    assert (delivery.state, codes(delivery)) == (State.HELD, ["older-file"])


def test_the_register_says_of_which_day_it_is_and_when_it_came(school, monkeypatch):
    stands(school, *FIVE, as_of=date(2026, 8, 7))
    later = NOW + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    comes(school, *FIVE, as_of=date(2026, 8, 8))
    with at_school(school.id):
        register = register_of(school)
    assert (register.as_of, register.applied_at) == (date(2026, 8, 8), later)


def test_a_neighbours_register_is_not_there(school, neighbour):
    stands(school, *FIVE)
    comes(school, *FIVE[:4])
    with at_school(neighbour.id):
        assert Register.objects.count() == Delivery.objects.count() == 0
    assert kept(neighbour) == {}
