from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "openpact.hub.reports"
    label = "reports"
