"""Assembly: the OAuth Token, the roles and non-home groups, and the tick button."""

from openpact.link.providers import PROVIDERS

from .base import Screens

ASSEMBLY = Screens(
    provider=PROVIDERS["assembly"],
    style="sms/assembly.css",
    configuration="sms/pact/configuration_assembly.html",
)
