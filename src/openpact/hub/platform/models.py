"""Tables that belong to no school."""

from django.db import models


class ShownMail(models.Model):
    """A message the demo shows on its mail page instead of sending. Written only by the demo's mail backend."""

    sent_at = models.DateTimeField()
    to = models.TextField()
    subject = models.TextField()
    body = models.TextField()

    class Meta:
        ordering = ["-id"]


class RateWindow(models.Model):
    """How many calls a caller made in the window that began at `starts`. Old windows are cleared away by the worker."""

    caller = models.TextField()
    starts = models.DateTimeField()
    calls = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "starts"], name="one_row_per_window")]
