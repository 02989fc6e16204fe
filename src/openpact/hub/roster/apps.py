from django.apps import AppConfig


class RosterConfig(AppConfig):
    name = "openpact.hub.roster"
    label = "roster"
