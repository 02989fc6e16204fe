from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "openpact.hub.register"
    label = "register"

    def ready(self) -> None:
        from openpact.hub import roster
        from openpact.hub.notices.sources import sources

        from .notices import causes
        from .part import enrolment

        roster.person_parts.append(enrolment)
        sources.append(causes)
