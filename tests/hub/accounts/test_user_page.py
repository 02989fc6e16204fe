"""A user's page under Manage > Users: what will happen is said before, and oneself is warned."""

import pytest

from openpact.hub.accounts.models import Access, Role
from openpact.hub.accounts.services import give_access
from openpact.hub.platform.tenancy import at_school

from ..conftest import make_user, signed_in
from .staff import add_group, add_staff, set_active

USERS = "/schools/7999/manage/users/"


@pytest.fixture
def office(administrator):
    return signed_in(administrator)


def access_of(school, user) -> Access:
    with at_school(school.id):
        return Access.objects.select_related("person").get(user=user)


@pytest.fixture
def page(school):
    """The address of somebody's page."""
    return lambda user: f"{USERS}{access_of(school, user).id}/"


@pytest.fixture
def second(school):
    user = make_user("second@kowhai.example", "Sione Second")
    with at_school(school.id):
        give_access(school, user, Role.ADMINISTRATOR)
    return user


def text(answer, status=200) -> str:
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_the_list_leads_to_it(office, teacher, page):
    assert f'href="{page(teacher)}">Tama Teacher</a>' in text(office.get(USERS))


def test_it_shows_role_person_and_groups(school, office, teacher, hemi, page):
    add_group(school, "Room 9", hemi)
    with at_school(school.id):
        give_access(school, teacher, Role.TEACHER, person=hemi)
    html = text(office.get(page(teacher)))
    for words in (
        "Tama Teacher",
        "teacher@kowhai.example",
        "Teacher. In PaCT for this school since",
        "Hēmi Parata",
        "Room 9",
        "Has access",
    ):
        assert words in html


def test_an_account_the_operator_switched_off_is_shown_as_such(office, teacher, page):
    teacher.is_active = False
    teacher.save()
    assert "Switched off" in text(office.get(page(teacher)))
    assert b"switched off" in b"".join(office.get(f"{USERS}?as=csv"))


def test_removing_says_before_what_will_happen_and_after_that_it_can_be_given_back(school, office, teacher, page):
    html = text(office.get(page(teacher)))
    assert "at once, also where they are signed in now" in html
    assert "What they have judged stays" in html
    html = text(office.post(f"{page(teacher)}remove/", follow=True))
    assert "The access of Tama Teacher is removed. Their judgements stay." in html
    assert "Removed</span>" in html
    assert "Save the role" not in html
    assert "Mere Office" in html
    html = text(office.post(f"{page(teacher)}give-back/", follow=True))
    assert "has access again, as before" in html
    assert access_of(school, teacher).removed_at is None


def test_what_was_changed_stands_on_it_the_newest_first(office, teacher, page):
    assert "Nothing yet." in text(office.get(page(teacher)))
    office.post(f"{page(teacher)}role/", {"role": "leader"})
    office.post(f"{page(teacher)}remove/")
    html = text(office.get(page(teacher)))
    assert html.index("Removed the access of") < html.index("the role of PaCT leader (was: teacher)")


def test_a_role_is_chosen_from_all_with_what_each_may(school, office, teacher, page):
    html = text(office.get(page(teacher)))
    assert html.count('type="radio" name="role"') == 4
    assert "changes nothing" in html
    assert "Tama Teacher is reader now." in text(office.post(f"{page(teacher)}role/", {"role": "reader"}, follow=True))
    assert access_of(school, teacher).role == "reader"


@pytest.mark.parametrize("role", ["", "principal"])
def test_no_other_role_can_be_given(school, office, teacher, page, role):
    assert "Choose one of the roles" in text(office.post(f"{page(teacher)}role/", {"role": role}), 422)
    assert access_of(school, teacher).role == "teacher"


def test_the_only_administrator_is_told_why_there_are_no_buttons(school, office, administrator, page):
    html = text(office.get(page(administrator)))
    assert "This is the only PaCT administrator" in html
    assert "Save the role" not in html
    for act, form in (("remove", {"sure": "yes"}), ("role", {"role": "reader", "sure": "yes"})):
        html = text(office.post(f"{page(administrator)}{act}/", form, follow=True))
        assert "is the only PaCT administrator of the school, so nothing was changed" in html
    access = access_of(school, administrator)
    assert (access.role, access.removed_at) == ("administrator", None)


