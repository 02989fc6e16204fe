"""What PaCT's end-of-year judgements do to those made here: they take their place, and what was there before is kept."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from .models import Otj, Person, Result

LEVELS = {str(level): f"Curriculum level {level}" for level in range(1, 6)}
#: What PaCT calls the learning areas.
AREAS = ("reading", "writing", "mathematics")


def overwrite(people: Iterable[int], kinds: Iterable[str]) -> None:
    """Bring the OTJs of these people in step with PaCT's results of these kinds. Inside the transaction that saved the
    results. Harmless to repeat: it looks at what is there, not at what has just come."""
    found = Result.objects.newest().filter(person__in=set(people), cycle_kind__in=kinds)
    standing: dict[tuple[int, str, int], Result | None] = {}
    # The latest decision counts; a withdrawn one counts only where no other stands.
    for result in found.order_by("confirmed_at", "pk"):
        key = (result.person_id, result.learning_area, result.year)
        if not result.withdrawn or standing.get(key) is None:
            standing[key] = None if result.withdrawn else result
    kept = {
        (o.person_id, o.learning_area, o.year): o for o in Otj.objects.filter(person__in={p for p, _, _ in standing})
    }
    for key, result in standing.items():
        otj = kept.get(key)
        if result is not None:
            _take_its_place(otj, key, result)
        elif otj is not None and otj.from_pact:
            _give_back(otj)


def make_here(person: Person, area: str, year: int, level: str, by: str, on: date) -> Otj:
    """A teacher enters one in the SMS. Where PaCT's stands, this is what would stand without it."""
    otj, _ = Otj.objects.get_or_create(
        person=person, learning_area=area, year=year,
        defaults={"school": person.school, "level": level, "level_name": LEVELS[level], "made_by": by, "made_on": on},
    )  # fmt: skip
    made = {"level": level, "level_name": LEVELS[level], "made_by": by, "made_on": on}
    if otj.from_pact:
        otj.before = _plain(made)
    else:
        _set(otj, made)
    otj.save()
    return otj


def _take_its_place(otj: Otj | None, key: tuple[int, str, int], result: Result) -> None:
    person, area, year = key
    if otj is None:
        otj = Otj(school=result.school, person_id=person, learning_area=area, year=year)
    elif not otj.from_pact:
        otj.before = _plain({name: getattr(otj, name) for name in ("level", "level_name", "made_by", "made_on")})
    made_on = result.judged_on or result.received_at.date()
    _set(otj, {"level": result.level, "level_name": result.level_name, "made_by": result.judge, "made_on": made_on})
    otj.from_pact = True
    otj.save()


def _give_back(otj: Otj) -> None:
    if otj.before is None:
        otj.delete()
        return
    _set(otj, {**otj.before, "made_on": date.fromisoformat(otj.before["made_on"])})
    otj.from_pact, otj.before = False, None
    otj.save()


def _set(otj: Otj, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(otj, name, value)


def _plain(values: dict[str, Any]) -> dict[str, str]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
