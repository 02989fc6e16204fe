"""What a register file changes, as it is kept with the file: so that its page can still show it when it is long applied."""

from datetime import date
from typing import Any

from . import core

DATES = frozenset({"dob", "start_date", "leave_date"})


def plan_as_json(plan: core.Plan) -> dict[str, Any]:
    return {
        "changes": [[change.action, _entry(change.entry), _entry(change.before)] for change in plan.changes],
        "kept": [_entry(entry) for entry in plan.kept],
        "waiting": [_entry(entry) for entry in plan.waiting],
    }


def plan_of(kept: dict[str, Any], unchanged: int = 0) -> core.Plan:
    """The plan again; of a file that could not be read, an empty one."""
    changes = [
        core.Change(core.Action(action), _read(entry), _read(before) if before else None)
        for action, entry, before in kept.get("changes", ())
    ]
    return core.Plan(changes, unchanged, [*map(_read, kept.get("kept", ()))], [*map(_read, kept.get("waiting", ()))])


def _entry(entry: core.Entry | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    values = {name: getattr(entry, name) for name in ("nsn", *core.FIELDS)}
    return {name: str(value) if name in DATES and value else value for name, value in values.items()}


def _read(values: dict[str, Any]) -> core.Entry:
    return core.Entry(**{n: date.fromisoformat(v) if n in DATES and v else v for n, v in values.items()})