def test_whoever_removes_themselves_is_asked_whether_they_are_sure(school, office, administrator, second, page):
    assert "I know that this is my own access" in text(office.get(page(administrator)))
    assert "Tick that you are sure" in text(office.post(f"{page(administrator)}remove/"), 422)
    assert access_of(school, administrator).removed_at is None
    answer = office.post(f"{page(administrator)}remove/", {"sure": "yes"}, follow=True)
    assert answer.redirect_chain[0][0] == "/"
    assert "Your access to Kōwhai Flats School is removed." in text(answer)
    assert office.get("/schools/7999/").status_code == 404


def test_whoever_lowers_themselves_is_asked_too_and_keeps_their_choice(school, office, administrator, second, page):
    html = text(office.post(f"{page(administrator)}role/", {"role": "leader"}), 422)
    assert "Tick that you are sure" in html
    assert 'value="leader" aria-describedby="role-leader-may" checked' in html
    answer = office.post(f"{page(administrator)}role/", {"role": "leader", "sure": "yes"}, follow=True)
    assert answer.redirect_chain == [("/schools/7999/", 302)]
    assert "You are PaCT leader now." in text(answer)
    assert office.get(USERS).status_code == 403


def test_others_are_changed_without_that_tick(school, office, second, page):
    office.post(f"{page(second)}role/", {"role": "leader"})
    assert access_of(school, second).role == "leader"


def test_linking_offers_the_staff_nobody_is_linked_with_and_first_who_has_the_address(school, office, teacher, page):
    likely = add_staff(school, "Tama", "Teacher", email="TEACHER@kowhai.example")
    add_staff(school, "Ani", "Tui", email="", role="Student")
    html = text(office.get(page(teacher)))
    assert f'<option value="{likely.id}" selected>Tama Teacher</option>' in html
    assert "Ani Tui" not in html
    html = text(office.post(f"{page(teacher)}link/", {"person": likely.id}, follow=True))
    assert "is linked with the SMS" in html
    html = text(office.post(f"{page(teacher)}unlink/", follow=True))
    assert "is not linked with the SMS any more" in html


@pytest.mark.parametrize("person", ["", "x", "9" * 30])
def test_linking_with_nobody_says_so(office, teacher, hemi, page, person):
    assert "Choose somebody of the list" in text(office.post(f"{page(teacher)}link/", {"person": person}), 422)


def test_ending_the_link_of_one_who_left_says_that_access_returns(school, office, teacher, hemi, page):
    with at_school(school.id):
        give_access(school, teacher, Role.TEACHER, person=hemi)
    assert "no longer ends by itself" in text(office.get(page(teacher)))
    set_active(school, hemi, False)
    assert "Without the link they have access again" in text(office.get(page(teacher)))


ACTS = ("", "role/", "remove/", "give-back/", "link/", "unlink/")


@pytest.mark.parametrize("who", ["teacher", "stranger", "neighbours_administrator"])
@pytest.mark.parametrize("act", ACTS)
def test_nobody_else_sees_or_does_any_of_it(request, school, administrator, second, page, who, act):
    client = signed_in(request.getfixturevalue(who))
    address = f"{page(second)}{act}"
    answer = client.post(address, {"role": "reader", "sure": "yes"}) if act else client.get(address)
    assert answer.status_code == (403 if who == "teacher" else 404)
    access = access_of(school, second)
    assert (access.role, access.removed_at) == ("administrator", None)


@pytest.mark.parametrize("act", ACTS)
def test_a_neighbours_user_is_not_there_at_ones_own_school(neighbour, neighbours_administrator, office, act):
    with at_school(neighbour.id):
        theirs = Access.objects.get(user=neighbours_administrator)
    address = f"{USERS}{theirs.id}/{act}"
    answer = office.post(address, {"role": "reader"}) if act else office.get(address)
    assert answer.status_code == 404


def test_it_takes_few_queries_however_long_the_history(school, office, teacher, page, django_assert_max_num_queries):
    for n in range(8):
        office.post(f"{page(teacher)}role/", {"role": ("leader", "reader")[n % 2]})
    address = page(teacher)
    with django_assert_max_num_queries(30):
        office.get(address)
