"""The shell around every page, and its tags."""

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings as django_settings
from django.core.paginator import Paginator
from django.template import RequestContext, Template
from django.test import RequestFactory

from ..conftest import signed_in

HUB = Path(django_settings.TEMPLATES[0]["DIRS"][0]).parent
SYMBOLS = set(re.findall(r'<symbol id="([\w-]+)"', (HUB / "static/openpact/icons.svg").read_text()))


def render(source: str, **context) -> str:
    return Template("{% load shell %}" + source).render(RequestContext(context.pop("request", None), context))


def test_a_link_to_a_page_that_is_not_there_is_empty():
    assert render("{% link 'no-such-page' 7 as url %}[{{ url }}]") == "[]"
    assert render("{% link 'school-home' 7 as url %}[{{ url }}]") == "[/schools/7/]"


def test_an_administrator_finds_manage_and_within_it_its_pages(administrator):
    client = signed_in(administrator)
    page = client.get("/schools/7999/manage/users/").content.decode()
    assert '<nav class="site-subnav d-print-none" aria-label="Manage">' in page
    assert re.search(r'href="/schools/7999/manage/users/" aria-current="page">Users', page)
    assert "site-subnav" not in client.get("/schools/7999/").content.decode()


def test_a_teacher_finds_no_manage(teacher):
    page = signed_in(teacher).get("/schools/7999/").content.decode()
    assert "/manage/" not in page
    assert ">Home</a>" in page


def test_a_page_has_what_everybody_needs(administrator):
    page = signed_in(administrator).get("/schools/7999/").content.decode()
    assert '<html lang="en-nz"' in page
    assert '<a class="skip-link" href="#main">' in page
    assert page.count("<h1") == page.count("<main") == 1
    assert "<title>Home · Kōwhai Flats School · PaCT</title>" in page
    assert '"allowEval": false' in page
    assert 'hx-headers=\'{"X-CSRFToken": "' in page


def test_a_page_for_another_role_says_whose_it_is(teacher):
    answer = signed_in(teacher).get("/schools/7999/manage/")
    assert answer.status_code == 403
    assert "This page is for PaCT administrators and PaCT leaders" in answer.content.decode()


def test_the_404_page_is_ours_and_reveals_nothing(client, stranger):
    answer = signed_in(stranger).get("/schools/7999/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


@pytest.mark.parametrize("template", sorted((HUB / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_no_template_breaks_the_content_security_policy(template):
    source = template.read_text()
    assert not re.search(r"<[^>]*\s(style|on[a-z]+)=", source), "inline style or handler"
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)", source), "inline style or script"
    assert not re.search(r'(src|href)="(https?:)?//', source), "something from elsewhere"


@pytest.mark.parametrize("template", sorted((HUB / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_every_icon_a_template_names_exists(template):
    used = re.findall(r"{% icon '([\w-]+)'", template.read_text()) + re.findall(
        r'with icon="([\w-]+)"', template.read_text()
    )
    assert set(used) <= SYMBOLS


def test_a_field_ties_its_error_and_help_to_itself():
    class Form(forms.Form):
        name = forms.CharField(help_text="As colleagues know you.")
        agree = forms.BooleanField()
        role = forms.ChoiceField(choices=[("a", "A")], required=False)

    form = Form({"name": ""})
    html = render("{% for f in form %}{% field f %}{% endfor %}", form=form)
    (described,) = set(re.findall(r'name="name"[^>]*aria-describedby="([^"]*)"', html))
    for part in described.split():
        assert f'id="{part}"' in html
    assert 'aria-invalid="true"' in html
    assert "form-check-input" in html
    assert "form-select" in html
    assert "(if you like)" in html


def test_a_page_header_takes_buttons_of_any_kind():
    html = render('{% page_header "People" lead="All of them" %}<a class="btn" href="/x">Add</a>{% endpage_header %}')
    assert html.count("<h1") == 1
    assert '<a class="btn" href="/x">Add</a>' in html
    assert "All of them" in html
    assert "&lt;b&gt;" in render("{% page_header title %}{% endpage_header %}", title="<b>")


def test_pages_keep_the_other_parameters():
    page = Paginator(range(200), 50).page(2)
    request = RequestFactory().get("/?show=staff&page=2")
    html = render('{% include "partials/pagination.html" with what="people" %}', page=page, request=request)
    assert "51 to 100 of 200 people" in html
    assert 'href="?show=staff&amp;page=1"' in html
    assert 'href="?show=staff&amp;page=3"' in html


def test_one_page_needs_no_pages():
    assert "nav" not in render('{% include "partials/pagination.html" %}', page=Paginator([1], 50).page(1))
