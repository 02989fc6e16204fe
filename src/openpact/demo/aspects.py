"""A teacher at a class's aspects, by page and form; and what the walks see of them on both sides."""

import random
import re
from collections.abc import Callable, Iterable, Mapping

from openpact.scale import load

from .browser import Browser, Button, Form
from .looking import Eyes

Seen = tuple[str, bool]
#: In which learning area: the walks and the weeks judge reading without aspects.
AREA = "mathematics"
BECAUSE = "His second task shows more"
#: An aspect, a set, and what a made-up student did.
EXEMPLARS = (
    (
        "additive-thinking",
        3,
        "Eight and five on the number line",
        "Asked for 8 + 5, she jumps from 8 to 10 and then 3 more, and says: “Two make the ten.” She did the next three"
        " (7 + 6, 9 + 4, 15 - 7) the same way without being asked how.",
    ),
    (
        "additive-thinking",
        6,
        "The school fair's takings",
        "He adds 4,385 and 2,790 on paper, having said first that it must be “a bit over seven thousand”, and finds his own"
        " slip when he reads 71,175.",
    ),
)


def open_class(teacher: Browser) -> Form:
    """The aspects of the first class the teacher has. The form is the page's."""
    teacher.follow("Judge")
    overall = next(href for _, href in teacher.page.links if re.search(r"/judge/\d+/", href))
    teacher.open(overall)
    return _form(teacher.follow("Aspects", AREA.capitalize()).forms)


def _form(forms: Iterable[Form]) -> Form:
    return next(form for form in forms if any(name.startswith("was-") for name in form.fields))


def students_of(form: Form) -> list[int]:
    return list(dict.fromkeys(int(name.split("-")[1]) for name in form.choices if name.startswith("set-")))


def place(teacher: Browser, form: Form, sets: Mapping[int, Callable[[str], int]], confirm: str = "") -> None:
    """Place each of these students; `sets` says of an aspect's key at which set. `confirm`: a student, or all, as recommended."""
    chosen = {}
    for name in form.choices:
        kind, student, aspect = [*name.split("-", 2), "", ""][:3]
        if kind == "set" and int(student) in sets:
            chosen[name] = str(sets[int(student)](aspect))
    button = Button("Confirm", "confirm", confirm) if confirm else Button("Save")
    teacher.send(form, button, chosen)


def as_usual(years: Mapping[int, int], chance: random.Random) -> dict[int, Callable[[str], int]]:
    """Where students of these year levels may be: each about their year's usual sets, some a little before or after."""
    framework = load().current(AREA).framework

    def near(year: int, ahead: int) -> Callable[[str], int]:
        def at(aspect: str) -> int:
            sets = framework.aspect(aspect).sets
            usual = next((s.number for s in sets if year in s.years), len(sets))
            return min(max(usual + ahead + chance.choice((-1, 0, 0, 1)), 1), len(sets))

        return at

    return {student: near(year, chance.choice((-1, 0, 0, 0, 1))) for student, year in years.items()}


class WithAspects:
    """Steps of a walk: judged by aspects, confirmed, unlocked, corrected, and what the SMS has of it."""

    teacher: Browser
    sms: Browser
    eyes: Eyes
    address: Callable[[str], str]
    judged = 0

    def with_aspects(self, name: str) -> list[tuple[str, Callable[[], Seen]]]:
        return [
            ("The teacher places a student on every aspect and confirms what they recommend", self.by_aspects),
            ("Unlocked with a reason and corrected, it is a new version, and the old one stays", self.corrected),
            (f"The correction is in {name} with its score, as the newest version; the older one can be read", self.arrived),
        ]  # fmt: skip

    def by_aspects(self) -> Seen:
        form = open_class(self.teacher)
        self.judged = student = students_of(form)[0]
        place(self.teacher, form, {student: lambda _: 4}, confirm=str(student))
        return self._last_version(1, "")

    def corrected(self) -> Seen:
        unlock = next(form for form in self.teacher.page.forms if f"/unlock/{self.judged}/" in form.action)
        page = self.teacher.send(unlock, Button("Unlock"), {"because": BECAUSE})
        place(self.teacher, _form(page.forms), {self.judged: lambda _: 5}, confirm=str(self.judged))
        return self._last_version(2, BECAUSE)

    def _last_version(self, number: int, because: str) -> Seen:
        row = self.eyes.row(
            "SELECT v.version, v.level, v.recommended, v.score_low, v.score, v.score_high, v.reason, v.calibration"
            " FROM judgements_judgementversion v JOIN judgements_judgement j ON j.id = v.judgement_id"
            " WHERE j.school_id = {school} AND j.person_id = %s AND j.area = %s ORDER BY v.version DESC",
            self.judged,
            AREA,
        )
        version, level, recommended, low, score, high, reason, calibration = row
        words = f"version {version} in PaCT: score {score} ({low} to {high}), recommended {recommended}, confirmed {level}; {reason or 'no reason'}"
        right = (version, reason) == (number, because) and level == recommended and low <= score <= high and calibration
        return words, bool(right)

    def arrived(self) -> Seen:
        page = self.sms.open(self.address("/pact/configuration/"))
        button = next(words for words in ("Collect results now", "Download from PaCT now") if words in page.text)
        self.sms.press(button)
        kept = "v.judgement_id::text, v.version, v.level, v.score_low, v.score, v.score_high, v.recommended"
        wanted = self.eyes.hub.execute(
            f"SELECT {kept} FROM judgements_judgementversion v JOIN judgements_judgement j ON j.id = v.judgement_id"
            " WHERE j.person_id = %s AND j.area = %s ORDER BY v.version",
            (self.judged, AREA),
        ).fetchall()
        got = self.eyes.sms.execute(
            f"SELECT {kept.replace('::text', '')} FROM sms_result v WHERE v.judgement_id = %s ORDER BY v.version",
            (wanted[0][0],),
        ).fetchall()
        person = self.eyes.sms.execute(
            "SELECT person_id FROM sms_result WHERE judgement_id = %s", (wanted[0][0],)
        ).fetchone()[0]
        newest, _, earlier = self.sms.open(self.address(f"/students/{person}/")).text.partition("Earlier versions (1)")
        shown = all(
            f"Score {score} ({low} to {high})" in text
            for text, (_, _, _, low, score, high, _) in ((newest, wanted[1]), (earlier, wanted[0]))
        )
        return (
            f"versions and scores in the SMS: {[(v, s) for _, v, _, _, s, _, _ in got]}; shown: {shown}",
            got == wanted and shown,
        )
