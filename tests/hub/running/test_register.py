"""`openpact register import`: the operator brings in a school's register file, and vouches for it."""

from datetime import date

import pytest

from openpact.hub.platform.tenancy import at_school
from openpact.hub.register.models import Delivery, Entry
from openpact.hub.running import register
from tests.hub.register.files import entry, file_of
from tests.hub.register.people import named

DAY = date(2026, 3, 2)


@pytest.fixture
def brings(tmp_path):
    def brings(content: bytes, number: int = 7999) -> str:
        path = tmp_path / "register.csv"
        path.write_bytes(content)
        return register.bring_in(number, path)

    return brings


def test_it_is_applied_at_once_and_vouched_for(school, brings):
    told = brings(file_of(named(1), named(2), as_of=DAY))
    assert told == "School 7999: 2 enrolments; 2 new, 0 again, 0 changed, 0 not listed any more."
    assert brings(file_of(named(1), named(2), as_of=DAY)) == "School 7999: 2 enrolments, nothing new."
    with at_school(school.id):
        assert set(Entry.objects.values_list("vouched_on", flat=True)) == {DAY}


def test_a_file_that_would_do_damage_waits_for_an_administrator_of_the_school(school, brings):
    brings(file_of(*(entry(n) for n in range(1, 41)), as_of=DAY))
    told = brings(file_of(entry(1), as_of=DAY))
    assert "waits until an administrator of school 7999 has looked at it: 39 of 40 students" in told
    with at_school(school.id):
        assert Delivery.objects.latest("id").state == "held"


def test_what_cannot_be_is_refused_in_words(school, brings, tmp_path):
    with pytest.raises(ValueError, match="of school 7998, not of school 7999"):
        brings(file_of(named(1), school=7998, as_of=DAY))
    with pytest.raises(ValueError, match="There is no school 4711"):
        brings(file_of(named(1), as_of=DAY), number=4711)
    with pytest.raises(ValueError, match="cannot be read"):
        register.bring_in(7999, tmp_path / "none.csv")
