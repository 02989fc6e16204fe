"""One invented person at a time, always the same ones for the same seed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import TypeVar

from ..model import Person, Role
from .names import ORIGINS, SCHOOLS, SHORT

T = TypeVar("T")

SCHOOL_YEAR = 2026
USERNAMES_FROM = 7  # the year level from which students have usernames and addresses

_ORIGIN_OF = [number for number, origin in enumerate(ORIGINS) for _ in range(origin.share)]


@dataclass(frozen=True, slots=True)
class Kin:
    """What twins have in common."""

    origin: int
    last_name: str
    dob: date
    first_attending: date


class Inventor:
    """Invents the people of one school. `taken` are NSNs that must not be given out again."""

    def __init__(self, seed: str, taken: frozenset[str] = frozenset()) -> None:
        self._rng = Random(seed)
        self._usernames: dict[str, int] = {}
        self._taken = taken
        self._nsn = int(self._rng.random() * 10**10)
        self._nsn_step = 10 * int(10**6 + self._rng.random() * 10**8) + 7  # prime to ten: no NSN comes twice
        self.domain = f"{plain(self.pick(SCHOOLS))}.school.example"

    def chance(self, probability: float) -> bool:
        """True as often as `probability`, from 0 to 1, says."""
        return self._rng.random() < probability

    def pick(self, choices: Sequence[T]) -> T:
        """One of `choices`, each as likely."""
        return choices[int(self._rng.random() * len(choices))]

    def sample(self, choices: Sequence[T], size: int) -> list[T]:
        """`size` different ones of `choices`, in no order."""
        return self._rng.sample(choices, size)

    def nsn(self) -> str:
        """An NSN nobody of this school has; one in ten begins with a zero."""
        while True:
            self._nsn = (self._nsn + self._nsn_step) % 10**10
            nsn = f"{self._nsn:010d}"
            if nsn not in self._taken:
                return nsn

    def kin(self, year: int, first_year: int) -> Kin:
        """A student's family, birthday and first day at a school whose first year level is `first_year`."""
        origin = self.pick(_ORIGIN_OF)
        dob = date(SCHOOL_YEAR - year - 5, 5, 1) + timedelta(days=int(self._rng.random() * 276))
        entered = first_year if self.chance(0.8) else first_year + int(self._rng.random() * (year - first_year + 1))
        if entered == 1:  # new entrants start about their fifth birthday
            first_day = date(dob.year + 5, dob.month, min(dob.day, 28)) + timedelta(days=3)
        else:
            first_day = date(SCHOOL_YEAR - year + entered, 2, 2)
        return Kin(origin, self.pick(ORIGINS[origin].surnames), dob, min(first_day, date(SCHOOL_YEAR, 2, 9)))

    def student(self, sms_id: str, year: int, kin: Kin, groups: tuple[str, ...], home: str, unlike: str = "") -> Person:
        """A student of `year`; `unlike` is a given name that is taken (a twin's)."""
        girl = self.chance(0.49)
        first = unlike
        while first == unlike:
            first = self._given(kin.origin, girl)
        username = self._username(first[0], kin.last_name) if year >= USERNAMES_FROM else ""
        return Person(
            sms_id,
            Role.STUDENT,
            first,
            kin.last_name,
            SHORT.get(first, "") if self.chance(0.5) else "",
            self.nsn(),
            username,
            kin.first_attending,
            None,
            kin.dob,
            "" if self.chance(0.01) else "F" if girl else "M",
            (),
            f"{username}@{self.domain}" if username else "",
            self.domain,
            groups,
            (home,),
        )

    def staff(self, sms_id: str, role: Role) -> Person:
        """A member of the staff, without groups yet."""
        origin = self.pick(_ORIGIN_OF)
        woman = self.chance(0.72)
        first, last = self._given(origin, woman), self.pick(ORIGINS[origin].surnames)
        username = self._username(f"{plain(first)}.", last)
        return Person(
            sms_id=sms_id,
            role=role,
            first_name=first,
            last_name=last,
            username=username,
            gender="F" if woman else "M",
            email=f"{username}@{self.domain}",
            organisation=self.domain,
        )

    def last_name(self, unlike: str) -> str:
        """A family name other than `unlike`."""
        while True:
            name = self.pick(ORIGINS[self.pick(_ORIGIN_OF)].surnames)
            if name != unlike:
                return name

    def _given(self, origin: int, girl: bool) -> str:
        if self.chance(0.15):  # names cross from one language to another
            origin = self.pick(_ORIGIN_OF)
        return self.pick(ORIGINS[origin].girls if girl else ORIGINS[origin].boys)

    def _username(self, start: str, last_name: str) -> str:
        name = plain(start, keep=".") + plain(last_name)
        count = self._usernames[name] = self._usernames.get(name, 0) + 1
        return name if count == 1 else f"{name}{count}"


@cache
def plain(text: str, keep: str = "") -> str:
    """`text` in small letters a to z only (and what is in `keep`): Tūwhare is tuwhare."""
    folded = unicodedata.normalize("NFD", text).casefold()
    return "".join(char for char in folded if "a" <= char <= "z" or char in keep)
