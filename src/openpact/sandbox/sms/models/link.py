"""The link with PaCT as the SMS keeps it, and the log of what happened."""

from django.db import models
from django.urls import reverse

from openpact.ide import Role
from openpact.link.words import IN_FORCE

from .school import School


class LinkState(models.TextChoices):
    """What the last talk with PaCT showed."""

    NONE = "none", "Not linked"
    GOOD = "good", "Linked"
    REFUSED = "refused", "Secret refused"
    UNREACHABLE = "unreachable", "PaCT not reached"
    TROUBLE = "trouble", "Needs a look"


class Takes(models.TextChoices):
    """What goes between the two, where PaCT's judgements would take the place of the SMS's own."""

    BOTH = (
        "both",
        "Student data to PaCT, and judgements from PaCT: end-of-year OTJs made there overwrite those made here",
    )
    DATA = "data", "Student data only: judgements never come from PaCT"


def usual_roles() -> list[str]:
    return [Role.STUDENT.value, Role.TEACHING_STAFF.value, Role.NON_TEACHING_STAFF.value]


class PactConfig(models.Model):
    """One school's PaCT configuration. The secret is never shown again, but for its last four characters."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="pact")
    secret = models.CharField(max_length=100, blank=True)
    saved_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, choices=LinkState, default=LinkState.NONE)
    #: What went wrong last, in a sentence; empty when all is well.
    trouble = models.TextField(blank=True)
    #: No secret: the school has selected this SMS in PaCT, and the vendor's credentials act for it.
    by_vendor = models.BooleanField(default=False)
    #: Where the SMS asks: what may pass.
    takes = models.CharField(max_length=10, choices=Takes, blank=True)
    #: Where the school selects: whose roles go to PaCT.
    roles = models.JSONField(default=usual_roles)
    #: openpact.connect.AgentState as JSON.
    agent_state = models.JSONField(default=dict)

    def __repr__(self) -> str:
        return f"<PactConfig of school {self.school_id}>"

    def __str__(self) -> str:
        return f"PaCT configuration of {self.school}"

    @property
    def secret_end(self) -> str:
        return self.secret[-4:]

    @property
    def judgements(self) -> bool:
        """Whether judgements are collected at all."""
        return self.takes != Takes.DATA

    @property
    def linked(self) -> bool:
        return bool(self.secret) or self.by_vendor


class LogKind(models.TextChoices):
    UPLOAD = "upload", "Upload to PaCT"
    COLLECT = "collect", "Results from PaCT"
    LINK = "link", "Link with PaCT"
    RECORDS = "records", "Records"


class LogEntry(models.Model):
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=10, choices=LogKind)
    #: Who started it: the schedule, or a role at the school.
    by = models.CharField(max_length=60)
    summary = models.TextField()
    went_wrong = models.BooleanField(default=False)
    #: For an upload: its exchange in PaCT, the state last seen, and PaCT's answer as it came.
    exchange_id = models.CharField(max_length=64, blank=True, db_index=True)
    exchange_state = models.CharField(max_length=20, blank=True)
    answer = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.summary

    def get_absolute_url(self) -> str:
        return reverse("log-entry", args=[self.school.provider, self.school.number, self.pk])

    @property
    def in_force(self) -> bool:
        """Whether PaCT's roster is as the uploaded file says."""
        return self.exchange_state in IN_FORCE
