"""An upload from an SMS in which the school selects roles and groups: from the file to the roster, the page and the API."""

from dataclasses import replace

import pytest

from openpact import ide
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster import services as roster
from openpact.hub.sms import decisions
from openpact.ide import Role, Selection
from tests.hub.conftest import signed_in

from ..roster.files import student, teacher
from .uploads import WRITTEN, fresh, link, upload

ARI = student("1", nsn="0123456789", groups=("Choir",), home_groups=("Rm 1",))
MELE = student("2", "Mele", "Taufa", nsn="0123456788", groups=("Choir",), home_groups=("Rm 1",))
HEMI = teacher("t1", groups=("Rm 1", "Choir"), email="hemi@kowhai.example")
MERE = replace(ARI, sms_id="c1", role=Role.PARENT_CAREGIVER, nsn="", groups=(), home_groups=())
SCHOOL = [ARI, MELE, HEMI, MERE]
NARROW = Selection(frozenset({Role.STUDENT, Role.TEACHING_STAFF}), frozenset({"Choir"}))


@pytest.fixture
def linked(school):
    link(school, provider="assembly")
    return school


def send(school, people, selection=None):
    chosen = people
    if selection:
        chosen = [
            replace(p, groups=tuple(g for g in p.groups if g not in selection.without_groups))
            for p in people
            if selection.includes_role(p.role)
        ]
    content = ide.write(chosen, school_number=7999, exported_at=WRITTEN, selection=selection)
    return upload(school, content, provider="assembly")


def here(school):
    with at_school(school.id):
        return {p.sms_id: {*p.groups, *p.home_groups} for p in roster.export(school)}


def test_narrowing_and_widening_takes_nobody_for_a_leaver(linked):
    send(linked, SCHOOL)
    before = here(linked)
    narrow = send(linked, SCHOOL, NARROW)
    assert (narrow.state, narrow.counts["outside"], narrow.counts["leaving"]) == ("unchanged", 1, 0)
    assert narrow.selection == {"roles": ["Student", "TeachingStaff"], "without_groups": ["Choir"]}
    assert here(linked) == before
    assert send(linked, SCHOOL).state == "unchanged"


def test_who_leaves_meanwhile_leaves_and_undoing_brings_them_back_to_their_groups(linked, administrator):
    send(linked, SCHOOL)
    before = here(linked)
    gone = send(linked, [MELE, HEMI, MERE], NARROW)
    assert here(linked) == {name: groups for name, groups in before.items() if name != "1"}
    with at_school(linked.id):
        decisions.revert(linked, gone.id, administrator)
    assert here(linked) == before


def test_a_selection_nobody_can_read_changes_nothing(linked):
    send(linked, SCHOOL)
    before = here(linked)
    content = ide.write([ARI], school_number=7999, exported_at=WRITTEN)
    refused = upload(linked, b'#openpact:selection {"roles": 1}\r\n' + content, provider="assembly")
    assert (refused.state, refused.reasons[0]["code"]) == ("refused", "unreadable-selection")
    assert here(linked) == before


def test_the_page_says_what_was_left_out_and_who_stays(linked, administrator):
    send(linked, SCHOOL)
    link(linked, provider="assembly", review="every")
    new = student("9", "Tama", "Rangi", home_groups=("Rm 1",))
    held = send(linked, [*SCHOOL, new], NARROW)
    page = signed_in(administrator).get(f"/schools/7999/manage/exchanges/{held.id}/").content.decode()
    assert "their role is not selected in the SMS" in page
    assert "Assembly was told to send students and teaching staff, and to leave out the group Choir." in page
    assert fresh(linked, held).counts["outside"] == 1
