from django.urls import path

from . import jobs, lists, vendors  # noqa: F401 (they register what the site lists)
from .site import site

urlpatterns = [path("operator/", site.urls)]
