"""For which schools a PaCT lets an SMS act: with a school's secret for that one, with vendor credentials for those that
have selected the SMS."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from .calls import Calls, refuses, said, short
from .report import Report

#: So many of the other schools in the list are asked for their connection.
FEW = 3
NUMBERS = range(9999, 0, -1)
#: What an SMS asks for a school; each changes nothing.
LOOKS = ("connection", "exchanges", "judgements")
#: Makes the school unselect the SMS, and select it again; called with `unselect` and `select`. Raises NotDone.
Select = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Vendor:
    """A run with vendor credentials: `school` is the one to act for, `unselected` one on the same PaCT that has not
    selected the SMS. Without `unselected` or `select` less is seen."""

    school: int
    unselected: int | None = None
    select: Select | None = None


def of_a_school(calls: Calls, report: Report) -> None:
    own = said(calls.get("/api/v1/connection"))["school_number"]
    refused = calls.get("/api/v1/connection", school=str(own % 9999 + 1))
    report.check("hub-other-school", refuses(refused, 403, "other-school"), short(refused))
    listed = calls.get("/api/v1/schools")
    report.check("hub-list-is-for-vendors", refuses(listed, 403, "vendors-only"), short(listed))


def of_a_vendor(calls: Calls, report: Report, vendor: Vendor) -> None:
    listed = _listed(calls)
    _list(calls, report, vendor, listed)
    nameless = [calls.get(f"/api/v1/{look}", school=named) for look in LOOKS for named in ("", "seven")]
    report.check("hub-vendor-which-school", all(refuses(a, 400, "which-school") for a in nameless), _each(nameless))
    _not_selected(calls, report, vendor, listed)
    _unselecting(calls, report, vendor)


def _list(calls: Calls, report: Report, vendor: Vendor, listed: list[int]) -> None:
    others = [number for number in listed if number != vendor.school][:FEW]
    answers = [calls.get("/api/v1/connection", school=str(number)) for number in (vendor.school, *others)]
    served = [
        a.is_success and a.json()["school_number"] == n for a, n in zip(answers, [vendor.school, *others], strict=True)
    ]
    right = vendor.school in listed and vendor.unselected not in listed and len(set(listed)) == len(listed)
    words = f"listed: {len(listed)}; the run's school {'is' if vendor.school in listed else 'is not'} among them"
    if vendor.unselected is not None:
        words += f", the unselected one {'is' if vendor.unselected in listed else 'is not'}"
    report.check(
        "hub-vendor-lists-its-schools",
        right and all(served),
        f"{words}; {sum(served)} of {len(served)} can be acted for",
    )


def _not_selected(calls: Calls, report: Report, vendor: Vendor, listed: list[int]) -> None:
    unlisted = next(n for n in NUMBERS if n not in (*listed, vendor.school, vendor.unselected))
    answers = {look: [calls.get(f"/api/v1/{look}", school=str(unlisted))] for look in LOOKS}
    if vendor.unselected is not None:
        for look, given in answers.items():
            given.append(calls.get(f"/api/v1/{look}", school=str(vendor.unselected)))
    every = [answer for given in answers.values() for answer in given]
    alike = all(_words(given[0]) == _words(given[-1]) for given in answers.values())
    right = all(refuses(answer, 403, "not-linked") for answer in every) and alike
    which = (
        "a number that is not listed"
        if vendor.unselected is None
        else "a number that is not listed, and the unselected school"
    )
    report.check(
        "hub-vendor-school-not-selected", right, f"{_each(every)} for {which}{'' if alike else ', and they differ'}"
    )


def _unselecting(calls: Calls, report: Report, vendor: Vendor) -> None:
    rule = "hub-vendor-unselecting-ends-it"
    if vendor.select is None:
        report.not_seen(rule, "Nobody unselects the SMS during the run: see --select-command.")
        return
    vendor.select("unselect")
    try:
        still = vendor.school in _listed(calls)
        refused = [calls.get(f"/api/v1/{look}") for look in LOOKS]
        # No file at all: a PaCT that takes it has nothing to apply.
        refused.append(calls.post("/api/v1/ide-files", content=b"x", headers={"Content-Type": "text/csv"}))
    finally:
        vendor.select("select")
    again = calls.get("/api/v1/connection")
    right = not still and all(refuses(answer, 403, "not-linked") for answer in refused) and again.is_success
    report.check(
        rule, right, f"{_each(refused)}, {'still' if still else 'not'} listed; {short(again)} once it is selected again"
    )


def _listed(calls: Calls) -> list[int]:
    items: list[dict[str, Any]] = said(calls.get("/api/v1/schools", school=""))["items"]
    return [item["school_number"] for item in items]


def _words(answer: httpx.Response) -> tuple[str, ...]:
    """What an answer tells, but for the number that was asked about."""
    return tuple(re.sub(r"\d+", "", str(answer.json().get(part, ""))) for part in ("title", "detail"))


def _each(answers: list[httpx.Response]) -> str:
    """Each kind of answer once."""
    return ", ".join(dict.fromkeys(map(short, answers)))
