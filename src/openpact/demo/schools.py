"""The seeded schools: made up, the same each time. Four are in a stand-in SMS each; one has nothing set up."""

from collections.abc import Callable
from dataclasses import dataclass

from openpact.ide import Person
from openpact.ide.sample import people

from . import cast

PASSWORD = "kowhai kereru kakariki"  # noqa: S105 (printed for everybody to see)

Dress = Callable[[list[Person]], list[Person]]


@dataclass(frozen=True)
class DemoSchool:
    """A school of the demo and the SMS it uses. `years` are its first and last year level; `shows` is what it is there
    for; `dress` adds the people that show it."""

    number: int
    name: str
    kind: str
    provider: str
    years: tuple[int, int]
    students: int
    seed: int
    administrator: str
    administrator_name: str
    shows: str
    zone: str = "Pacific/Auckland"
    dress: Dress = list
    #: Already linked when a person opens the demo.
    linked: bool = True

    @property
    def leader(self) -> str:
        return self.administrator.replace("office@", "principal@")

    @property
    def reader(self) -> str:
        return self.administrator.replace("office@", "board@")

    def people(self) -> list[Person]:
        return self.dress(people(self.seed, self.students, self.kind))


ASSEMBLY_SCHOOL = DemoSchool(
    number=7002,
    name="Pōhutukawa Point School",
    kind="contributing",
    provider="assembly",
    years=(1, 6),
    students=150,
    seed=2,
    administrator="office@pohutukawa.school.example",
    administrator_name="Sina Office",
    shows="a contributing school with groups across classes, caregivers and former students",
    dress=cast.with_choirs_and_caregivers,
)
ETAP_SCHOOL = DemoSchool(
    number=7003,
    name="Tōtara Intermediate",
    kind="intermediate",
    provider="etap",
    years=(7, 8),
    students=120,
    seed=3,
    administrator="office@totara.school.example",
    administrator_name="Raj Office",
    shows="an intermediate with end-of-year OTJs of its own in the SMS",
)
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
    shows="twins, namesakes, two-word names, a teacher who is a parent, somebody who left and came back",
    dress=cast.with_everybody,
)
MUSAC_EDGE_SCHOOL = DemoSchool(
    number=7004,
    name="Wharekauri Area School",
    kind="full-primary",
    provider="musac-edge",
    years=(1, 8),
    students=19,
    seed=4,
    administrator="office@wharekauri.school.example",
    administrator_name="Tam Office",
    shows="a small rural school with one composite class, on the Chatham Islands",
    zone="Pacific/Chatham",
)
NEW_SCHOOL = DemoSchool(
    number=7005,
    name="Rātā Street School",
    kind="full-primary",
    provider="kamar",
    years=(1, 8),
    students=60,
    seed=5,
    administrator="office@rata.school.example",
    administrator_name="Ana Office",
    shows="for the set-up; its people wait in the same KAMAR as Kōwhai Valley College's",
    linked=False,
)
SCHOOLS = (ASSEMBLY_SCHOOL, ETAP_SCHOOL, KAMAR_SCHOOL, MUSAC_EDGE_SCHOOL, NEW_SCHOOL)
#: The school that can move: its people are in this SMS too, under other ids.
MOVES_TO = {MUSAC_EDGE_SCHOOL.number: "kamar"}
