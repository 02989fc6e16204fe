"""What is a person's to do at their school now: the cards of its home page.

Higher rooms add theirs when they are ready:

    class SmsConfig(AppConfig):
        def ready(self):
            home.cards.append(sms_cards)      # called with a Home, answers a list of cards

What needs an administrator or a leader is no card but a notice (openpact.hub.notices), which becomes a card by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass

from openpact.hub.roster.models import Group

from .pages import SchoolRequest


@dataclass(frozen=True)
class Home:
    """Whose home page it is, with what the view has asked for and cards need as well: one's own groups."""

    request: SchoolRequest
    groups: list[Group]


@dataclass(frozen=True)
class Card:
    """One thing to know or do. Tones as in partials/status.html; a lower `order` stands earlier."""

    title: str
    text: str
    url: str = ""
    action: str = ""
    icon: str = "info"
    #: wait: something is asked of this person; quiet: for information.
    tone: str = "quiet"
    order: int = 50


cards: list[Callable[[Home], list[Card]]] = []


def cards_for(home: Home) -> list[Card]:
    """Every card for this person at this school, what is asked of them first."""
    found = [card for provide in cards for card in provide(home)]
    return sorted(found, key=lambda card: (card.tone != "wait", card.order, card.title))
