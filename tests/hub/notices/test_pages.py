"""Manage > Notices, and the cards of the home page."""

import re

import pytest

from openpact.hub.accounts.models import Role

from ..conftest import signed_in
from .conftest import cause

PAGE = "/schools/7999/manage/notices/"
HOME = "/schools/7999/"


def text(answer):
    """The page itself, without the help beside it, which speaks of notices too."""
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2]


def id_of(page):
    return re.search(r'action="/schools/7999/manage/notices/(\d+)/"', page)[1]


def test_without_any_it_says_what_will_stand_there(office, holding):
    page = text(office.get(PAGE))
    assert "Nothing needs you" in page
    assert "Put aside" not in page


def test_each_has_the_button_that_deals_with_it_and_stands_on_the_home_page_too(office, holding):
    holding.append(cause(title="An upload waits for you", url="/there/", action="Look at it"))
    for address in (PAGE, HOME):
        page = text(office.get(address))
        assert "An upload waits for you" in page
        assert re.search(r'href="/there/">Look at it', page)


def test_done_moves_it_down_and_off_the_home_page_and_it_can_be_brought_back(office, holding):
    holding.append(cause())
    number = id_of(text(office.get(PAGE)))
    page = text(office.post(f"{PAGE}{number}/", {"rest": "done"}, follow=True))
    assert "is marked as done" in page
    assert page.index("Nothing needs you") < page.index("Put aside") < page.index("Something held", page.index("Put"))
    assert "marked as done by Mere Office" in re.sub(r"\s+", " ", page)
    assert "Something held" not in text(office.get(HOME))
    office.post(f"{PAGE}{number}/", {"rest": "back"})
    assert "Something held" in text(office.get(HOME))


def test_it_can_rest_for_a_week(office, holding):
    holding.append(cause())
    number = id_of(text(office.get(PAGE)))
    assert "rests for a week" in text(office.post(f"{PAGE}{number}/", {"rest": "7"}, follow=True))
    assert "Something held" not in text(office.get(HOME))


@pytest.mark.parametrize("rest", ["", "9999", "nonsense"])
def test_nonsense_changes_nothing(office, holding, rest):
    holding.append(cause())
    number = id_of(text(office.get(PAGE)))
    office.post(f"{PAGE}{number}/", {"rest": rest})
    assert "Something held" in text(office.get(HOME))


def test_one_whose_cause_went_meanwhile_is_said_to_be_closed(office, holding):
    holding.append(cause())
    number = id_of(text(office.get(PAGE)))
    holding.clear()
    assert "closed already" in text(office.post(f"{PAGE}{number}/", {"rest": "done"}, follow=True))
    closed = text(office.get(f"{PAGE}closed/"))
    assert "Something held" in closed


def test_a_leader_sees_and_moves_only_a_leaders(leader, office, holding):
    holding += [cause("upload"), cause("cycle", roles=frozenset({Role.LEADER}))]
    number = id_of(text(office.get(PAGE)))
    client = signed_in(leader)
    page = text(client.get(PAGE))
    assert "Something cycle" in page
    assert "Something upload" not in page
    client.post(f"{PAGE}{number}/", {"rest": "done"})
    assert "Something upload" in text(office.get(HOME))


def test_a_teacher_is_asked_for_none_of_it(teacher, holding):
    holding.append(cause())
    assert "Something held" not in text(signed_in(teacher).get(HOME))


def test_many_are_six_on_the_home_page_and_a_way_to_the_others(office, holding):
    holding += [cause(key=str(n), title=f"Number {n} waits") for n in range(9)]
    page = text(office.get(HOME))
    assert len(re.findall(r"Number \d waits", page)) == 6
    assert "3 more things need you" in page


def test_the_page_takes_few_queries(office, holding, django_assert_max_num_queries):
    holding += [cause(key=str(n)) for n in range(40)]
    office.get(PAGE)
    with django_assert_max_num_queries(20):
        office.get(PAGE)
