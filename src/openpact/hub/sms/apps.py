from django.apps import AppConfig


class SmsConfig(AppConfig):
    name = "openpact.hub.sms"
    label = "sms"
