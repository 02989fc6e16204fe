"""What an administrator's home page says about the link: link it, finish linking it, or decide what waits."""

from django.urls import reverse

from openpact.hub.accounts.home import Card
from openpact.hub.accounts.models import Role
from openpact.link.words import ExchangeState

from .connection import LinkState, get_connection, link_state, provider_of
from .models import Exchange
from .timing import timing


def sms_cards(request) -> list[Card]:
    if request.access.role != Role.ADMINISTRATOR:
        return []
    number = request.school.number
    connection = get_connection(request.school)
    held = Exchange.objects.filter(school=request.school, state=ExchangeState.HELD).first()
    found = []
    if held is not None:
        found.append(
            Card(
                title="An upload waits for you",
                text=f"{held.reasons[0]['message']} Nothing changes until you approve or discard it.",
                url=reverse("exchange", args=[number, held.id]),
                action="Look at it",
                icon="exchange",
                tone="wait",
                order=10,
            )
        )
    state, provider = link_state(connection), provider_of(connection)
    uploads = timing(request.school, connection).uploads
    if provider is not None and uploads.to_be_told:
        found.append(
            Card(
                title=f"{provider.name} has not come",
                text=f"{uploads.missed} Nothing was lost, but PaCT may not know your latest changes. Look whether"
                f" {provider.name} is running and still linked.",
                url=reverse("sms-settings", args=[number]),
                action="See when it is due",
                icon="exchange",
                tone="wait",
                order=15,
            )
        )
    settings = reverse("sms-settings", args=[number])
    if state == LinkState.OFF:
        found.append(
            Card(
                title="Link your SMS",
                text="Your people and classes come by themselves, and teachers who accept their invitation find their"
                " classes ready.",
                url=settings,
                action="Change SMS Settings",
                icon="link",
                tone="wait",
                order=20,
            )
        )
    elif state in {LinkState.BARE, LinkState.WAITING} and provider is not None:
        text = (
            f"{provider.name} has no secret yet: get it, and paste it there."
            if state == LinkState.BARE
            else f"The secret was made, but {provider.name} has not used it yet: paste it there and save."
        )
        found.append(
            Card(
                title=f"Finish linking {provider.name}",
                text=text,
                url=settings,
                action="Change SMS Settings",
                icon="key",
                tone="wait",
                order=20,
            )
        )
    return found
