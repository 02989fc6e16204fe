"""What about the link needs a person: link it, finish linking it, decide what waits, look why it does not come, mend rows."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openpact.hub.notices.sources import Cause
from openpact.hub.platform.told import reason, told
from openpact.hub.schools.models import School
from openpact.link.providers import Provider
from openpact.link.words import IN_FORCE, ExchangeState

from .connection import LinkState, get_connection, link_state, provider_of
from .models import Connection, Exchange
from .timing import uploads_due


def causes(school: School) -> list[Cause]:
    connection = get_connection(school)
    provider, settings = provider_of(connection), reverse("sms-settings", args=[school.number])
    found = _of_uploads(school)
    if provider is None:
        # Until then the set-up asks for it.
        if school.set_up_at is None:
            return found
        found.append(
            Cause(
                "no-sms",
                _("Link your SMS"),
                _(
                    "Your people and classes come by themselves, and teachers who accept their invitation find their"
                    " classes ready."
                ),
                settings,
                _("Change SMS Settings"),
                icon="link",
                order=20,
            )
        )
    else:
        found += [*_unlinked(connection, provider, settings), *_missed(school, connection, provider, settings)]
    return found


def _of_uploads(school: School) -> list[Cause]:
    """What waits, and what the roster stands on."""
    uploads = Exchange.objects.filter(school=school, direction=Exchange.Direction.UPLOAD)
    in_force = uploads.filter(state__in=IN_FORCE).values("id")[:1]
    either = uploads.filter(Q(state=ExchangeState.HELD) | Q(id__in=in_force))
    found = list(either.only("id", "state", "reasons", "counts", "to_mend"))
    held = [exchange for exchange in found if exchange.state == ExchangeState.HELD]
    last = next((exchange for exchange in found if exchange.state != ExchangeState.HELD), None)
    return [*_held(school, held), *(_refused_rows(school, last) if last else [])]


def _held(school: School, waiting: list[Exchange]) -> list[Cause]:
    return [
        Cause(
            "held-upload",
            _("An upload waits for you"),
            _("%(why)s Nothing changes until you decide about it.") % {"why": reason(held.reasons[0])["message"]},
            reverse("exchange", args=[school.number, held.id]),
            _("Look at it"),
            key=str(held.id),
            icon="exchange",
            order=10,
        )
        for held in waiting
    ]


def _refused_rows(school: School, last: Exchange) -> list[Cause]:
    number = last.counts.get("refused", 0)
    if not number:
        return []
    text = ngettext(
        "%(number)s row of the last upload has an error. That person keeps what they had; mend the row in your SMS.",
        "%(number)s rows of the last upload have an error. Those people keep what they had; mend the rows in your SMS.",
        number,
    )
    url = reverse("exchange", args=[school.number, last.id])
    return [
        Cause("refused-rows", _("Rows to mend in your SMS"), text % {"number": number}, url, _("See the rows"),
              about=frozenset(last.to_mend), icon="file", order=30)
    ]  # fmt: skip


def _unlinked(connection: Connection, provider: Provider, settings: str) -> list[Cause]:
    state, sms = link_state(connection), {"sms": provider.name}
    if state == LinkState.BARE:
        kind, text = "no-secret", _("%(sms)s has no secret yet: get it, and paste it there.") % sms
    elif state == LinkState.WAITING:
        kind = "unused-secret"
        text = _("The secret was made, but %(sms)s has not used it yet: paste it there and save.") % sms
    else:
        return []
    title = _("Finish linking %(sms)s") % sms
    button = _("Change SMS Settings")
    return [Cause(kind, title, text, settings, button, key=provider.key, icon="key", order=20)]


def _missed(school: School, connection: Connection, provider: Provider, settings: str) -> list[Cause]:
    uploads = uploads_due(school, connection)
    if not uploads.to_be_told:
        return []
    return [
        Cause(
            "missed-windows",
            _("%(sms)s has not come") % {"sms": provider.name},
            _(
                "%(missed)s Nothing was lost, but PaCT may not know your latest changes. Look whether %(sms)s is running"
                " and still linked."
            )
            % {"missed": told(uploads.missed), "sms": provider.name},
            settings,
            _("See when it is due"),
            key=provider.key,
            icon="exchange",
            order=15,
        )
    ]
