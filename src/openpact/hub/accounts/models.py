"""Who signs in, what they may do at which school, and how they were invited."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from openpact.hub.platform import clock


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **extra):
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. Belongs to no school; an Access says where they may do what.

    `is_staff` makes an operator, who sees the console under /operator/ and by that no school.
    """

    class Theme(models.TextChoices):
        AUTO = "auto", _("As my device is set")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=clock.now, editable=False)
    theme = models.CharField(max_length=5, choices=Theme.choices, default=Theme.AUTO)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_address")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What somebody may do at a school.

    administrator  sets up and manages everything, and may do all that others may
    leader         sees everybody, decides reporting cycles, confirms judgements for others
    teacher        judges the students of their own groups
    reader         sees judgements and reports, and changes nothing
    """

    ADMINISTRATOR = "administrator", _("PaCT administrator")
    LEADER = "leader", _("PaCT leader")
    TEACHER = "teacher", _("Teacher")
    READER = "reader", _("Reader")

    @property
    def noun(self) -> str:
        """Within a sentence: a teacher, but a PaCT administrator."""
        label = str(self.label)
        return label if label.startswith("PaCT") else label[:1].lower() + label[1:]

    @property
    def nouns(self) -> str:
        """Whoever has it, within a sentence."""
        match self:
            case Role.ADMINISTRATOR:
                return _("PaCT administrators")
            case Role.LEADER:
                return _("PaCT leaders")
            case Role.TEACHER:
                return _("teachers")
            case Role.READER:
                return _("readers")

    @property
    def explained(self) -> str:
        """For whoever chooses it for somebody."""
        match self:
            case Role.ADMINISTRATOR:
                return _(
                    "Sets up and manages everything: settings, users, uploads. May also do all that the others may."
                )
            case Role.LEADER:
                return _("Sees every class, decides reporting cycles, and confirms judgements for others.")
            case Role.TEACHER:
                return _("Sees and judges the students of their own classes and groups.")
            case Role.READER:
                return _("Sees the judgements and reports of every class, and changes nothing.")

    @property
    def sees_all(self) -> bool:
        """Every student and group of the school, not only their own."""
        return self is not Role.TEACHER

    @property
    def judges(self) -> bool:
        return self is not Role.READER

    @property
    def judges_for_others(self) -> bool:
        """Any student, and outside the days of a cycle too."""
        return self in (Role.ADMINISTRATOR, Role.LEADER)

    @property
    def decides_cycles(self) -> bool:
        return self in (Role.ADMINISTRATOR, Role.LEADER)


class Access(models.Model):
    """A user's role at a school.

    Linked to the person the SMS knows when they accepted an SMS-initiated invitation. A linked person's access lives
    and dies with that person's place in the roster: nothing is stored when they leave, so nothing has to be mended when
    they return. An administrator's access is ended only by a person.

    What a person removed stays here as removed, so that the SMS's next upload does not invite them again, and so that it
    can be given back as it was. Whether access holds is services.HOLDS.
    """

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="accesses")
    user = models.ForeignKey(User, models.CASCADE, related_name="accesses")
    role = models.CharField(max_length=20, choices=Role.choices)
    person = models.ForeignKey("roster.Person", models.SET_NULL, null=True, related_name="accesses")
    created_at = models.DateTimeField()
    #: When a page of the school was last opened, to a quarter of an hour.
    last_seen_at = models.DateTimeField(null=True)
    #: Removed by a person; null while it is not.
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "user"], name="one_access_per_school_and_user"),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(person__isnull=False), name="one_access_per_sms_person"
            ),
        ]

    @property
    def may(self) -> Role:
        """The role, to ask what it may: access.may.sees_all."""
        return Role(self.role)


class Invitation(models.Model):
    """A link by e-mail that connects somebody with PaCT and with the person in the school's SMS.

    pending -> accepted, or withdrawn (by a person, by leaving, by a revert). Expiry is a date, not a state. The token is
    made when the mail is sent and stored only as a hash.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Pending")
        ACCEPTED = "accepted", _("Accepted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="invitations")
    #: The person in the SMS, for an SMS-initiated invitation; null for one made by hand.
    person = models.ForeignKey("roster.Person", models.CASCADE, null=True, related_name="invitations")
    #: The exchange that caused it, if one did (sms.Exchange; accounts does not know that room).
    exchange_id = models.UUIDField(null=True)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=Role.choices)
    #: Who made it by hand; null when the SMS did.
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    #: The exchange that withdrew it, so that reverting that exchange brings it back.
    withdrawn_by_exchange_id = models.UUIDField(null=True)
    token_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (null until sent)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    #: The last attempt to mail it failed then; it is tried again by itself.
    mail_failed_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    #: A six-digit code mailed to the invited address when an account with another address wants to accept; hashed, and
    #: good for that account only.
    code_for = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    codes_asked = models.PositiveSmallIntegerField(default=0)
    code_asked_at = models.DateTimeField(null=True)
    code_hash = models.CharField(max_length=200, blank=True)
    code_sent_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state="pending", person__isnull=False),
                name="one_pending_invitation_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"


class InvitationEvent(models.Model):
    """What happened to an invitation, when, and by whom or by which exchange. Written once: the database refuses updates
    and deletes."""

    class What(models.TextChoices):
        INVITED = "invited", _("Invited")
        SENT = "sent", _("Mail sent")
        RESENT = "resent", _("To be sent again")
        ROLE = "role", _("Another role")
        REPLACED = "replaced", _("Replaced by a new one")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        RETURNED = "returned", _("Valid again")
        CODE_SENT = "code-sent", _("Code sent")
        ACCEPTED = "accepted", _("Accepted")

    school = models.ForeignKey("schools.School", models.CASCADE, related_name="+")
    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="events")
    what = models.CharField(max_length=10, choices=What.choices)
    at = models.DateTimeField()
    #: Null: PaCT did it by itself, because of the exchange if one is named.
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    exchange_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["id"]


class EmailChange(models.Model):
    """Somebody's wish for another address. Asked -> confirmed from each side, in any order -> made with the second -> perhaps
    undone from the old one, which stays theirs until `undo_until`. Withdrawn ones are deleted; whoever reads the old one's
    mail may refuse instead, and that is kept as undone. Tokens are stored hashed, made when mail is sent."""

    class Side(models.TextChoices):
        """By which of the two addresses something goes."""

        NEW = "new"
        OLD = "old"

    user = models.ForeignKey(User, models.CASCADE, related_name="email_changes")
    old_email = models.EmailField(max_length=254)
    new_email = models.EmailField(max_length=254)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    new_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (null until sent)
    old_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (null until sent)
    new_confirmed_at = models.DateTimeField(null=True)
    old_confirmed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    undo_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (null until sent)
    undo_until = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def email_of(self, side: Side) -> str:
        return self.new_email if side == self.Side.NEW else self.old_email

    @property
    def wanting(self) -> list[Side]:
        """The sides that have not confirmed."""
        confirmed = {self.Side.NEW: self.new_confirmed_at, self.Side.OLD: self.old_confirmed_at}
        return [side for side, at in confirmed.items() if at is None]

    @property
    def sides(self) -> list[tuple[Side, str, bool]]:
        """For pages: each side, its address, and whether it has confirmed."""
        return [(side, self.email_of(side), side not in self.wanting) for side in self.Side]
