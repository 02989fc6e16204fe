"""Overall judgements, versioned, and the feed in which they leave for the SMS."""

import uuid

from django.conf import settings
from django.db import models

from openpact.hub.schools.models import LearningArea


class Level(models.TextChoices):
    """What an overall judgement says: the curriculum level the student's achievement fits best."""

    ONE = "1", "Curriculum level 1"
    TWO = "2", "Curriculum level 2"
    THREE = "3", "Curriculum level 3"
    FOUR = "4", "Curriculum level 4"
    FIVE = "5", "Curriculum level 5"


class Judgement(models.Model):
    """One student's overall judgement in one learning area and reporting cycle: its current version.

    The versions are JudgementVersion; this row says which one counts. Never deleted when the student leaves.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    person = models.ForeignKey("roster.Person", models.PROTECT, related_name="judgements")
    cycle = models.ForeignKey("schools.Cycle", models.PROTECT, related_name="judgements")
    area = models.CharField(max_length=12, choices=LearningArea.choices)
    version = models.PositiveIntegerField()
    #: Empty: withdrawn.
    level = models.CharField(max_length=2, choices=Level.choices, blank=True)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "cycle", "area"], name="one_judgement_per_student_area_cycle")
        ]


class JudgementVersion(models.Model):
    """What was decided, once and for all. A correction is the next version, with its reason."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    judgement = models.ForeignKey(Judgement, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    level = models.CharField(max_length=2, choices=Level.choices, blank=True)
    judged_on = models.DateField()
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["judgement", "version"], name="one_row_per_version")]


class FeedHead(models.Model):
    """The last position given out in a school's feed. Its row is locked by whoever confirms until they commit, so that
    positions become visible in order and without gaps."""

    school = models.OneToOneField("schools.School", models.CASCADE, primary_key=True, related_name="+")
    position = models.BigIntegerField(default=0)


class FeedRow(models.Model):
    """A version of a judgement, in the order in which versions were decided."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    position = models.BigIntegerField()
    version = models.ForeignKey(JudgementVersion, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["school", "position"], name="one_row_per_position")]


class FeedCursor(models.Model):
    """How far an SMS of the school has acknowledged its feed. `reader` is a key of openpact.link.providers."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    reader = models.CharField(max_length=20)
    acknowledged = models.BigIntegerField(default=0)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "reader"], name="one_cursor_per_reader")]


class Reminder(models.Model):
    """A teacher was reminded of what they still had to confirm in a cycle: at most once a day."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    cycle = models.ForeignKey("schools.Cycle", models.CASCADE, related_name="reminders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    #: By the school's calendar.
    day = models.DateField()
    #: Who pressed the button; null: PaCT, some days before the cycle closes.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "user", "day"], name="one_reminder_a_day")]
