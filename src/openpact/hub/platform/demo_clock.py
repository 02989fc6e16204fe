"""The demo's clock on a page: moved for all of the demo's programs at once, so that a person can watch weeks pass."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from openpact import clock

PLACE = ZoneInfo("Pacific/Auckland")
#: When every slot of an evening has come and its window is still open: the Chatham Islands' first, 45 minutes ahead.
STOPS = (time(23, 11), time(23, 56))
#: The longest stretch that passes by itself, in stops.
LONGEST = 28 * len(STOPS)


class MoveForm(forms.Form):
    to = forms.DateTimeField(
        label=_("Set it to"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def demo_clock(request: HttpRequest) -> HttpResponse:
    """Nothing of this exists outside the demo."""
    if not settings.DEMO or settings.DEMO_CLOCK is None:
        raise Http404("Only the demo's clock can be moved.")
    form = MoveForm(request.POST) if request.POST.get("move") == "to" else MoveForm(initial={"to": wall()})
    if request.method == "POST":
        left = _left(request)
        match request.POST.get("move"):
            case "evening":
                clock.move(next_stop(clock.now()))
                left = max(0, left - 1)
            case "hour":
                clock.move(clock.now() + timedelta(hours=1))
            case "back":
                clock.move_back()
            case "to" if form.is_valid():
                clock.move(form.cleaned_data["to"].replace(tzinfo=PLACE))
            case _:
                return _page(request, form, 0, status=422)
        if not request.htmx:
            return redirect("demo-clock")
        return _page(request, MoveForm(initial={"to": wall()}), left)
    return _page(request, form, 0)


def next_stop(now: datetime) -> datetime:
    """The next moment at which all that is due on an evening happens."""
    day = now.astimezone(PLACE).date()
    while True:
        for at in STOPS:
            stop = datetime.combine(day, at, tzinfo=PLACE)
            if stop > now:
                return stop
        day += timedelta(days=1)


def _page(request: HttpRequest, form: MoveForm, left: int, *, status: int = 200) -> HttpResponse:
    template = "platform/partials/demo_clock.html" if request.htmx else "platform/demo_clock.html"
    words = {
        "now": wall(),
        "ahead": clock.ahead() > timedelta(minutes=1),
        "form": form,
        "left": left,
        "week": 7 * len(STOPS),
    }
    return render(request, template, words, status=status)


def _left(request: HttpRequest) -> int:
    text = request.POST.get("left", "")
    return min(int(text), LONGEST) if text.isascii() and text.isdigit() else 0


def wall() -> datetime:
    """What a clock on a wall in Auckland shows: without a zone."""
    return clock.now().astimezone(PLACE).replace(tzinfo=None)
