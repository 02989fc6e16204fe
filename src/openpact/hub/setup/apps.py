from django.apps import AppConfig


class SetupConfig(AppConfig):
    name = "openpact.hub.setup"
    label = "setup"

    def ready(self) -> None:
        from openpact.hub.notices.sources import sources

        from .notices import causes

        sources.append(causes)
