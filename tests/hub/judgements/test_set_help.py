"""What the sets of an aspect are, for whoever judges: a page, or what a panel holds."""

import re

import pytest
from django.template.loader import render_to_string

from openpact.hub.judgements import scales
from openpact.hub.judgements.models import Exemplar
from openpact.hub.platform import guide
from openpact.hub.platform.tenancy import at_school

from ..conftest import signed_in
from .exemplar_files import add_exemplar, first_aspect, jpeg

PAGE = "/schools/7999/judge/sets/writing/"


def text(answer, status=200) -> str:
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def page() -> str:
    return f"{PAGE}{first_aspect()}/"


def test_every_set_stands_there_with_its_sentence_and_years_in_order(teacher, page):
    framework = scales.current("writing").framework
    found = text(signed_in(teacher).get(page))
    aspect = framework.aspects[0]
    places = [found.index(f'class="set-label">{each.label}<') for each in aspect.sets]
    assert places == sorted(places)
    for each in aspect.sets:
        assert each.says in found.replace("&#x27;", "'")
        assert f"Years {each.years.first}–{each.years.last}" in found or f"Year {each.years.first}" in found
    assert framework.link in found
    for other in framework.aspects:
        assert f'href="{PAGE}{other.key}/"' in found


def test_for_a_panel_only_the_sets_come(teacher, page):
    found = text(signed_in(teacher).get(page, headers={"HX-Request": "true"}))
    assert "<html" not in found
    assert "<h1" not in found
    assert found.count('class="set"') == len(scales.current("writing").framework.aspects[0].sets)


def test_the_schools_exemplars_stand_beside_their_set_in_few_queries(
    school, neighbour, leader, reader, page, django_assert_max_num_queries
):
    with at_school(school.id):
        for number in range(1, 4):
            add_exemplar(school, leader, f"Exemplar {number}", number=number, text=f"Shows {number}.", file=jpeg())
        add_exemplar(school, leader, "Elsewhere", aspect=scales.current("writing").framework.aspects[1].key)
    with at_school(neighbour.id):
        add_exemplar(neighbour, leader, "The neighbour's")
    client = signed_in(reader)
    client.get("/schools/7999/")  # Notes that they were here.
    with django_assert_max_num_queries(10):
        found = text(client.get(page))
    assert "1 exemplar of your school" in found
    assert 'alt="Picture: Exemplar 2"' in found
    assert "Shows 3." in found
    assert "Elsewhere" not in found
    assert "The neighbour" not in found


def test_leaders_find_the_way_to_add_one_there(leader, teacher, page):
    add = f"/schools/7999/manage/exemplars/add/?area=writing&amp;aspect={first_aspect()}&amp;set=1"
    assert add in text(signed_in(leader).get(page))
    assert add not in text(signed_in(teacher).get(page))


def test_an_exemplar_put_there_in_another_version_of_the_framework_says_so(school, leader, teacher, page):
    with at_school(school.id):
        add_exemplar(school, leader)
        assert "another version of the framework" not in text(signed_in(teacher).get(page))
        Exemplar.objects.update(framework_version=7)
    assert "another version of the framework" in text(signed_in(teacher).get(page))


@pytest.mark.parametrize("query", ["?version=1", "?version=", "?version=x"])
def test_the_version_of_the_framework_may_be_named(teacher, page, query):
    assert "version 1" in text(signed_in(teacher).get(page + query))


@pytest.mark.parametrize("query", ["?version=2", "?version=1000", "?version=0"])
def test_a_version_or_an_aspect_that_is_not_there_is_no_page(teacher, page, query):
    client = signed_in(teacher)
    assert client.get(page + query).status_code == 404
    assert client.get(f"{PAGE}no-such/").status_code == 404
    assert client.get(page.replace("/writing/", "/music/")).status_code == 404


def test_a_neighbour_reads_their_own_only(school, neighbours_administrator, page):
    client = signed_in(neighbours_administrator)
    assert client.get(page).status_code == 404
    assert client.get(page.replace("7999", "7998")).status_code == 200


def test_what_says_that_scores_are_illustrative_leads_to_what_that_means():
    said = render_to_string("judgements/partials/illustrative.html")
    (anchor,) = re.findall(r'href="/help/judge/#([\w-]+)"', said)
    assert f'id="{anchor}"' in guide.guides()["judge"].body
