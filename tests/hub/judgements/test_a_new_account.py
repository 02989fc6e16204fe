"""Somebody whose old mailbox is gone cannot change their address: they come in with a new account, and lose nothing by it."""

from django.test import Client

from openpact.hub.accounts.models import Access, Role
from openpact.hub.judgements.models import JudgementVersion
from openpact.hub.judgements.services import Entry
from openpact.hub.platform.tenancy import at_school
from tests.hub.accounts.staff import mailed_links
from tests.hub.conftest import signed_in

NEW = "tama@home.example"
USERS = "/schools/7999/manage/users/"


def access_of(school, email: str) -> Access:
    with at_school(school.id):
        return Access.objects.select_related("user", "person").get(school=school, user__email=email)


def test_invited_at_the_new_address_and_linked_they_have_their_classes_and_what_they_judged_stays(
    school, administrator, linked, room, students, confirmed
):
    confirmed(linked, Entry(students[0].id, "3"))
    old = access_of(school, linked.email)
    assert "cannot be accepted with another account" in invited_while_signed_in(administrator, linked)
    theirs = Client()
    theirs.post(mailed_links()[-1], {"name": "Tama Teacher", "password": "tūī sings at dawn"})
    assert "Room 1" not in theirs.get("/schools/7999/judge/").content.decode()

    office, new = signed_in(administrator), access_of(school, NEW)
    office.post(f"{USERS}{old.id}/unlink/")
    office.post(f"{USERS}{old.id}/remove/")
    office.post(f"{USERS}{new.id}/link/", {"person": old.person_id})

    assert signed_in(linked).get("/schools/7999/").status_code == 404
    page = theirs.get(f"/schools/7999/judge/{room.id}/").content.decode()
    assert students[0].first_name in page
    with at_school(school.id):
        version = JudgementVersion.objects.select_related("confirmed_by").get()
        assert (version.level, version.confirmed_by.name) == ("3", "Tama Teacher")
    # And it is theirs to correct.
    confirmed(new.user, Entry(students[0].id, "4", 1, "looked again"))


def invited_while_signed_in(administrator, user) -> str:
    """What the link says in a browser that is still in the old account."""
    signed_in(administrator).post(f"{USERS}invite/", {"email": NEW, "name": "Tama", "role": Role.TEACHER})
    return " ".join(signed_in(user).get(mailed_links()[-1]).content.decode().split())
