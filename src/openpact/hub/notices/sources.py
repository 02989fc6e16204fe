"""Where notices come from: each room says what holds now; what is new, gone or put aside is worked out from that.

Rooms add theirs when they are ready:

    class SmsConfig(AppConfig):
        def ready(self):
            sources.append(causes)      # causes(school) -> list[Cause], inside the school's transaction, in few queries
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise

from openpact.hub.accounts.models import Role
from openpact.hub.schools.models import School

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that needs a person, as long as it holds.

    `kind` and `key` say which: the same two are the same notice, whatever its words (numbers in them may change). `key`
    tells causes of one kind apart (an exchange's id, a cycle's) and names nobody. `action` is the button that deals with it.

    Where one notice stands for several things, `about` has a short key for each (an id, or a hash; never an NSN or a name):
    marked as done, it asks again once it is about one more.
    """

    kind: str
    title: Words
    text: Words
    url: str
    action: Words
    key: str = ""
    about: frozenset[str] = frozenset()
    icon: str = "info"
    roles: frozenset[Role] = field(default=frozenset({Role.ADMINISTRATOR}))
    #: A lower one stands earlier.
    order: int = 50


sources: list[Callable[[School], list[Cause]]] = []


def causes_at(school: School) -> list[Cause]:
    """Everything that holds at a school now. Inside its transaction."""
    return sorted((cause for source in sources for cause in source(school)), key=lambda c: (c.order, c.kind, c.key))
