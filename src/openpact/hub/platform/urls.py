from django.urls import path

from . import demo_clock, health, views

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", health.prometheus, name="metrics"),
    path("help/", views.help_pages, name="help"),
    path("help/<slug:name>/", views.help_page, name="help-page"),
    path("demo/mail/", views.demo_mail, name="demo-mail"),
    path("demo/clock/", demo_clock.demo_clock, name="demo-clock"),
]
