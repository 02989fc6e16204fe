"""Overall judgements as they came from PaCT. Every version is kept; the newest of each is the one that
counts."""

from typing import Self

from django.db import models

from openpact.link.providers import Provider

from .people import Person
from .school import School


class ResultQuerySet(models.QuerySet["Result"]):
    def newest(self) -> Self:
        """The newest version of each judgement."""
        newer = Result.objects.filter(
            school=models.OuterRef("school"),
            judgement_id=models.OuterRef("judgement_id"),
            version__gt=models.OuterRef("version"),
        )
        return self.filter(~models.Exists(newer))

    def with_earlier(self) -> list["Result"]:
        """The newest of each, with the versions before it as its `earlier`, the latest first."""
        found: dict[str, Result] = {}
        for result in self.order_by("-version"):
            newest = found.setdefault(result.judgement_id, result)
            if newest is result:
                result.earlier = []
            else:
                newest.earlier.append(result)
        return sorted(found.values(), key=lambda result: (result.received_at, result.pk), reverse=True)

    def shown(self, provider: Provider) -> Self:
        """Those that this SMS shows on its screens."""
        return self.filter(cycle_kind__in=provider.shows) if provider.shows else self


class Result(models.Model):
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="results")
    judgement_id = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    #: None when PaCT names somebody this SMS does not know: `person_sms_id` says who it named.
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="results")
    person_sms_id = models.CharField(max_length=255)
    learning_area = models.CharField(max_length=60)
    cycle = models.CharField(max_length=120)
    cycle_kind = models.CharField(max_length=40, blank=True)
    year = models.PositiveIntegerField(null=True)
    level = models.CharField(max_length=40)
    level_name = models.CharField(max_length=120)
    withdrawn = models.BooleanField(default=False)
    judged_on = models.DateField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    judge = models.CharField(max_length=255, blank=True)
    reason = models.TextField(blank=True)
    #: What the aspect judgements said in PaCT, as whole points; none where they said nothing.
    score = models.PositiveIntegerField(null=True)
    score_low = models.PositiveIntegerField(null=True)
    score_high = models.PositiveIntegerField(null=True)
    recommended = models.CharField(max_length=40, blank=True)
    standard = models.CharField(max_length=40, blank=True)
    framework = models.CharField(max_length=60, blank=True)
    framework_version = models.PositiveIntegerField(null=True)
    calibration = models.CharField(max_length=60, blank=True)
    calibration_version = models.PositiveIntegerField(null=True)
    #: The set of each aspect by its key; None: not yet enough evidence.
    aspects = models.JSONField(null=True)
    received_at = models.DateTimeField()

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint("school", "judgement_id", "version", name="one_result_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.learning_area} {self.cycle}: {self.level_name}"

    @property
    def differs(self) -> bool:
        """Whether another level was confirmed than the aspects recommend."""
        return bool(self.level and self.recommended and self.level != self.recommended)

    @property
    def judged(self) -> dict[str, str]:
        """The aspects in words, with their sets."""
        return {
            aspect.replace("-", " ").capitalize(): "not yet enough evidence" if number is None else f"set {number}"
            for aspect, number in (self.aspects or {}).items()
        }
