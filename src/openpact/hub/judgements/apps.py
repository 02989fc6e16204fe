from django.apps import AppConfig


class JudgementsConfig(AppConfig):
    name = "openpact.hub.judgements"
    label = "judgements"

    def ready(self) -> None:
        from openpact.hub.accounts import home

        from .cards import cards

        home.cards.append(cards)
