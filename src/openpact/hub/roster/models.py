"""The roster: the people of a school as its SMS knows them, their groups, and every change ever made to it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Student(models.Model):
    """A student nationally. Our own key; the NSN is an attribute. Written and read only through `roster_students`,
    a narrow door in the database (see doors.sql): no school can list it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    nsn = models.CharField(max_length=10, unique=True)


class Person(models.Model):
    """Someone in a school's roster, keyed by (school, the SMS's own id). Never deleted by leaving."""

    class Role(models.TextChoices):
        STUDENT = "Student", "Student"
        TEACHING_STAFF = "TeachingStaff", "Teaching staff"
        NON_TEACHING_STAFF = "NonTeachingStaff", "Non-teaching staff"
        PARENT_CAREGIVER = "ParentCaregiver", "Parent or caregiver"
        ALUMNI = "Alumni", "Alumni"

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="people")
    sms_id = models.TextField()
    role = models.CharField(max_length=20, choices=Role.choices)
    first_name = models.TextField()
    last_name = models.TextField()
    preferred_name = models.TextField(default="", blank=True)
    nsn = models.CharField(max_length=10, default="", blank=True)
    student = models.ForeignKey(Student, models.PROTECT, null=True, related_name="people")
    username = models.TextField(default="", blank=True)
    first_attending = models.DateField(null=True)
    last_attendance = models.DateField(null=True)
    dob = models.DateField(null=True)
    gender = models.CharField(max_length=1, default="", blank=True)
    associated_nsns = ArrayField(models.CharField(max_length=10), default=list)
    email = models.TextField(default="", blank=True)
    organisation = models.TextField(default="", blank=True)
    #: In the roster now. False: left; history and judgements stay.
    active = models.BooleanField(default=True)

    class Meta:
        # Checked at the end of each statement, so that a re-keying may swap ids.
        constraints = [
            models.UniqueConstraint(
                fields=["school", "sms_id"], name="one_person_per_sms_id", deferrable=models.Deferrable.IMMEDIATE
            )
        ]
        indexes = [models.Index(fields=["school", "role", "active", "last_name", "first_name"])]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return f"{self.preferred_name or self.first_name} {self.last_name}"


class Group(models.Model):
    """A class, a home group or another group, keyed by its name in the SMS."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="groups")
    name = models.TextField()
    #: Somebody's home group: the student's home class.
    is_home = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="one_group_per_name")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody is in a group now. What was is in RosterChange."""

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    #: The person's home group (and perhaps one of the others as well).
    home = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="once_in_a_group")]


class RosterState(models.Model):
    """Where a school's roster stands. Its row is locked by whoever changes the roster."""

    school = models.OneToOneField("schools.School", models.CASCADE, primary_key=True, related_name="+")
    #: Goes up with every change of the roster; an approval says which version it looked at.
    version = models.BigIntegerField(default=0)
    #: When the SMS exported the last applied file, in the school's local time, if the file said so.
    exported_at = models.DateTimeField(null=True)
    #: The same of the file before, for a revert.
    previous_exported_at = models.DateTimeField(null=True)
    #: The exchange that was applied last: the only one that can be reverted.
    last_exchange_id = models.UUIDField(null=True)


class GuardLimits(models.Model):
    """When an upload waits for a person. Percentages of the people now in the roster."""

    school = models.OneToOneField("schools.School", models.CASCADE, primary_key=True, related_name="+")
    students_leaving = models.PositiveSmallIntegerField(default=20)
    staff_leaving = models.PositiveSmallIntegerField(default=20)
    #: That many may always leave: a small school loses a fifth of its staff when one person goes.
    handful = models.PositiveSmallIntegerField(default=5)
    identity_changes = models.PositiveSmallIntegerField(default=50)
    refused_rows = models.PositiveSmallIntegerField(default=30)


class RosterChange(models.Model):
    """One change, with the values before and after: what reverts it, and what answers "who changed this, and when?".

    Written once, by roster.apply and roster.revert; the database refuses updates and deletes.
    """

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    exchange_id = models.UUIDField()
    #: person, group or membership.
    what = models.CharField(max_length=10)
    #: joins, changes, leaves, returns, rekeyed; appears, changes, goes, returns; starts, changes, ends.
    action = models.CharField(max_length=10)
    #: Not foreign keys: the history outlives what it tells of.
    person_id = models.BigIntegerField(null=True)
    group_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    #: True: this is the undoing of that exchange.
    undo = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["exchange_id"]),
            models.Index(
                fields=["school", "person_id"],
                condition=models.Q(person_id__isnull=False),
                name="changes_of_person",
            ),
        ]
