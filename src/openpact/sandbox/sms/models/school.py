"""The schools that an SMS holds; a KAMAR may hold several."""

from zoneinfo import ZoneInfo

from django.db import models
from django.urls import reverse

from openpact.link.providers import PROVIDERS, Provider


class School(models.Model):
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    #: Which SMS this school uses: a key of openpact.link.providers.
    provider = models.CharField(max_length=40)
    zone = models.CharField(max_length=60, default="Pacific/Auckland")
    organisation = models.CharField(max_length=255, blank=True)
    first_year = models.PositiveSmallIntegerField(default=1)
    last_year = models.PositiveSmallIntegerField(default=8)

    class Meta:
        ordering = ["name"]
        # A school that moves to another SMS stands in both.
        constraints = [models.UniqueConstraint("provider", "number", name="one_school_per_sms_and_number")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people", args=[self.provider, self.number, "students"])

    @property
    def sms(self) -> Provider:
        """What is particular to its SMS."""
        return PROVIDERS[self.provider]

    @property
    def place(self) -> ZoneInfo:
        return ZoneInfo(self.zone)
