from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "openpact.hub.accounts"
    label = "accounts"

    def ready(self):
        from . import cards, home, signals

        signals.connect()

        home.cards.append(cards.cards)
