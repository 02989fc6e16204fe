from django.apps import AppConfig


class SmsConfig(AppConfig):
    name = "openpact.hub.sms"
    label = "sms"

    def ready(self) -> None:
        from openpact.hub.accounts import home

        from .cards import sms_cards

        home.cards.append(sms_cards)
