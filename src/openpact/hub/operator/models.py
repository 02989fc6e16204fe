"""What the console lists. Rows come from doors (migrations/0001_doors.py): they can be read, and by operators alone."""

from django.contrib.admin.models import LogEntry
from django.db import models
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from openpact.hub.accounts.models import User
from openpact.hub.schools.models import School as TheSchool
from openpact.hub.sms.models import VendorCredentials
from openpact.link.providers import PROVIDERS

PROVIDER_NAMES = [(key, provider.name) for key, provider in PROVIDERS.items()]


class School(models.Model):
    """A school in numbers."""

    number = models.IntegerField(_("Number"))
    name = models.TextField(_("School"))
    kind = models.TextField(_("Kind"), choices=TheSchool.Kind.choices)
    time_zone = models.TextField(_("Time zone"))
    created_at = models.DateTimeField(_("Added"))
    students = models.BigIntegerField(_("Students"))
    staff = models.BigIntegerField(_("Staff"))
    administrators = models.BigIntegerField(_("Administrators"))
    users = models.BigIntegerField(_("Users"))
    open_invitations = models.BigIntegerField(_("Open invitations"))
    judgements = models.BigIntegerField(_("Judgements"))

    class Meta:
        managed = False
        db_table = "operator_school"
        ordering = ["name"]
        verbose_name, verbose_name_plural = _("school"), _("schools")

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class Connection(models.Model):
    """A school's link with its SMS, and how it fares."""

    number = models.IntegerField(_("Number"))
    school = models.TextField(_("School"))
    provider = models.TextField(_("SMS"), choices=PROVIDER_NAMES)
    use_sms = models.BooleanField(_("Uses it"))
    automatic_export = models.BooleanField(_("Judgements go by themselves"))
    linked_at = models.DateTimeField(_("Linked since"), null=True)
    secrets = models.BigIntegerField(_("Secrets that hold"))
    secret_used_at = models.DateTimeField(_("Secret last used"), null=True)
    uploaded_at = models.DateTimeField(_("Last upload"), null=True)
    upload_state = models.TextField(_("It is"), null=True)  # noqa: DJ001 (null: none yet)
    collected_at = models.DateTimeField(_("Judgements last collected"), null=True)
    waiting = models.BigIntegerField(_("Waiting"))

    class Meta:
        managed = False
        db_table = "operator_connection"
        ordering = ["school"]
        verbose_name, verbose_name_plural = _("connection"), _("connections")

    def __str__(self) -> str:
        return f"{self.school} ({self.number})"


class Failure(models.Model):
    """An exchange that was refused or waits for somebody at its school."""

    id = models.UUIDField(primary_key=True)
    number = models.IntegerField(_("Number"))
    school = models.TextField(_("School"))
    provider = models.TextField(_("SMS"), choices=PROVIDER_NAMES)
    direction = models.TextField(_("Direction"))
    source = models.TextField(_("Came"))
    state = models.TextField(_("State"))
    received_at = models.DateTimeField(_("Received"))
    finished_at = models.DateTimeField(_("Finished"), null=True)
    size = models.BigIntegerField(_("Bytes"))
    codes = models.TextField(_("Reasons"))
    issues = models.BigIntegerField(_("Findings in the file"))

    class Meta:
        managed = False
        db_table = "operator_failure"
        ordering = ["-received_at"]
        verbose_name, verbose_name_plural = _("failure"), _("failures")

    def __str__(self) -> str:
        return str(self.id)


class Operator(User):
    """Somebody who may open this console."""

    class Meta:
        proxy = True
        ordering = ["name"]
        verbose_name, verbose_name_plural = _("operator"), _("operators")


class Job(ProcrastinateJob):
    """Work for the worker: ids, and where it stands."""

    class Meta:
        proxy = True
        ordering = ["-id"]
        verbose_name, verbose_name_plural = _("job"), _("jobs")


class Vendor(VendorCredentials):
    """What the vendor of an SMS that needs no secret calls with."""

    class Meta:
        proxy = True
        ordering = ["-created_at"]
        verbose_name = verbose_name_plural = _("vendor credentials")


class Deed(LogEntry):
    """What an operator did here; written by the console itself."""

    class Meta:
        proxy = True
        ordering = ["-action_time"]
        verbose_name, verbose_name_plural = _("deed of an operator"), _("what operators did")
