"""People, classes and who is in which. A person who leaves keeps their memberships, to find them again on
return."""

from typing import Self

from django.db import models
from django.urls import reverse

from openpact.ide import Role

from .school import School


class PersonQuerySet(models.QuerySet["Person"]):
    def current(self) -> Self:
        return self.filter(left_on=None)

    def matching(self, words: str) -> Self:
        """Those whose name, id or e-mail holds each of the words."""
        found = self
        for word in words.split():
            found = found.filter(
                models.Q(first_name__icontains=word)
                | models.Q(last_name__icontains=word)
                | models.Q(preferred_name__icontains=word)
                | models.Q(email__icontains=word)
                | models.Q(sms_id=word)
            )
        return found


class Person(models.Model):
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="people")
    sms_id = models.CharField("ID", max_length=255)
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role])
    first_name = models.CharField("First name", max_length=255)
    last_name = models.CharField("Last name", max_length=255)
    preferred_name = models.CharField("Preferred name", max_length=255, blank=True)
    nsn = models.CharField("NSN", max_length=10, blank=True)
    username = models.CharField("User name", max_length=255, blank=True)
    first_attending = models.DateField("First day", null=True, blank=True)
    last_attendance = models.DateField("Last day", null=True, blank=True)
    dob = models.DateField("Date of birth", null=True, blank=True)
    gender = models.CharField("Gender", max_length=1, blank=True, choices=[("F", "F"), ("M", "M")])
    associated_nsns = models.JSONField(default=list, blank=True)
    email = models.EmailField("E-mail", max_length=255, blank=True)
    left_on = models.DateField(null=True, blank=True)
    groups = models.ManyToManyField("Group", through="Membership", related_name="people")

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["last_name", "first_name", "sms_id"]
        constraints = [models.UniqueConstraint("school", "sms_id", name="one_person_per_id")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.school.provider, self.school.number, self.kind, self.pk])

    @property
    def name(self) -> str:
        return f"{self.preferred_name or self.first_name} {self.last_name}"

    @property
    def has_left(self) -> bool:
        return self.left_on is not None

    @property
    def kind(self) -> str:
        """The list that shows this person: see `kinds`."""
        from ..kinds import kind_of

        return kind_of(self.role).key


class Group(models.Model):
    """A class: a home class, or any other group."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField("Name", max_length=255)
    #: Where the school selects which groups go to PaCT: this one does. Home classes always go.
    selected = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint("school", "name", name="one_group_per_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("class", args=[self.school.provider, self.school.number, self.pk])


class Membership(models.Model):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    home = models.BooleanField(default=False)

    class Meta:
        ordering = ["-home", "group__name"]
        constraints = [models.UniqueConstraint("person", "group", name="one_membership_each")]
