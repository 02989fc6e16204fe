"""The SMS's own end-of-year OTJs (Overall Teacher Judgements), where it keeps some that PaCT's take the place of."""

from django.db import models

from .people import Person
from .school import School


class Otj(models.Model):
    """The end-of-year OTJ of a student in a learning area and a year: made here, or by PaCT over what was made here."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="otjs")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="otjs")
    learning_area = models.CharField("Learning area", max_length=60)
    year = models.PositiveIntegerField("Year")
    level = models.CharField("Level", max_length=40)
    level_name = models.CharField(max_length=120)
    made_by = models.CharField(max_length=255)
    made_on = models.DateField()
    from_pact = models.BooleanField(default=False)
    #: What was made here before PaCT's took its place: {level, level_name, made_by, made_on}; null: nothing.
    before = models.JSONField(null=True)

    class Meta:
        ordering = ["-year", "learning_area"]
        constraints = [models.UniqueConstraint("person", "learning_area", "year", name="one_otj_each")]

    def __str__(self) -> str:
        return f"{self.learning_area} {self.year}: {self.level_name}"
