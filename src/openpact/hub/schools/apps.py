from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "openpact.hub.schools"
    label = "schools"
