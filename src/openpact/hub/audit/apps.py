from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "openpact.hub.audit"
    label = "audit"
