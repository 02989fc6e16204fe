"""Inviting several at once: what was pasted is understood, looked at, mended, and only then sent. Nothing is lost."""

import re
from html import unescape

import pytest
from django.core import mail

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.services import give_access
from openpact.hub.audit.models import Line
from openpact.hub.platform.tenancy import at_school

from ..conftest import signed_in
from ..jobs import run_jobs
from .staff import add_staff, invitations_of

SEVERAL = "/schools/7999/manage/users/invite-several/"


@pytest.fixture
def office(administrator):
    return signed_in(administrator)


def text(answer, status=200) -> str:
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def fields(answer) -> dict[str, str]:
    """What a browser would send with the preview, as it stands."""
    html = answer.content.decode()
    html = html[html.index('action="/schools/7999/manage/users/invite-several/"') :]
    found = {}
    for tag in re.findall(r"<input [^>]*>", html):
        attributes = {name: unescape(value) for name, value in re.findall(r'([a-z]+)="([^"]*)"', tag)}
        if attributes["type"] != "checkbox" or " checked" in tag:
            found[attributes["name"]] = attributes.get("value", "on" if attributes["type"] == "checkbox" else "")
    for name, options in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def look(client, pasted: str, role="teacher"):
    return client.post(SEVERAL, {"pasted": pasted, "role": role, "look": "yes"})


def test_the_preview_shows_what_was_understood_and_sends_nothing(school, office):
    shown = fields(look(office, "Hēmi Walker <hemi@kowhai.example>\nana.ngata@kowhai.example, leader"))
    assert [shown[f"row-0-{f}"] for f in ("name", "email", "role")] == [
        "Hēmi Walker",
        "hemi@kowhai.example",
        "teacher",
    ]
    assert [shown[f"row-1-{f}"] for f in ("name", "email", "role")] == [
        "Ana Ngata",
        "ana.ngata@kowhai.example",
        "leader",
    ]
    assert invitations_of(school) == []


def test_sending_invites_each_with_their_role(school, office, hemi):
    form = fields(look(office, "hemi@kowhai.example\nLee Lead <lee@kowhai.example> leader", role="reader"))
    answer = office.post(SEVERAL, form | {"send": "yes"}, follow=True)
    assert "2 invitations are on their way." in text(answer)
    assert answer.redirect_chain == [("/schools/7999/manage/users/?show=invitations", 302)]
    made = {i.email: i for i in invitations_of(school)}
    assert (made["hemi@kowhai.example"].name, made["hemi@kowhai.example"].role) == ("Hēmi Parata", "reader")
    assert made["hemi@kowhai.example"].person == hemi
    assert made["lee@kowhai.example"].role == "leader"
    run_jobs()
    assert sorted(message.to[0] for message in mail.outbox) == ["hemi@kowhai.example", "lee@kowhai.example"]
    with at_school(school.id):
        words = sorted(Line.objects.values_list("words", flat=True))
    assert words == [
        "Invited as PaCT leader: Lee Lead (lee@kowhai.example).",
        "Invited as reader: Hēmi Parata (hemi@kowhai.example).",
    ]


def test_each_problem_stands_at_its_row(office, teacher):
    html = text(
        look(
            office,
            "Hēmi Walker\nbad@nowhere, Bad\nTama <teacher@kowhai.example>\nAna <ana@kowhai.example>, principal\n"
            "Joan <joan@kowhai.example>\nJoan <JOAN@kowhai.example>",
        )
    )
    assert "3 of them need a look" in html
    assert "2 of them need no invitation and are left out" in html
    assert "No address was found" in html
    assert "Enter a valid email address" in html
    assert "already has access" in html
    assert "“principal” is not a role: choose one." in html
    assert "This address stands in the list before." in html


