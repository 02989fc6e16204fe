"""eTAP: what may pass, Save Secret, and Upload Latest IDE file To PaCT."""

from openpact.link.providers import PROVIDERS

from .base import Screens

ETAP = Screens(
    provider=PROVIDERS["etap"],
    style="sms/etap.css",
    configuration="sms/pact/configuration_etap.html",
)
