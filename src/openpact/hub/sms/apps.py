from django.apps import AppConfig


class SmsConfig(AppConfig):
    name = "openpact.hub.sms"
    label = "sms"

    def ready(self) -> None:
        from openpact.hub import roster
        from openpact.hub.judgements.signals import file_taken
        from openpact.hub.notices.sources import sources

        from .by_hand import note_file_taken
        from .connection import keeper
        from .notices import causes

        roster.keepers.append(keeper)
        sources.append(causes)
        file_taken.connect(note_file_taken)
