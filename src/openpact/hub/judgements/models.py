"""Aspect judgements on their sheet, overall judgements, both versioned, the feed in which the overall ones leave for the SMS, and exemplars."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from openpact.hub.schools.models import LearningArea


class Level(models.TextChoices):
    """What an overall judgement says: the curriculum level the student's achievement fits best."""

    ONE = "1", _("Curriculum level 1")
    TWO = "2", _("Curriculum level 2")
    THREE = "3", _("Curriculum level 3")
    FOUR = "4", _("Curriculum level 4")
    FIVE = "5", _("Curriculum level 5")

    @property
    def in_english(self) -> str:
        """As SMSs get it, whatever language they ask in."""
        return f"Curriculum level {self.value}"


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
    """What was decided, once and for all. A correction is the next version, with its reason.

    What the aspects said at that moment stands beside it: which set each was placed at, the score they made and the level it
    recommended, and the versions of framework and calibration by which it did. Without enough of them there is no score.
    """

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    judgement = models.ForeignKey(Judgement, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    level = models.CharField(max_length=2, choices=Level.choices, blank=True)
    judged_on = models.DateField()
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    #: Whole points of the scale, and the 95% range.
    score = models.PositiveSmallIntegerField(null=True)
    score_low = models.PositiveSmallIntegerField(null=True)
    score_high = models.PositiveSmallIntegerField(null=True)
    recommended = models.CharField(max_length=2, choices=Level.choices, blank=True)
    #: Beside what is expected of the student's year, where the school still reports so: a value of openpact.scale.Standard.
    standard = models.CharField(max_length=12, blank=True)
    framework = models.CharField(max_length=40, blank=True)
    framework_version = models.PositiveSmallIntegerField(null=True)
    calibration = models.CharField(max_length=40, blank=True)
    calibration_version = models.PositiveSmallIntegerField(null=True)
    #: The set of each aspect by its key, from 1; 0: not yet enough evidence.
    aspects = models.JSONField(default=dict)

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["judgement", "version"], name="one_row_per_version")]


class Sheet(models.Model):
    """Where one student's aspects are judged in one learning area and cycle.

    Its row is locked by whoever places an aspect or confirms, until they commit. It keeps to the version of the framework with
    which it was begun. While the overall judgement is confirmed the sheet is closed; unlocking it says why.
    """

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    person = models.ForeignKey("roster.Person", models.PROTECT, related_name="sheets")
    cycle = models.ForeignKey("schools.Cycle", models.PROTECT, related_name="sheets")
    area = models.CharField(max_length=12, choices=LearningArea.choices)
    framework = models.CharField(max_length=40)
    framework_version = models.PositiveSmallIntegerField()
    locked = models.BooleanField(default=False)
    #: Set from unlocking until the next confirmation.
    unlocked_at = models.DateTimeField(null=True)
    unlocked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    unlocked_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "cycle", "area"], name="one_sheet_per_student_area_cycle")
        ]


class AspectJudgement(models.Model):
    """Where a student was placed on one aspect: its current version. `set` is from 1; 0: not yet enough evidence; null: taken back."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="aspects")
    aspect = models.CharField(max_length=60)
    set = models.PositiveSmallIntegerField(null=True)
    version = models.PositiveIntegerField()
    judged_at = models.DateTimeField()
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "aspect"], name="one_judgement_per_aspect")]


class AspectVersion(models.Model):
    """Every placement there ever was, by whom and when. Never changed."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="versions")
    aspect = models.CharField(max_length=60)
    set = models.PositiveSmallIntegerField(null=True)
    version = models.PositiveIntegerField()
    judged_at = models.DateTimeField()
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["sheet", "aspect", "version"], name="one_row_per_placement")]


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


class Exemplar(models.Model):
    """The school's own example of what a set looks like: words, a picture or a PDF, beside the official illustrations.

    `area` is also its framework's key. The file's bytes are in ExemplarFile, so that no list loads them; its name is not kept
    at all, because such names are often students'.
    """

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    area = models.CharField(max_length=12, choices=LearningArea.choices)
    #: Of the framework in which somebody chose the place.
    framework_version = models.PositiveSmallIntegerField()
    aspect = models.CharField(max_length=60)
    set = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    #: A key of attachments.ENDINGS; empty, and no size, without a file.
    content_type = models.CharField(max_length=20, blank=True)
    size = models.PositiveIntegerField(null=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["set", "id"]
        indexes = [models.Index(fields=["school", "area", "aspect"])]

    def __str__(self) -> str:
        return self.title

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")


class ExemplarFile(models.Model):
    """The bytes of an exemplar's picture or PDF, as attachments.py made them ready."""

    exemplar = models.OneToOneField(Exemplar, models.CASCADE, primary_key=True, related_name="file")
    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    content = models.BinaryField()
