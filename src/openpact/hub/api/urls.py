"""Everything under /api/. Each address answers as the contract says, the unknown ones too."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from . import oauth, pages
from .answers import answering
from .calls import api


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    raise Http404


def _answering(pattern: URLPattern) -> URLPattern:
    pattern.callback = answering(pattern.callback)
    return pattern


_calls, _, namespace = api.urls

urlpatterns = [
    path("oauth/token", oauth.token, name="oauth-token"),
    path("oauth/revoke", oauth.revoke, name="oauth-revoke"),
    path("docs", pages.docs, name="api-docs"),
    path("", ([_answering(pattern) for pattern in _calls], "ninja", namespace)),
    re_path(r"^(?P<rest>.*)$", answering(nothing_here)),
]
