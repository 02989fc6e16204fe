"""What every page may say about the product itself."""

from django.conf import settings

from openpact import __version__


def product(request):
    return {"demo": settings.DEMO, "version": __version__}
