"""Notices that were given, what a person did with them, and who was told by mail."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """A cause, from the moment it was first seen to hold until it was seen to be gone.

    open     it holds, and asks for a person
    snoozed  it holds, and rests until a day
    done     it holds, but somebody said that it is dealt with, or needs nothing; open again once it is about more than then
    closed   its cause is gone; if it comes again, that is another notice
    """

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=64, blank=True)
    #: As it was last said: once it is closed nobody can say it any more.
    title = models.TextField()
    text = models.TextField()
    #: What it is about now, sorted: see sources.Cause.
    about = ArrayField(models.CharField(max_length=64), default=list)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    #: The day, on the school's calendar, on which it asks again.
    snoozed_until = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    #: Who snoozed it or said that it is done.
    put_aside_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "kind", "key"], condition=Q(closed_at=None), name="one_notice_while_it_holds"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Told(models.Model):
    """Somebody has had a notice by mail: they get it once, and once more each time that it asks again."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="told")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "user"], name="told_once")]


class Digest(models.Model):
    """Somebody wants a daily e-mail, on days on which there is something new."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    #: The last day on which it was worked out.
    last_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "user"], name="one_digest_each")]
