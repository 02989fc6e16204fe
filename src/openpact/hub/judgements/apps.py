from django.apps import AppConfig


class JudgementsConfig(AppConfig):
    name = "openpact.hub.judgements"
    label = "judgements"

    def ready(self) -> None:
        from openpact.hub.accounts import home
        from openpact.hub.notices.sources import sources

        from . import checks  # noqa: F401 (registers itself)
        from .cards import cards
        from .notices import causes

        home.cards.append(cards)
        sources.append(causes)
