"""Choosing the reporting cycle one judges in or looks at: the school's cycles, and out of cycle, which is always there."""

from dataclasses import dataclass

from django.http import QueryDict

from openpact.hub.platform import clock
from openpact.hub.schools.models import Cycle, School
from openpact.hub.schools.services import out_of_cycle

from . import queries

#: In an address: out of cycle, this year.
OUT = "out"


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """`cycle` is None only where the school has none and nobody asked to judge out of cycle."""

    cycle: Cycle | None
    options: tuple[Option, ...]


def chosen_due_cycle(school: School, asked: QueryDict) -> Choice:
    """As chosen_cycle, without judgements out of cycle."""
    cycles = [cycle for cycle in queries.cycles(school) if cycle.is_due]
    chosen = next((cycle for cycle in cycles if str(cycle.id) == asked.get("cycle")), None)
    options = tuple(Option(str(cycle.id), cycle.name) for cycle in cycles)
    return Choice(chosen or queries.current_cycle(school, cycles), options)


def chosen_cycle(school: School, asked: QueryDict) -> Choice:
    """By `?cycle=`: a cycle's key, or OUT. Without it the one that is open, else the last that was."""
    wanted, year = asked.get("cycle", ""), clock.today(school.time_zone).year
    cycles = [out_of_cycle(school)] if wanted == OUT else []
    cycles += [cycle for cycle in queries.cycles(school) if cycle not in cycles]
    chosen = cycles[0] if wanted == OUT else next((cycle for cycle in cycles if str(cycle.id) == wanted), None)
    options = [Option(str(cycle.id), cycle.name) for cycle in sorted(cycles, key=lambda cycle: not cycle.is_due)]
    if not any(cycle.year == year and not cycle.is_due for cycle in cycles):
        options.append(Option(OUT, Cycle.name_of(Cycle.Kind.AD_HOC, year)))
    return Choice(chosen or queries.current_cycle(school, cycles), tuple(options))
