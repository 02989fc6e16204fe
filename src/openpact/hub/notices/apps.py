from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "openpact.hub.notices"
    label = "notices"
