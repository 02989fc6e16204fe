"""The roster: the people of a school, their groups, and every change ever made to it.

Two write it. An upload says what the SMS (or a list) says; what it says nothing of is not its business. Somebody at the
school adds to that by hand: own people, own groups, places in groups, and which groups PaCT hides. An upload never touches
what is by hand, and undoing one leaves it alone.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Student(models.Model):
    """A student nationally. Our own key; the NSN is an attribute. Written and read only through `roster_students`,
    a narrow door in the database (see doors.sql): no school can list it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    nsn = models.CharField(max_length=10, unique=True)


class Person(models.Model):
    """Someone in a school's roster, keyed by (school, the SMS's own id). Never deleted by leaving."""

    class Role(models.TextChoices):
        STUDENT = "Student", _("Student")
        TEACHING_STAFF = "TeachingStaff", _("Teaching staff")
        NON_TEACHING_STAFF = "NonTeachingStaff", _("Non-teaching staff")
        PARENT_CAREGIVER = "ParentCaregiver", _("Parent or caregiver")
        ALUMNI = "Alumni", _("Alumni")

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
    #: Added by hand, with an id of PaCT's. Uploads leave them alone until one names them: then they are the upload's.
    by_hand = models.BooleanField(default=False)

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
    """A class, a home group or another group. One of the SMS's is keyed by its name there; an own one was made by hand.

    An own group may have the name of one of the SMS's: they stay two groups.
    """

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="groups")
    name = models.TextField()
    #: Of the SMS's: somebody's home group, the student's home class. Of an own one: the school says so.
    is_home = models.BooleanField(default=False)
    #: Made by hand. Uploads do not know it.
    own = models.BooleanField(default=False)
    #: Of the SMS's: the last upload has somebody in it. Of an own one: it has not been ended.
    listed = models.BooleanField(default=True)
    #: One of the SMS's that PaCT leaves out: not judged, in no list, nobody sees it by being in it. Uploads keep to it.
    hidden = models.BooleanField(default=False)
    #: In use: what everybody asks for. Written by the database alone.
    active = models.GeneratedField(
        expression=models.Q(listed=True, hidden=False), output_field=models.BooleanField(), db_persist=True
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"], condition=models.Q(own=False), name="one_sms_group_per_name"
            ),
            models.UniqueConstraint(
                fields=["school", "name"], condition=models.Q(own=True, listed=True), name="one_own_group_per_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody is in a group now: because the SMS says so, by hand, or both. What was is in RosterChange.

    A place by hand waits while its person or its group is away.
    """

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    #: The SMS says so. Only uploads write it, and people where nobody keeps the school's people.
    listed = models.BooleanField(default=True)
    #: The SMS says that it is the person's home group (and perhaps one of the others as well).
    home = models.BooleanField(default=False)
    by_hand = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], name="once_in_a_group"),
            models.CheckConstraint(
                condition=models.Q(listed=True) | models.Q(by_hand=True, home=False), name="in_a_group_for_a_reason"
            ),
        ]

    @property
    def at_home(self) -> bool:
        """Their home group: as the SMS says, or as a student who was put into a home group by hand."""
        return self.home or (self.by_hand and self.group.is_home and self.person.role == Person.Role.STUDENT)


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

    It came with an exchange, or by hand with a line of the audit. Written once, by roster.apply and roster.by_hand; the
    database refuses updates and deletes.
    """

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    exchange_id = models.UUIDField(null=True)
    line = models.ForeignKey("audit.Line", models.PROTECT, null=True, related_name="+")
    #: person, group or membership.
    what = models.CharField(max_length=10)
    #: joins, changes, leaves, returns, rekeyed; appears, changes, goes, returns, hidden, shown; starts, changes, ends.
    action = models.CharField(max_length=10)
    #: Not foreign keys: the history outlives what it tells of.
    person_id = models.BigIntegerField(null=True)
    group_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    #: True: this is the undoing of that exchange.
    undo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(exchange_id__isnull=False, line=None)
                | models.Q(exchange_id=None, line__isnull=False),
                name="by_an_exchange_or_by_hand",
            )
        ]
        indexes = [
            models.Index(fields=["exchange_id"]),
            models.Index(
                fields=["school", "person_id"],
                condition=models.Q(person_id__isnull=False),
                name="changes_of_person",
            ),
        ]
