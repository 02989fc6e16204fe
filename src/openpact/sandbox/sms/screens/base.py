"""What one SMS looks like: its style sheet, and the page on which PaCT is configured."""

from dataclasses import dataclass

from openpact.link.providers import Provider


@dataclass(frozen=True, slots=True)
class Screens:
    """The words of the PaCT screens are the provider's own (`where`, `secret_label`, `save`, `finish`)."""

    provider: Provider
    #: Under static/sms/.
    style: str
    #: The template that holds the PaCT configuration page's form.
    configuration: str

    @property
    def tab(self) -> str:
        return self.provider.where[0] if self.provider.where else "PaCT"

    @property
    def page(self) -> str:
        return self.provider.where[1] if self.provider.where else "Uploads and downloads"
