"""The demo's mail page."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from .mail import with_links
from .models import ShownMail


def demo_mail(request: HttpRequest) -> HttpResponse:
    """What the demo would have mailed, newest first. Only in the demo: messages carry links that let people in."""
    if not settings.DEMO:
        raise Http404("Only the demo shows its mail.")
    page = Paginator(ShownMail.objects.all(), 20).get_page(request.GET.get("page"))
    for message in page:
        message.parts = with_links(message.body)
    return render(request, "platform/demo_mail.html", {"page": page})
