"""What an SMS sent before the school chose another one, or none, does nothing after."""

import pytest
from django.urls import reverse

from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster import services as roster_services
from openpact.hub.roster.models import Person
from openpact.hub.sms import decisions
from openpact.hub.sms.connection import save_settings

from ..conftest import signed_in
from ..jobs import run_jobs
from ..roster.files import student
from .uploads import codes, fresh, link, send, upload, written

CLASS = [student(str(n), f"Student{n}", nsn=f"{n:010}") for n in range(1, 11)]
CHOICES = [{"use_sms": True, "provider": "etap"}, {"use_sms": False, "provider": "kamar"}]


@pytest.fixture
def linked(school):
    link(school)
    return school


@pytest.fixture
def held(linked):
    """Of KAMAR, held because it names another school."""
    return upload(linked, written(CLASS, school_number=12))


def choose(school, **choice):
    with at_school(school.id):
        save_settings(school, None, automatic_export=True, review="never", **choice)


def people(school):
    with at_school(school.id):
        return Person.objects.count()


@pytest.mark.parametrize("choice", CHOICES)
def test_one_that_still_waits_for_its_turn_is_refused_and_says_why(linked, administrator, choice):
    exchange = send(linked, written(CLASS))
    choose(linked, **choice)
    run_jobs()
    exchange = fresh(linked, exchange)
    assert (exchange.state, codes(exchange)) == ("refused", ["other-sms"])
    assert people(linked) == 0
    text = signed_in(administrator).get(reverse("exchange", args=[7999, exchange.id])).content.decode()
    assert "This upload came from KAMAR, which your school no longer uses." in text


def test_one_that_waits_while_another_setting_changes_is_applied(linked):
    exchange = send(linked, written(CLASS))
    choose(linked, use_sms=True, provider="kamar")
    run_jobs()
    assert fresh(linked, exchange).state == "applied"


@pytest.mark.parametrize("choice", CHOICES)
def test_a_held_one_can_not_be_approved_any_more_and_its_page_says_so(linked, held, administrator, choice):
    choose(linked, **choice)
    office, url = signed_in(administrator), reverse("exchange", args=[7999, held.id])
    text = office.get(url).content.decode()
    assert "It came from KAMAR, which your school no longer uses, so it can't be approved" in text
    assert reverse("exchange-approve", args=[7999, held.id]) not in text
    answer = office.post(reverse("exchange-approve", args=[7999, held.id]), {"version": "0"}, follow=True)
    assert "no longer uses the SMS that this upload came from. Nothing was applied." in answer.content.decode()
    assert (fresh(linked, held).state, people(linked)) == ("held", 0)
    office.post(reverse("exchange-discard", args=[7999, held.id]))
    assert fresh(linked, held).state == "refused"


def test_a_school_that_goes_back_can_approve_it_after_all(linked, held, administrator):
    for choice in CHOICES:
        choose(linked, **choice)
    choose(linked, use_sms=True, provider="kamar")
    with at_school(linked.id):
        version = roster_services.state_of(linked).version
        decisions.approve(linked, held.id, administrator, seen_version=version)
    assert (fresh(linked, held).state, people(linked)) == ("applied", 10)


def test_a_file_by_hand_is_nobodys_sms(linked):
    exchange = upload(linked, written(CLASS), source="page", provider="")
    choose(linked, use_sms=True, provider="etap")
    with at_school(linked.id):
        decisions.approve(linked, exchange.id, None, seen_version=0)
    assert fresh(linked, exchange).state == "applied"
