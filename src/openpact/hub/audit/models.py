"""The audit: a line for each thing that somebody did and that matters afterwards."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Area(models.TextChoices):
    """What a line is about; the page filters by it."""

    SETTINGS = "settings", _("Settings")
    ACCESS = "access", _("Access")
    CYCLES = "cycles", _("Reporting cycles")
    PEOPLE = "people", _("People and groups")
    UPLOADS = "uploads", _("Uploads and downloads")
    JUDGEMENTS = "judgements", _("Judgements")
    REGISTER = "register", _("Enrolment register")


class Line(models.Model):
    """Written once: the database refuses updates and deletes."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    at = models.DateTimeField()
    #: Null: PaCT did it by itself.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    #: What they were called then: the line stays true when they are renamed.
    by_name = models.CharField(max_length=200, blank=True)
    #: The user it was done to, if it was: for the history on their page.
    about = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    area = models.CharField(max_length=12, choices=Area.choices)
    #: The sentence, as it was written then.
    words = models.TextField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["school", "-id"])]

    def __str__(self) -> str:
        return self.words
