"""The guide under /help/, and the demo's mail page."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from . import guide
from .mail import with_links
from .models import ShownMail


def help_pages(request: HttpRequest) -> HttpResponse:
    """All of the guide. Anybody may read it."""
    return render(request, "platform/help.html", {"guides": guide.guides().values()})


def help_page(request: HttpRequest, name: str) -> HttpResponse:
    found = guide.guides().get(name)
    if found is None:
        raise Http404("No such page of the guide.")
    return render(request, "platform/help_page.html", {"guide": found})


def demo_mail(request: HttpRequest) -> HttpResponse:
    """What the demo would have mailed, newest first. Only in the demo: messages carry links that let people in."""
    if not settings.DEMO:
        raise Http404("Only the demo shows its mail.")
    page = Paginator(ShownMail.objects.all(), 20).get_page(request.GET.get("page"))
    for message in page:
        message.parts = with_links(message.body)
    return render(request, "platform/demo_mail.html", {"page": page})
