"""How far a school is in its set-up."""

from django.conf import settings
from django.db import models


class Step(models.Model):
    """A step that somebody has gone past. Whether it is done is looked up where it was done: see steps.py."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    key = models.CharField(max_length=20)
    skipped = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "key"], name="one_set_up_step_of_a_key")]

    def __str__(self) -> str:
        return self.key
