"""One KAMAR with several schools: each has its own secret beside its name, and none is taken for another's."""

import pytest
from playwright.sync_api import expect

from openpact.demo.schools import KAMAR_SCHOOL, NEW_SCHOOL

pytestmark = pytest.mark.browser


@pytest.fixture
def sides(sides_of):
    return sides_of(NEW_SCHOOL)


@pytest.fixture
def row_of(sides):
    """A school's line on KAMAR's page."""
    return lambda school: sides.sms.get_by_role("row").filter(has=sides.sms.get_by_label(school.name, exact=True))


def test_a_second_school_of_the_same_kamar_gets_a_secret_of_its_own(sides):
    sides.sign_in()
    sides.use_sms()
    sides.get_secret_and_copy()
    sides.export("Yes")
    sides.save_the_changes()


def test_pasted_beside_another_schools_name_it_is_refused_and_what_was_there_stays(sides, row_of):
    sides.under("IAM/PaCT", "PaCT configuration")
    before = row_of(KAMAR_SCHOOL).get_by_role("code").inner_text()
    sides.paste(sides.sms.get_by_role("textbox", name=KAMAR_SCHOOL.name))
    sides.sms.get_by_role("button", name="Save changes").click()
    refused = f"This secret is for another school, {NEW_SCHOOL.name} ({NEW_SCHOOL.number})."
    expect(row_of(KAMAR_SCHOOL)).to_contain_text(refused)
    expect(row_of(KAMAR_SCHOOL)).to_contain_text("The secret was not saved.")
    expect(row_of(KAMAR_SCHOOL).get_by_role("code")).to_have_text(before)
    expect(row_of(NEW_SCHOOL)).to_contain_text("Not linked")
    sides.look_twice(sides.sms, "secret-beside-another-schools-name", expected="422")


def test_beside_its_own_name_it_is_saved_and_both_schools_are_linked_each_with_its_own(sides, row_of):
    sides.paste(sides.sms.get_by_role("textbox", name=NEW_SCHOOL.name))
    sides.sms.get_by_role("button", name="Save changes").click()
    expect(sides.sms.get_by_role("status")).to_contain_text(f"{NEW_SCHOOL.name} is linked with PaCT")
    ends = [row_of(school).get_by_role("code").inner_text() for school in (KAMAR_SCHOOL, NEW_SCHOOL)]
    assert len(set(ends)) == 2
    for school in (KAMAR_SCHOOL, NEW_SCHOOL):
        expect(row_of(school)).to_contain_text("Linked")
    sides.look_twice(sides.sms, "several-schools")


def test_each_schools_people_come_to_its_own_place_in_the_pact(sides, database):
    before = sms_ids(database, KAMAR_SCHOOL)
    assert before
    assert sms_ids(database, NEW_SCHOOL) == []
    sides.approve_the_first_upload()
    assert sms_ids(database, NEW_SCHOOL) == sorted(person.sms_id for person in NEW_SCHOOL.people())
    assert sms_ids(database, KAMAR_SCHOOL) == before


def sms_ids(database, school) -> list[str]:
    """Of the people whom PaCT knows at a school."""
    rows = database.execute(
        "SELECT p.sms_id FROM roster_person p JOIN schools_school s ON s.id = p.school_id WHERE s.number = %s",
        [school.number],
    )
    return sorted(row[0] for row in rows)
