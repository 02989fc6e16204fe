from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "openpact.hub.accounts"
    label = "accounts"
