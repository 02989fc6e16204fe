"""What every page may say about the product itself."""

from django.conf import settings

from openpact import __version__

from .demo_clock import wall


def product(request):
    return {"demo": settings.DEMO, "demo_clock": wall() if settings.DEMO_CLOCK else None, "version": __version__}
