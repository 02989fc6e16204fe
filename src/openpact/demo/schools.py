"""The seeded school: made up, the same each time."""

from dataclasses import dataclass

from openpact.ide import Person
from openpact.ide.sample import people

PASSWORD = "kowhai kereru kakariki"  # noqa: S105 (printed for everybody to see)


@dataclass(frozen=True)
class DemoSchool:
    """A school of the demo and the SMS it uses. `years` are its first and last year level."""

    number: int
    name: str
    kind: str
    provider: str
    years: tuple[int, int]
    students: int
    seed: int
    administrator: str
    administrator_name: str

    def people(self) -> list[Person]:
        return people(self.seed, self.students, self.kind)


KAMAR_SCHOOL = DemoSchool(
    number=7001,
    name="Kōwhai Valley College",
    kind="year-7-15",
    provider="kamar",
    years=(7, 15),
    students=180,
    seed=7,
    administrator="office@kowhai.school.example",
    administrator_name="Mere Office",
)
SCHOOLS = (KAMAR_SCHOOL,)