def test_whoever_needs_no_invitation_is_left_out_unless_somebody_says_otherwise(school, office, teacher):
    form = fields(look(office, "Tama <teacher@kowhai.example>\nJoan <joan@kowhai.example>"))
    assert form["row-0-leave_out"] == "on"
    assert "row-1-leave_out" not in form
    assert "1 invitation is on its way." in text(office.post(SEVERAL, form | {"send": "yes"}, follow=True))
    assert [i.email for i in invitations_of(school)] == ["joan@kowhai.example"]


def test_an_unknown_role_gives_nobody_one(school, office):
    form = fields(look(office, "Ana <ana@kowhai.example>, principal"))
    assert form["row-0-role"] == ""
    assert "Choose a role" in text(office.post(SEVERAL, form | {"send": "yes"}), 422)
    assert invitations_of(school) == []


def test_those_that_are_right_are_sent_and_the_others_stay_as_they_were_typed(school, office):
    form = fields(look(office, "Hēmi Walker\nJoan <joan@kowhai.example>\nAna <ana@kowhai>"))
    answer = office.post(SEVERAL, form | {"send": "yes"})
    html = text(answer, 422)
    assert "1 invitation is on its way." in html
    assert "2 of them need a look" in html
    again = fields(answer)
    assert (again["row-0-name"], again["row-1-email"]) == ("Hēmi Walker", "ana@kowhai")
    mended = again | {"row-0-email": "hemi@kowhai.example", "row-1-email": "ana@kowhai.example", "send": "yes"}
    assert "2 invitations are on their way." in text(office.post(SEVERAL, mended, follow=True))
    assert len(invitations_of(school)) == 3


def test_one_who_was_invited_meanwhile_stays_to_be_seen(school, office):
    form = fields(look(office, "Joan <joan@kowhai.example>"))
    office.post(SEVERAL, form | {"send": "yes"})
    html = text(office.post(SEVERAL, form | {"send": "yes"}), 422)
    assert "There is an open invitation to this address already" in html
    assert len(invitations_of(school)) == 1


def test_one_goes_back_to_what_was_pasted(office):
    form = fields(look(office, "Joan <joan@kowhai.example>, leader", role="reader"))
    html = text(office.post(SEVERAL, form | {"back": "yes"}))
    assert "Joan &lt;joan@kowhai.example&gt;, leader</textarea>" in html
    assert '<option value="reader" selected>' in html


@pytest.mark.parametrize("pasted, words", [("", "required"), (" ,; \n", "neither a name nor an address")])
def test_nothing_pasted_is_said(office, pasted, words):
    assert words in text(look(office, pasted), 422)


def test_too_many_are_kept_and_said(office):
    html = text(look(office, "\n".join(f"p{n}@kowhai.example" for n in range(201))), 422)
    assert "These are 201 people; 200 at once are possible" in html
    assert "p200@kowhai.example" in html


@pytest.mark.parametrize("form", [{"send": "yes"}, {"send": "yes", "row-TOTAL_FORMS": "x"}])
def test_a_broken_form_sends_nothing(school, office, form):
    text(office.post(SEVERAL, form), 422)
    assert invitations_of(school) == []


def test_many_take_as_few_queries_as_some(school, office, django_assert_max_num_queries):
    for n in range(40):
        add_staff(school, "Many", f"Staff {n}", email=f"m{n}@kowhai.example")
    form = fields(look(office, "\n".join(f"m{n}@kowhai.example" for n in range(120))))
    with django_assert_max_num_queries(35):
        office.post(SEVERAL, form | {"send": "yes"})
    assert len(invitations_of(school)) == 120


def test_a_neighbours_user_may_be_invited_here_like_anybody(school, neighbour, office, neighbours_administrator):
    """That an address has access elsewhere is nobody's business here."""
    with at_school(neighbour.id):
        give_access(neighbour, neighbours_administrator, Role.ADMINISTRATOR)
    html = text(look(office, "Nikau <office@rimu.example>"))
    assert "need a look" not in html
    assert "needs a look" not in html
