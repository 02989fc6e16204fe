"""The set-up: step by step over Manage's own pages, saved as it is done, resumed, skipped where that is safe."""

import re

import pytest

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.services import give_access
from openpact.hub.audit.models import Line
from openpact.hub.platform.tenancy import at_school
from openpact.hub.schools.models import School
from openpact.hub.setup import steps
from openpact.hub.setup.steps import At, Done
from openpact.hub.sms.connection import save_settings

from ..conftest import make_user, signed_in
from ..sms.test_exchange import CLASS
from ..sms.uploads import link, upload, written

HERE = "/schools/7999/manage/"


@pytest.fixture
def office(administrator):
    return signed_in(administrator)


def text(answer):
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def states(school):
    with at_school(school.id):
        return {at.step.key: at.state for at in steps.standing(School.objects.get(id=school.id))}


def go_on(office, key, **form):
    return office.post(f"{HERE}setup/past/{key}/", form)


def test_a_new_school_is_asked_to_set_itself_up_and_to_nothing_else_about_the_sms(office):
    home = text(office.get("/schools/7999/"))
    assert "Set up your school" in home
    assert "Link your SMS" not in home


def test_it_begins_with_the_school_on_the_page_that_manage_has(office):
    answer = office.get(f"{HERE}setup/", follow=True)
    assert answer.redirect_chain[-1][0] == f"{HERE}school/"
    page = text(answer)
    assert "Set-up, step 1 of 6: Your school" in page
    assert 'aria-label="Manage"' not in page
    assert "Skip this" not in page


def test_going_on_leads_from_step_to_step_to_the_end(office, school):
    at = f"{HERE}school/"
    for key, following in zip(
        ("school", "people", "cycles", "sms", "import", "invitations"),
        ("users/invite/", "cycles/", "sms/", "setup/import/", "users/?show=staff", "setup/done/"),
        strict=True,
    ):
        assert office.get(at).status_code == 200
        answer = go_on(office, key, skip="yes")
        at = answer["Location"]
        assert at == f"{HERE}{following}"
    assert states(school)["people"] is Done.SKIPPED
    # What can't be skipped is looked at.
    assert states(school)["school"] is Done.DONE


def test_what_is_missing_is_listed_at_the_end_with_the_way_there(office, school):
    page = text(office.get(f"{HERE}setup/done/"))
    assert "There are no students in PaCT yet." in page
    assert f'href="{HERE}users/invite/"' in page


def test_it_is_left_and_gone_on_with_where_one_was(office, school):
    go_on(office, "school")
    go_on(office, "people", skip="yes")
    office.post(f"{HERE}setup/leave/")
    assert "Set-up, step" not in text(office.get(f"{HERE}cycles/"))
    home = text(office.get("/schools/7999/"))
    assert "Go on setting up your school" in home
    assert "2 of 6 steps are behind you" in home
    assert office.get(f"{HERE}setup/")["Location"] == f"{HERE}cycles/"


def test_a_step_that_was_done_elsewhere_is_done(office, school):
    leader = make_user("leader@kowhai.example", "Lani Leader")
    with at_school(school.id):
        give_access(school, leader, Role.LEADER)
        save_settings(school, None, use_sms=True, provider="musac-edge", automatic_export=True)
    found = states(school)
    assert (found["people"], found["sms"]) == (Done.DONE, Done.DONE)


def test_an_sms_without_a_secret_is_not_done(school):
    link(school)
    assert states(school)["sms"] is Done.OPEN


def test_the_first_import_says_what_to_do_in_the_sms_and_looks_again_by_itself(office, school):
    link(school)
    page = text(office.get(f"{HERE}setup/import/"))
    assert "Waiting for the first upload from KAMAR" in page
    assert "Under IAM/PaCT tab, select PaCT configuration." in page
    assert 'hx-trigger="every 3s"' in page


def test_once_it_is_here_it_leads_to_its_preview_and_then_says_who_came(office, school, administrator):
    link(school, review="first")
    exchange = upload(school, written(CLASS))
    part = office.get(f"{HERE}setup/import/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert f"{HERE}exchanges/{exchange.id}/" in part
    assert "every 3s" not in part
    preview = text(office.get(f"{HERE}setup/", follow=True)) and text(office.get(f"{HERE}exchanges/{exchange.id}/"))
    assert "First import" in preview
    version = re.search(r'name="version" value="(\d+)"', preview)[1]
    office.post(f"{HERE}exchanges/{exchange.id}/approve/", {"version": version})
    assert "Your people and classes are here" in text(office.get(f"{HERE}setup/import/"))
    assert states(school)["import"] is Done.DONE


def test_without_an_sms_people_come_from_a_file_or_by_hand(office):
    assert f"{HERE}exchanges/upload/" in text(office.get(f"{HERE}setup/import/"))


def test_the_end_says_what_happens_by_itself_and_when(office, school):
    with at_school(school.id):
        save_settings(school, None, use_sms=True, provider="musac-edge", automatic_export=True)
    page = text(office.get(f"{HERE}setup/done/"))
    assert re.search(r"MUSAC Edge uploads next on \w+ \d+ \w+, between \d", page)
    assert "is open from" in page


def test_finished_it_does_not_come_back(office, school):
    office.get(f"{HERE}setup/")
    office.post(f"{HERE}setup/done/")
    home = text(office.get("/schools/7999/"))
    assert "up your school" not in home
    assert "Link your SMS" in home
    assert "Set-up, step" not in text(office.get(f"{HERE}cycles/"))


def test_the_audit_tells_once_who_finished_it_and_without_what(office, school, administrator):
    for key in ("school", "cycles"):
        go_on(office, key)
    go_on(office, "people", skip="yes")
    for _twice in range(2):
        office.post(f"{HERE}setup/done/")
    with at_school(school.id):
        (line,) = Line.objects.select_related("by")
    assert (line.by, line.area) == (administrator, "settings")
    assert line.words == (
        "Finished setting the school up, without: Who uses PaCT, SMS settings, First import, Invitations."
    )


def test_with_everything_done_it_tells_just_that(office, school, monkeypatch):
    monkeypatch.setattr(steps, "standing", lambda _school: [At(1, steps.STEPS[0], Done.DONE)])
    office.post(f"{HERE}setup/done/")
    with at_school(school.id):
        assert Line.objects.get().words == "Finished setting the school up."


def test_another_schools_set_up_does_not_follow_one_there(office, neighbour, administrator):
    office.get(f"{HERE}setup/")
    with at_school(neighbour.id):
        give_access(neighbour, administrator, Role.ADMINISTRATOR)
    assert "Set-up, step" not in text(office.get("/schools/7998/manage/cycles/"))


def test_any_step_can_be_gone_to_and_its_page_says_which_it_is(office):
    """The page of users serves two steps."""
    assert "step 6 of 6: Invitations" in text(office.get(f"{HERE}setup/to/invitations/", follow=True))
    office.get(f"{HERE}setup/to/people/")
    assert "step 2 of 6: Who uses PaCT" in text(office.get(f"{HERE}users/", {"show": "invitations"}))


def test_a_step_that_there_is_not_is_not_found(office):
    assert go_on(office, "no-such").status_code == 404
    assert office.get(f"{HERE}setup/to/no-such/").status_code == 404
