from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "openpact.hub.notices"
    label = "notices"

    def ready(self) -> None:
        from openpact.hub.accounts import home

        from . import of_accounts, of_roster
        from .cards import notice_cards
        from .sources import sources

        home.cards.append(notice_cards)
        sources += [of_accounts.causes, of_roster.causes]
