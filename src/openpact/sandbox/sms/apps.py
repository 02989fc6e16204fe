from django.apps import AppConfig


class SmsConfig(AppConfig):
    name = "openpact.sandbox.sms"
    label = "sms"
