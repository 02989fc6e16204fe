"""A school's enrolments as the register tells them, the files that told them, and what the school chose."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from openpact.hub.platform import told
from openpact.said import Said


class Source(models.TextChoices):
    """Where a register file came from.

    Only the national register and the operator vouch: on their word alone a school sees what other schools judged. A file
    that a school uploads, or that comes from an address the school names, could have been written by anybody.
    """

    HAND = "hand", _("Uploaded by hand")
    NATIONAL = "national", _("The national register")
    ADDRESS = "address", _("Your own address")
    OPERATOR = "operator", _("Brought in by the operator")

    @property
    def vouches(self) -> bool:
        return self in (Source.NATIONAL, Source.OPERATOR)


class Register(models.Model):
    """Where a school's register stands, and what the school chose. Its row is locked by whoever changes either."""

    school = models.OneToOneField("schools.School", models.CASCADE, primary_key=True, related_name="+")
    #: Goes up with every file that is applied; an approval says which version it looked at.
    version = models.BigIntegerField(default=0)
    #: The day of which the file applied last tells, and when it was applied or came again.
    as_of = models.DateField(null=True)
    applied_at = models.DateTimeField(null=True)
    #: The day of the last file that vouched. An earlier one vouches for nothing: the register has said otherwise since.
    vouched_as_of = models.DateField(null=True)

    #: hand: nothing is fetched; national: from the operator's address; address: from the one below.
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.HAND)
    address = models.TextField(blank=True)
    #: See tokens.seal: what is stored cannot be read without the operator's key.
    sealed_token = models.TextField(blank=True)
    fetches_since = models.DateTimeField(null=True)
    #: Somebody wants it fetched now; empty again when that was tried.
    asked_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    #: The last time that the schedule brought a file.
    fetched_at = models.DateTimeField(null=True)
    #: Why the last try brought none, in English, and what that was made of, for pages: see platform.told.keep.
    failure = models.TextField(blank=True)
    failure_said = models.JSONField(default=dict)

    #: Only students who are enrolled are judged.
    judging_needs_enrolment = models.BooleanField(default=False)

    def why(self, words: Said | None) -> None:
        """Why the last try brought no file; None: it did."""
        row = told.keep({"message": words or ""})
        self.failure, self.failure_said = row["message"], row.get("said", {})

    @property
    def failure_told(self) -> str:
        """In the reader's language."""
        return told.reason({"message": self.failure, "said": self.failure_said})["message"]

    @property
    def fetches(self) -> bool:
        return self.source in (Source.NATIONAL, Source.ADDRESS)

    @property
    def has_file(self) -> bool:
        """Whether a file was ever applied: before, nothing is known of enrolments."""
        return self.as_of is not None


class Entry(models.Model):
    """A student's enrolment at the school: see core.Entry. Kept when the register lists it no more."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    nsn = models.CharField(max_length=10)
    student = models.ForeignKey("roster.Student", models.PROTECT, related_name="+")
    first_name = models.TextField()
    last_name = models.TextField()
    preferred_name = models.TextField(blank=True)
    dob = models.DateField()
    year_level = models.PositiveSmallIntegerField(null=True)
    start_date = models.DateField()
    leave_date = models.DateField(null=True)
    #: The day on which a file did not list it any more.
    gone_on = models.DateField(null=True)
    #: The day of the last file that vouched for exactly this. None: nobody has, or a file that does not vouch changed it.
    vouched_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "nsn"], name="one_entry_per_nsn")]
        indexes = [models.Index(fields=["school", "student"])]


class Delivery(models.Model):
    """A register file that came, and what became of it. Its bytes are kept only while it is held."""

    class State(models.TextChoices):
        HELD = "held", _("Waits for you")
        APPLIED = "applied", _("Applied")
        UNCHANGED = "unchanged", _("Nothing new")
        REFUSED = "refused", _("Not used")
        DISCARDED = "discarded", _("Discarded")
        SUPERSEDED = "superseded", _("A newer one came")

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=Source.choices)
    #: Who uploaded it, or asked for it to be fetched.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices)
    #: The day of which it tells; None for a file that could not be used.
    as_of = models.DateField(null=True)
    #: See core.Plan.counts, with rows, refused and findings.
    counts = models.JSONField(default=dict)
    #: What it changes or would have changed: see stored.plan_as_json.
    changes = models.JSONField(default=dict)
    #: Why it is held or was not used: code, message, remedy, said; see platform.told.keep.
    reasons = models.JSONField(default=list)
    #: What the reader found: see platform.told.keep_finding.
    issues = models.JSONField(default=list)
    content = models.BinaryField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["school", "-id"])]

    def __str__(self) -> str:
        return f"Register file {self.pk}"
