"""What people judge, at random, and what has to come of it: sheets and versions as a model that knows only what was chosen."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from openpact.hub.judgements.feed import FeedEntry
from openpact.hub.judgements.placing import Became, Placement, lock_again, place, unlock
from openpact.hub.judgements.services import Entry, confirm
from openpact.hub.judgements.sheets import of_people
from openpact.hub.platform import clock
from openpact.hub.roster.models import Person
from openpact.hub.roster.years import year_levels
from openpact.hub.schools.models import Cycle
from openpact.scale import Score, load

LEVELS = ("1", "2", "3")
places = st.integers(0, 30)
areas = st.sampled_from(["reading", "writing"])
levels = st.sampled_from(LEVELS)
kinds = st.sampled_from([Cycle.Kind.INTERIM, Cycle.Kind.FINAL])


@dataclass(frozen=True)
class Overall:
    """A level for whoever stands at `place`, or "" to withdraw it, whatever the aspects say."""

    place: int
    level: str
    area: str
    kind: str


@dataclass(frozen=True)
class OnAspects:
    """`sets` has a digit for each aspect in order: its set, 0 for not yet enough evidence, 9 for one that is left alone. What is
    confirmed already is unlocked first, or refuses them. Then it is confirmed as recommended or otherwise, taken back to what
    was confirmed, withdrawn, or left."""

    place: int
    level: str
    area: str
    kind: str
    sets: str
    unlocks: bool
    then: str


#: All of them alike, or each as it comes. Whatever is drawn is drawn at once: of much to draw Hypothesis makes short histories.
_sets = st.integers(1, 8).map(lambda number: f"{number}" * 8) | st.integers(0, 10**8 - 1).map("{:08}".format)
CHOICES = st.builds(Overall, places, st.just("") | levels, areas, kinds) | st.builds(
    OnAspects,
    places,
    levels,
    areas,
    kinds,
    _sets,
    st.sampled_from([True, True, False]),
    st.sampled_from(["as recommended", "as recommended", "otherwise", "taken back", "withdrawn", "left"]),
)


@dataclass
class Sheet:
    """One student in one learning area and cycle: what was chosen, and what counts."""

    sets: dict[str, int] = field(default_factory=dict)
    version: int = 0
    level: str = ""
    #: The sets when that was decided, and why it was unlocked since.
    rests_on: dict[str, int] = field(default_factory=dict)
    unlocked: str | None = None

    @property
    def locked(self) -> bool:
        return bool(self.level) and self.unlocked is None


class Judging:
    """`decided` is what the feed has to say, in order: (student, learning area, kind of cycle), and the row."""

    def __init__(self, school, user, cycles: dict[str, Cycle], seen: Counter) -> None:
        self.school, self.user, self.cycles, self.seen = school, user, cycles, seen
        self.sheets: dict[tuple[int, str, str], Sheet] = {}
        self.decided: list[tuple[tuple[int, str, str], dict[str, Any]]] = []

    def do(self, choice: Overall | OnAspects) -> None:
        students = list(Person.objects.filter(role="Student", active=True).order_by("id"))
        if not students:
            return
        student = students[choice.place % len(students)]
        if isinstance(choice, Overall):
            self.overall(student, choice.level, choice.area, choice.kind)
        else:
            self._on_aspects(student, choice)

    def overall(self, student: Person, level: str, area: str, kind: str, reason: str = "Looked again") -> None:
        """Confirmed, and noted if anything was decided by it."""
        sheet, cycle = self._sheet(student, area, kind), self.cycles[kind]
        confirm(self.school, self.user, [Entry(student.id, level, sheet.version, reason)], area=area, cycle=cycle)
        if level == sheet.level and (not level or sheet.unlocked is None):
            return
        says = self._says(student, area, sheet)
        differs = bool(level and says["recommended"] and level != says["recommended"])
        self.seen["differs"] += differs
        self.seen["as recommended"] += bool(level) and level == says["recommended"]
        self.seen["corrected"] += sheet.unlocked is not None
        self.seen["withdrawn"] += not level
        self.seen["scored"] += says["score"] is not None
        self.seen["not yet"] += None in (says["aspects"] or {}).values()
        self.seen["standards"] += says["standard"] is not None
        because = reason or sheet.unlocked or ""
        sheet.version, sheet.level = sheet.version + 1, level
        sheet.unlocked, sheet.rests_on = None, dict(sheet.sets)
        row = {
            "version": sheet.version, "level": level, "level_name": f"Curriculum level {level}" if level else "",
            "withdrawn": not level, "reason": because if differs or sheet.version > 1 else "", "learning_area": area,
            "cycle": cycle.name, "cycle_kind": kind, "year": cycle.year, "judge": self.user.name,
            "judged_on": clock.now().astimezone(ZoneInfo("Pacific/Auckland")).date(), "confirmed_at": clock.now(),
        }  # fmt: skip
        self.decided.append(((student.id, area, kind), row | says))

    def _on_aspects(self, student: Person, choice: OnAspects) -> None:
        sheet, where = self._sheet(student, choice.area, choice.kind), self._where(choice)
        if sheet.locked and choice.unlocks:
            unlock(self.school, self.user, student.id, **where, because="A slip.")
            sheet.unlocked = "A slip."
        self._place(student, choice, sheet)
        if sheet.locked:
            return
        match choice.then:
            case "taken back" if sheet.unlocked:
                self.seen["taken back"] += 1
                lock_again(self.school, self.user, student.id, **where)
                sheet.sets, sheet.unlocked = dict(sheet.rests_on), None
            case "withdrawn":
                self.overall(student, "", choice.area, choice.kind)
            case "as recommended" | "otherwise":
                level = recommended = self._says(student, choice.area, sheet)["recommended"] or choice.level
                if choice.then == "otherwise":
                    level = next(other for other in (choice.level, *LEVELS) if other != recommended)
                # Only who differs, or changes what was decided, has to say why; unlocking has said it.
                silent = level == recommended and (not sheet.version or sheet.unlocked)
                self.overall(student, level, choice.area, choice.kind, "" if silent else "Her project shows more")

    def _place(self, student: Person, choice: OnAspects, sheet: Sheet) -> None:
        """As the page does: each from the version that stands."""
        where = self._where(choice)
        standing = of_people(where["cycle"], choice.area, [student.id])[student.id].aspects
        aspects = zip(load().current(choice.area).framework.aspects, choice.sets, strict=False)
        wanted = {aspect.key: min(int(digit), len(aspect.sets)) for aspect, digit in aspects if digit != "9"}
        placements = [
            Placement(student.id, key, number, standing[key].version if key in standing else 0)
            for key, number in wanted.items()
        ]
        answers, _works = place(self.school, self.user, placements, **where)
        if sheet.locked:
            assert {answer.became for answer in answers} <= {Became.REFUSED}
            self.seen["refused"] += bool(answers)
            return
        news = {key for key, number in wanted.items() if sheet.sets.get(key) != number}
        assert {answer.placement.aspect for answer in answers if answer.became is Became.SAVED} == news
        assert {answer.became for answer in answers} <= {Became.SAVED, Became.SAME}
        sheet.sets |= wanted

    def _says(self, student: Person, area: str, sheet: Sheet) -> dict[str, Any]:
        """What the aspects say of this student now, as a row of the feed has it."""
        scale = load().current(area)
        score = scale.score({key: number for key, number in sheet.sets.items() if number})
        says: dict[str, Any] = dict.fromkeys(
            ("score", "score_low", "score_high", "recommended", "standard", "framework", "framework_version", "calibration",
             "calibration_version", "aspects")
        )  # fmt: skip
        if sheet.sets:
            says["framework"], says["framework_version"] = scale.framework.key, scale.framework.version
            says["aspects"] = {key: number or None for key, number in sheet.sets.items()}
        if isinstance(score, Score):
            year = year_levels([student.id]).get(student.id)
            standard = scale.standard(score, year) if year else None
            says |= {
                "score": score.points, "score_low": score.low, "score_high": score.high, "recommended": score.level,
                "standard": standard and str(standard),
                "calibration": scale.calibration.key, "calibration_version": scale.calibration.version,
            }  # fmt: skip
        return says

    def is_what_the_feed_says(self, rows: list[FeedEntry]) -> None:
        """In order and without a gap, each judgement under an id of its own, with what it rested on when it was decided."""
        assert [_without_whom(row) for row in rows] == [says for _where, says in self.decided]
        assert [row.cursor for row in rows] == list(range(1, len(rows) + 1))
        nsns = dict(Person.objects.values_list("id", "nsn"))
        assert [row.nsn for row in rows] == [nsns[person] for (person, *_), _says in self.decided]
        ids = {(where, row.id) for (where, _says), row in zip(self.decided, rows, strict=True)}
        assert len(ids) == len({where for where, _id in ids}) == len({id for _where, id in ids})

    def _sheet(self, student: Person, area: str, kind: str) -> Sheet:
        return self.sheets.setdefault((student.id, area, kind), Sheet())

    def _where(self, choice: OnAspects) -> dict[str, Any]:
        return {"area": choice.area, "cycle": self.cycles[choice.kind]}


def in_the_sms(row: FeedEntry) -> dict[str, Any]:
    """A row of the feed as the SMS keeps it, and says it: no text is an empty one."""
    texts = ("recommended", "standard", "framework", "calibration")
    says = _without_whom(row) | {name: getattr(row, name) or "" for name in texts}
    return json.loads(json.dumps(says, default=str))


def _without_whom(row: FeedEntry) -> dict[str, Any]:
    """Without where it stands, and whom the roster says it is about."""
    return {name: value for name, value in asdict(row).items() if name not in ("id", "cursor", "person_id", "nsn")}
