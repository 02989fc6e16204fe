"""A school's link with its SMS: the connection, its secrets, and every exchange."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from openpact.link.providers import PROVIDERS
from openpact.link.words import ExchangeState, Trigger


class Connection(models.Model):
    """A school's SMS settings. One per school, made when it first saves them."""

    class Review(models.TextChoices):
        FIRST = "first", _("Show me the first upload before it is applied")
        EVERY = "every", _("Show me every upload before it is applied")
        NEVER = "never", _("Apply uploads straight away")

    school = models.OneToOneField("schools.School", models.CASCADE, primary_key=True, related_name="connection")
    use_sms = models.BooleanField(default=False)
    #: A key of openpact.link.providers, or empty: no SMS chosen yet.
    provider = models.CharField(max_length=20, blank=True, choices=[(k, p.name) for k, p in PROVIDERS.items()])
    #: Judgements leave by themselves when the SMS asks for them.
    automatic_export = models.BooleanField(default=False)
    review = models.CharField(max_length=10, choices=Review.choices, default=Review.FIRST)
    #: Staff new to PaCT are mailed an invitation when an upload is applied.
    invite_staff = models.BooleanField(default=False)
    #: Since when the link exists, for the schedule: when an SMS that needs no secret was chosen, or when one first called
    #: with its secret. Null: not yet, or not at present.
    linked_at = models.DateTimeField(null=True)
    #: When the SMS last asked for judgements, by its schedule and by hand; an empty answer leaves no other trace.
    collected_at = models.DateTimeField(null=True)
    collected_by_hand_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")


class Pause(models.Model):
    """Days on which nothing is exchanged automatically: both included, on the school's calendar."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="pauses")
    first = models.DateField()
    last = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["first", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="pause_ends_after_it_begins")
        ]


class VendorCredentials(models.Model):
    """The OAuth 2.0 client with which the vendor of an SMS acts for the schools that have selected it. No school's."""

    application = models.OneToOneField("oauth2_provider.Application", models.CASCADE, related_name="vendor")
    provider = models.CharField(max_length=20)
    hint = models.CharField(max_length=4)
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]


class Secret(models.Model):
    """One secret of a connection. It is an OAuth 2.0 client of its own, so that an old and a new one can overlap."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="secrets")
    application = models.OneToOneField("oauth2_provider.Application", models.CASCADE, related_name="secret")
    provider = models.CharField(max_length=20)
    #: The last four characters, so that a person can tell two secrets apart.
    hint = models.CharField(max_length=4)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    #: Set when it is replaced (the end of its grace) or revoked (that moment).
    ends_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]


class Exchange(models.Model):
    """One upload or one download, with its state and log. States: openpact.link.words.ExchangeState."""

    class Direction(models.TextChoices):
        UPLOAD = "upload", _("Upload")
        DOWNLOAD = "download", _("Download")

    class Source(models.TextChoices):
        SMS = "sms", _("from the SMS")
        PAGE = "page", _("by hand in PaCT")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    school = models.ForeignKey("schools.School", models.CASCADE, related_name="exchanges")
    direction = models.CharField(max_length=10, choices=Direction.choices)
    source = models.CharField(max_length=10, choices=Source.choices)
    provider = models.CharField(max_length=20, blank=True)
    trigger = models.CharField(max_length=10, choices=[(str(t), str(t)) for t in Trigger])
    state = models.CharField(max_length=12, choices=[(str(s), str(s)) for s in ExchangeState])
    idempotency_key = models.CharField(max_length=200, null=True)  # noqa: DJ001 (null: by hand, no key)
    #: Of an upload: its content.
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)
    received_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    #: The user who uploaded it by hand.
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    #: Who approved or discarded it, and when.
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    #: Who undid it, and when; who had approved it stays.
    reverted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reverted_at = models.DateTimeField(null=True)
    #: The roster's version the plan was made against: an approval is refused when it has moved.
    planned_version = models.BigIntegerField(null=True)
    #: Names to numbers, as in the API.
    counts = models.JSONField(default=dict)
    #: {"roles": […], "without_groups": […]}, as in the file (openpact.ide.Selection); null: everything.
    selection = models.JSONField(null=True)
    #: Of a list from a spreadsheet: what lists.origin keeps, so that issues are told in its words; null: of anything else.
    spreadsheet = models.JSONField(null=True)
    #: [{code, message, remedy, said}] why it is held or was refused: see platform.told.keep.
    reasons = models.JSONField(default=list)
    #: The first 1,000 issues of the file: [{line, column, code, severity, message, value, remedy, values}], see
    #: platform.told.keep_finding.
    issues = models.JSONField(default=list)
    #: A key for each thing to mend in rows that are not used, the same in the next upload: see mending.
    to_mend = ArrayField(models.CharField(max_length=16), default=list)

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "idempotency_key"],
                condition=models.Q(idempotency_key__isnull=False),
                name="one_exchange_per_idempotency_key",
            )
        ]
        indexes = [models.Index(fields=["school", "-received_at"])]


class IdeFileChunk(models.Model):
    """The bytes of an upload, in pieces of 256 KiB, in the database: in the same transaction as the exchange and its
    job, under the same row-level security, on every machine. Cleared away after OPENPACT_KEEP_IDE_FILES_DAYS."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["exchange", "number"], name="one_chunk_per_number")]
