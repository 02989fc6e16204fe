"""A school, as the rest of the product sees it, and its reporting cycles."""

from django.db import models


class School(models.Model):
    class Kind(models.TextChoices):
        FULL_PRIMARY = "full-primary", "Full primary (years 1-8)"
        CONTRIBUTING = "contributing", "Contributing (years 1-6)"
        INTERMEDIATE = "intermediate", "Intermediate (years 7-8)"
        SECONDARY = "secondary", "Secondary (years 9-15)"
        YEAR_7_15 = "year-7-15", "Secondary (years 7-15)"
        COMPOSITE = "composite", "Composite (years 1-15)"
        SPECIAL = "special", "Special school"

    class Zone(models.TextChoices):
        AUCKLAND = "Pacific/Auckland", "New Zealand"
        CHATHAM = "Pacific/Chatham", "Chatham Islands"

    #: The Ministry's number, 1 to 4 digits. Compared as a number, shown without padding.
    number = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    time_zone = models.CharField(max_length=40, choices=Zone.choices, default=Zone.AUCKLAND)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Cycle(models.Model):
    """A reporting cycle: when interim or final (end-of-year) judgements are due. Days are the school's own."""

    class Kind(models.TextChoices):
        INTERIM = "interim", "Interim"
        FINAL = "final", "End of year"

    school = models.ForeignKey(School, models.CASCADE, related_name="cycles")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    year = models.PositiveSmallIntegerField()
    opens_on = models.DateField()
    closes_on = models.DateField()

    class Meta:
        ordering = ["opens_on"]
        constraints = [
            models.UniqueConstraint(fields=["school", "kind", "year"], name="one_cycle_of_a_kind_a_year"),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")), name="cycle_closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return self.name
