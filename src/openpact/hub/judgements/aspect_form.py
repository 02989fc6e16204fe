"""The class's aspects as a form, and as what its script sends: `set-<student>-<aspect>`, `was-…` and `seen-…`.

Only what differs from `was` is a choice, so that whoever leaves an aspect alone overwrites nobody.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from .placing import Answer, Became, Placement
from .screen import NOTHING
from .sheets import NOT_YET, Work


def placements(data: Mapping[str, str]) -> list[Placement]:
    """What somebody chose."""
    found = []
    for name, was in data.items():
        kind, _dash, rest = name.partition("-")
        student, _dash, aspect = rest.partition("-")
        chosen = data.get(f"set-{rest}", was)
        if kind == "was" and chosen != was and _number(student):
            seen = _number(data.get(f"seen-{rest}", ""))
            found.append(Placement(_number(student), aspect, _chosen(chosen), seen))
    return found


def values(chosen: Iterable[Placement]) -> dict[tuple[int, str], str]:
    """The radio buttons that are to be checked for these."""
    return {(each.person_id, each.aspect): NOTHING if each.set is None else str(each.set) for each in chosen}


def sent(data: Any, most: int) -> list[Placement]:
    """What a script sent. Raises ValueError."""
    rows = data["placements"] if isinstance(data, dict) and "placements" in data else None
    if not isinstance(rows, list) or not 1 <= len(rows) <= most:
        raise ValueError(f"Send from 1 to {most} placements.")
    return [Placement(_whole(row, "student"), str(row.get("aspect")), _set(row), _whole(row, "seen")) for row in rows]


def message(answer: Answer, work: Work | None) -> str:
    """What a person is told of a placement that was not saved; "" of one that was."""
    if answer.became is Became.REFUSED and answer.problem:
        return answer.problem.message
    if answer.became is not Became.CONFLICT or answer.standing is None or work is None:
        return ""
    words = {"who": answer.standing.by, "aspect": work.scale.framework.aspect(answer.placement.aspect).name}
    if answer.standing.set is None:
        return _("%(aspect)s: %(who)s took the placement back meanwhile. Choose again to place it.") % words
    if answer.standing.set == NOT_YET:
        return _("%(aspect)s: %(who)s chose “not yet enough evidence” meanwhile. Choose again to replace it.") % words
    words["set"] = answer.standing.set
    return _("%(aspect)s: %(who)s chose set %(set)s meanwhile. Choose again to replace it.") % words


def _set(row: Mapping[str, Any]) -> int | None:
    return None if row.get("set") is None else _whole(row, "set")


def _whole(row: Mapping[str, Any], key: str) -> int:
    value = row.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**18:
        raise ValueError(f"{key} is no whole number.")
    return value


def _chosen(text: str) -> int | None:
    """A set's number, NOT_YET, or None; -1, which no aspect has, for what no page of ours sends."""
    if text == NOTHING:
        return None
    return _number(text) if text == str(NOT_YET) else _number(text) or -1


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else 0
