"""A school, as the rest of the product sees it, its terms and its reporting cycles."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from . import levels


class School(models.Model):
    class Kind(models.TextChoices):
        FULL_PRIMARY = "full-primary", _("Full primary (years 1-8)")
        CONTRIBUTING = "contributing", _("Contributing (years 1-6)")
        INTERMEDIATE = "intermediate", _("Intermediate (years 7-8)")
        SECONDARY = "secondary", _("Secondary (years 9-15)")
        YEAR_7_15 = "year-7-15", _("Secondary (years 7-15)")
        COMPOSITE = "composite", _("Composite (years 1-15)")
        SPECIAL = "special", _("Special school")

    class Zone(models.TextChoices):
        AUCKLAND = "Pacific/Auckland", _("New Zealand")
        CHATHAM = "Pacific/Chatham", _("Chatham Islands")

    #: The Ministry's number, 1 to 4 digits. Compared as a number, shown without padding.
    number = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    #: The year levels it teaches, first and last: at first those of its kind.
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    time_zone = models.CharField(max_length=40, choices=Zone.choices, default=Zone.AUCKLAND)
    #: Judgements say beside the curriculum level how it compares with what is expected of the year: well below to above.
    reports_standards = models.BooleanField(default=False)
    #: An overall judgement is confirmed only once enough aspects are judged.
    needs_aspects = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    #: When an administrator finished the set-up.
    set_up_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_year__gte=1) & Q(last_year__gte=F("first_year")) & Q(last_year__lte=levels.LAST),
                name="year_levels_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def year_levels(self) -> range:
        return range(self.first_year, self.last_year + 1)


class Term(models.Model):
    """One of a year's four terms, as the school has saved it. What was never saved is suggested: services.terms_of."""

    school = models.ForeignKey(School, models.CASCADE, related_name="terms")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        ordering = ["year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "year", "number"], name="one_term_of_a_number_a_year"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="term_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"Term {self.number}, {self.year}"


class LearningArea(models.TextChoices):
    READING = "reading", _("Reading")
    WRITING = "writing", _("Writing")
    MATHEMATICS = "mathematics", _("Mathematics")


def every_area() -> list[str]:
    return list(LearningArea.values)


class Cycle(models.Model):
    """A reporting cycle: when interim or final (end-of-year) judgements are due, in which learning areas and for which year
    levels. Days are the school's own.

    Out-of-cycle judgements have one of their own for each year: it is open all year, covers everything, is due never, and
    is made when it is first asked for (services.out_of_cycle).
    """

    class Kind(models.TextChoices):
        INTERIM = "interim", _("Interim")
        FINAL = "final", _("End of year")
        AD_HOC = "ad-hoc", _("Out of cycle")

    class State(models.TextChoices):
        COMING = "coming", _("Not open yet")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    school = models.ForeignKey(School, models.CASCADE, related_name="cycles")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    year = models.PositiveSmallIntegerField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    areas = ArrayField(models.CharField(max_length=12, choices=LearningArea.choices), default=every_area)
    #: Empty: every year level.
    years = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    #: Teachers with something left to confirm are reminded by themselves that many days before the last day; null: not.
    remind_days = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Closed by a person before its last day; null once it is opened again.
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    #: The last time it was opened again, and why.
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reopened_because = models.TextField(blank=True)

    class Meta:
        ordering = ["opens_on"]
        constraints = [
            models.UniqueConstraint(fields=["school", "kind", "year"], name="one_cycle_of_a_kind_a_year"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="cycle_closes_after_it_opens"),
        ]

    def __str__(self) -> str:
        return self.name

    def state(self, today: date) -> "Cycle.State":
        """On a day of the school's calendar; both its days are within."""
        if self.closed_at is not None or today > self.closes_on:
            return self.State.CLOSED
        return self.State.COMING if today < self.opens_on else self.State.OPEN

    @classmethod
    def name_of(cls, kind: str, year: int) -> str:
        """In English whoever makes it: an SMS gets these names."""
        return {cls.Kind.INTERIM: "Interim", cls.Kind.FINAL: "End of year", cls.Kind.AD_HOC: "Out of cycle"}[
            kind
        ] + f" {year}"

    @property
    def is_due(self) -> bool:
        """Judgements are expected in it; out of cycle none ever are."""
        return self.kind != self.Kind.AD_HOC

    @property
    def learning_areas(self) -> tuple[LearningArea, ...]:
        return tuple(area for area in LearningArea if area in self.areas)

    def covers_year(self, level: int | None) -> bool:
        """Whether a student of this year level is judged in it. Of whom nobody knows the year level may be."""
        return level is None or not self.years or level in self.years

    @property
    def years_in_words(self) -> str:
        return levels.in_words(self.years)
