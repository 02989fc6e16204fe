from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "openpact.hub.notices"
    label = "notices"

    def ready(self) -> None:
        from openpact.hub.accounts import home

        from .cards import notice_cards

        home.cards.append(notice_cards)
