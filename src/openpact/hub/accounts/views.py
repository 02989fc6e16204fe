"""The first pages after signing in: the way to one's school, its home page, and the index of Manage."""

from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from .cards import my_groups
from .home import Home, cards_for
from .models import Role
from .pages import SchoolRequest, school_page
from .services import schools_of


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """To the only school one has, or to choose among several; operators at no school go to their console."""
    accesses = schools_of(request.user)
    if request.user.is_staff and not accesses:
        return redirect("operator:index")
    if len(accesses) == 1 and "choose" not in request.GET:
        return redirect("school-home", accesses[0].school.number)
    return render(request, "home.html", {"accesses": accesses})


@school_page()
def school_home(request: SchoolRequest, number: int) -> HttpResponse:
    """What is theirs: what asks for their attention, their groups, and how their school stands."""
    # Notices and cards look at the same cycles.
    prefetch_related_objects([request.school], "cycles")
    groups = my_groups(request)
    cards = cards_for(Home(request, groups))
    words = {
        "groups": groups,
        "todo": [card for card in cards if card.tone == "wait"],
        "more": [card for card in cards if card.tone != "wait"],
    }
    return render(request, "accounts/school_home.html", words)


@school_page(Role.ADMINISTRATOR, Role.LEADER)
def manage(request: SchoolRequest, number: int) -> HttpResponse:
    return render(request, "manage/index.html")


def not_here(request: HttpRequest, key: str = "") -> HttpResponse:
    """Pages allauth brings and PaCT does not use: an address is an identity here, so it is changed by email_change alone."""
    return render(request, "404.html", status=404)


def on_your_account(request: HttpRequest) -> HttpResponse:
    """Lists allauth brings that stand on one page here."""
    return redirect("your-account")
