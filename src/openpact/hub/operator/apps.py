from django.apps import AppConfig


class OperatorConfig(AppConfig):
    name = "openpact.hub.operator"
    label = "operator"
