"""What somebody does to the link stands in the audit, in words: settings, secrets, pauses, decisions about uploads."""

import pytest
from django.urls import reverse

from openpact.hub.audit.models import Line
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster import services as roster_services
from openpact.hub.sms import decisions
from openpact.hub.sms.models import Pause, Secret

from ..roster.files import student
from .settings_page import FORM, URL, get_secret
from .test_timing import NOON
from .uploads import link, upload, written

CLASS = [student(str(n), f"Student{n}", nsn=f"{n:010}") for n in range(1, 11)]


def lines(school) -> list[tuple[str, str, str]]:
    with at_school(school.id):
        return list(Line.objects.order_by("id").values_list("by_name", "area", "words"))


def settings_lines(school) -> list[str]:
    found = lines(school)
    assert {(by, area) for by, area, _words in found} <= {("Mere Office", "settings")}
    return [words for _by, _area, words in found]


def test_settings_are_told_with_both_values_and_once(school, admin):
    for _twice in range(2):
        admin.post(URL, FORM)
    admin.post(URL, {**FORM, "automatic_export": "no", "students_leaving": 30})
    assert settings_lines(school) == [
        "Changed the SMS settings. Use SMS: yes (was: no); Your SMS: KAMAR (was: nothing);"
        " Judgements leave by themselves: yes (was: no).",
        "Changed the SMS settings. Judgements leave by themselves: no (was: yes);"
        " Students who would leave (% of students): 30 (was: 20).",
    ]


def test_a_secret_is_told_by_its_last_four_characters_alone(school, admin):
    get_secret(admin, school)
    get_secret(admin, school)
    get_secret(admin, school, earlier="end")
    with at_school(school.id):
        one, two, three = Secret.objects.order_by("id")
    for _twice in range(2):
        admin.post(f"{URL}secrets/{three.id}/revoke/")
    assert settings_lines(school) == [
        f"Made a secret for KAMAR, which ends in {one.hint}.",
        f"Made a secret for KAMAR, which ends in {two.hint}. Earlier ones still work for some days.",
        f"Made a secret for KAMAR, which ends in {three.hint}, and ended the earlier ones at once.",
        f"Revoked the secret for KAMAR that ends in {three.hint}.",
    ]


def test_a_pause_and_its_end_are_told(school, admin, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    admin.post(f"{URL}pauses/", {"first": "2026-12-19", "last": "2027-01-26"})
    with at_school(school.id):
        pause = Pause.objects.get()
    for _twice in range(2):
        admin.post(f"{URL}pauses/{pause.id}/end/")
    assert settings_lines(school) == [
        "Paused automatic exchanges from 19 December 2026 to 26 January 2027.",
        "Ended the pause of automatic exchanges from 19 December 2026 to 26 January 2027.",
    ]


@pytest.fixture
def held(school, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    link(school, review="every")
    return upload(school, written(CLASS))


def test_who_approves_and_undoes_an_upload_is_told(school, administrator, held):
    with at_school(school.id):
        seen = roster_services.state_of(school).version
        decisions.approve(school, held.id, administrator, seen_version=seen, invite=True)
        decisions.revert(school, held.id, administrator)
    assert lines(school) == [
        ("Mere Office", "uploads", "Approved the upload of 24 November 2026, 12:00pm (KAMAR). New staff are invited from now on."),
        ("Mere Office", "uploads", "Undid the upload of 24 November 2026, 12:00pm (KAMAR)."),
    ]  # fmt: skip


def test_who_discards_one_is_told(school, admin, held):
    for _twice in range(2):
        admin.post(reverse("exchange-discard", args=[school.number, held.id]))
    assert lines(school) == [("Mere Office", "uploads", "Discarded the upload of 24 November 2026, 12:00pm (KAMAR).")]
