"""A plan becomes rows, and an applied exchange is undone: in a fixed number of statements (see sql/)."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.db import connection

from openpact.hub.platform import sqlfile

from .core import Action, Plan

HERE = Path(__file__).parent
APPLY = sqlfile.load(HERE / "sql/apply.sql")
REVERT = sqlfile.load(HERE / "sql/revert.sql")

#: In this order: people and groups must be there before memberships can point at them.
PEOPLE = ("link_students", "key_new_people", "change_people", "add_people", "record_people")
GROUPS = ("key_new_groups", "record_groups", "change_groups", "add_groups")
MEMBERSHIPS = (
    "find_groups",
    "find_new_people",
    "leave_by_hand",
    "end_memberships",
    "change_memberships",
    "start_memberships",
    "record_memberships",
)
UNDO = (
    "leave_by_hand",
    "undo_starts",
    "part_from_kept",
    "take_away_people",
    "undo_group_changes",
    "undo_people_changes",
    "relink_students",
    "unlink_students",
    "undo_ends",
    "undo_membership_changes",
    "take_away_groups",
    "part_from_kept_groups",
    "record",
)


def apply_plan(school_id: int, plan: Plan, *, exchange_id=None, line_id: int | None = None) -> None:
    """Inside the school's transaction, with the roster locked. It came with an exchange, or by hand with an audit line."""
    values = {"school": school_id, "exchange": exchange_id, "line": line_id}
    with connection.cursor() as cursor:
        cursor.execute(APPLY["stage"])
        if plan.people:
            _copy(cursor, APPLY["copy_people"], _people(plan))
        if plan.groups:
            _copy(cursor, APPLY["copy_groups"], ((g.action, g.group_id, g.name, g.is_home) for g in plan.groups))
        if plan.memberships:
            _copy(
                cursor,
                APPLY["copy_memberships"],
                ((m.action, m.person_id, m.sms_id, m.group, m.before, m.after) for m in plan.memberships),
            )
        cursor.execute(APPLY["analyse"])
        for name in PEOPLE + GROUPS + MEMBERSHIPS:
            cursor.execute(APPLY[name], values)


def undo(school_id: int, exchange_id, keep: Iterable[int]) -> None:
    """Inside the school's transaction, with the roster locked."""
    values = {"school": school_id, "exchange": exchange_id, "keep": list(keep)}
    with connection.cursor() as cursor:
        for name in UNDO:
            cursor.execute(REVERT[name], values)


def _people(plan: Plan):
    for change in plan.people:
        before = None if change.action is Action.JOINS else _json(change.before)
        *values, nsns, email, organisation = change.values
        # Nearly everybody has none: the empty array as text is quicker than a list.
        yield (change.action, change.person_id, change.sms_id, *values, list(nsns) if nsns else "{}", email, organisation,
               before, _json(change.after))  # fmt: skip


def _copy(cursor, statement: str, rows: Iterable[tuple]) -> None:
    with cursor.cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a change")


#: One encoder for all: json.dumps with options would make a new one for each person.
_json = json.JSONEncoder(default=_iso, ensure_ascii=False).encode
