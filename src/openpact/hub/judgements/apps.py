from django.apps import AppConfig


class JudgementsConfig(AppConfig):
    name = "openpact.hub.judgements"
    label = "judgements"
