from django.apps import AppConfig


class SmsConfig(AppConfig):
    name = "openpact.hub.sms"
    label = "sms"

    def ready(self) -> None:
        from openpact.hub.accounts import home
        from openpact.hub.judgements.signals import file_taken

        from .by_hand import note_file_taken
        from .cards import sms_cards

        home.cards.append(sms_cards)
        file_taken.connect(note_file_taken)
