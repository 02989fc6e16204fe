from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "openpact.hub.platform"
    label = "platform"
    verbose_name = "Platform"
