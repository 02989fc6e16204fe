"""KAMAR: a secret beside each school's name, and Save changes."""

from openpact.link.providers import PROVIDERS

from .base import Screens

KAMAR = Screens(
    provider=PROVIDERS["kamar"],
    style="sms/kamar.css",
    configuration="sms/pact/configuration_kamar.html",
)
