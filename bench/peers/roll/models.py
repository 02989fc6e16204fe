from django.db import models

SAME = ("mlepRole", "mlepFirstName", "mlepLastName", "mlepPreferredName", "mlepStudentNSN", "mlepUsername")
SAME += ("mlepGender", "mlepEmail", "mlepOrganisation", "mlepAssociatedNSN")
DATES = ("mlepFirstAttending", "mlepLastAttendance", "mlepDOB")


class Group(models.Model):
    name = models.TextField(unique=True)


class Person(models.Model):
    mlepSmsPersonId = models.TextField(unique=True)
    groups = models.ManyToManyField(Group, related_name="people")
    homes = models.ManyToManyField(Group, related_name="home_of")


for _name in SAME:
    Person.add_to_class(_name, models.TextField(blank=True))
for _name in DATES:
    Person.add_to_class(_name, models.DateField(null=True))
