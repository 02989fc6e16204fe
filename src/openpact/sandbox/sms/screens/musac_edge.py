"""MUSAC Edge: nothing to configure."""

from openpact.link.providers import PROVIDERS

from .base import Screens

MUSAC_EDGE = Screens(
    provider=PROVIDERS["musac-edge"],
    style="sms/musac_edge.css",
    configuration="sms/pact/configuration_musac_edge.html",
)
