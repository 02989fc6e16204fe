"""The roster: a school's people, groups and places in groups, from its uploads and by hand; every change is kept.

Rooms above add to it without its knowing them, in their app's ready():

    from openpact.hub import roster

    roster.person_parts.append(part)    # (request, person) -> html: a block of the person's page, "" for none
    roster.keepers.append(keeper)       # (school) -> str: who keeps its people, "KAMAR"; "" if nobody does

A part is called inside the school's transaction, for administrators and leaders, and makes a few queries at most. It answers
what `render_to_string` gives (a <section class="card">), or a text, which is escaped. Parts stand in the order in which they
were added. Where somebody keeps the people, those from uploads are changed there; where nobody does, by hand too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest

    from openpact.hub.schools.models import School

    from .models import Person

person_parts: list[Callable[[HttpRequest, Person], str]] = []
keepers: list[Callable[[School], str]] = []


def keeper_of(school: School) -> str:
    """The name of whoever keeps the school's people; empty: people here do, with lists and by hand."""
    return next(filter(None, (keeper(school) for keeper in keepers)), "")
