"""What every page may say about the product itself."""

from django.conf import settings

from openpact import __version__

from . import guide
from .demo_clock import wall


def product(request):
    page = getattr(getattr(request, "resolver_match", None), "url_name", None)
    return {
        "demo": settings.DEMO,
        "demo_clock": wall() if settings.DEMO_CLOCK else None,
        "version": __version__,
        # "light", "dark", or "auto": as the device is set.
        "theme": getattr(getattr(request, "user", None), "theme", "auto"),
        "guide": guide.of_page(page),
    }
