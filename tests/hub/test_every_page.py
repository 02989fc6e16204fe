"""Every school page, as somebody who has no business there. New pages are walked without being named here."""

import uuid
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from .conftest import signed_in

DUMMIES = {"int": "1", "str": "x", "slug": "x", "uuid": str(uuid.UUID(int=7)), "path": "x"}
HERE = "schools/7999/"


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def filled(route: str, pattern: URLPattern) -> str:
    """The address of a page of school 7999, with something or other for every further part."""
    path = route.replace("schools/<int:number>/", HERE, 1)
    for name, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        for written in (f"<{kind}:{name}>", f"<{name}>"):
            path = path.replace(written, DUMMIES[kind])
    return "/" + path


PAGES = sorted(
    filled(route, pattern) for route, pattern in patterns(get_resolver()) if route.startswith("schools/<int:number>/")
)


def answers(client: Client, address: str) -> list[HttpResponse]:
    """What looking and sending answer, leaving out "405 not that way", which says nothing about a school."""
    found = [answer for answer in (client.get(address), client.post(address)) if answer.status_code != 405]
    assert found
    return found


def test_the_walk_finds_the_pages():
    assert f"/{HERE}" in PAGES
    assert f"/{HERE}manage/users/" in PAGES
    assert not [address for address in PAGES if "<" in address]


@pytest.mark.parametrize("address", PAGES)
def test_signed_out_one_is_sent_to_sign_in(client, school, address):
    for answer in answers(client, address):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/?next=/schools/7999/")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("who", ["stranger", "neighbours_administrator"])
def test_for_others_the_school_does_not_exist(request, school, who, address):
    for answer in answers(signed_in(request.getfixturevalue(who)), address):
        assert answer.status_code == 404
        assert "Kōwhai" not in answer.content.decode()


@pytest.mark.parametrize("address", [address for address in PAGES if "/manage/" in address])
def test_a_teacher_is_not_let_in_under_manage(teacher, address):
    """A group's page is open to its own teachers, so for others there is none."""
    for answer in answers(signed_in(teacher), address):
        assert answer.status_code in ({403, 404} if "/groups/1/" in address else {403})


@pytest.mark.parametrize("address", PAGES)
def test_a_school_that_does_not_exist_looks_the_same(stranger, address):
    for answer in answers(signed_in(stranger), address.replace("7999", "4711")):
        assert answer.status_code == 404
