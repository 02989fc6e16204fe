"""When the next automatic exchange is due at a school, for its pages and for the API: the schedule, given what is stored.

Every function is called inside the school's transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Max, Q

from openpact.hub.platform import clock
from openpact.hub.schools.models import School
from openpact.link import schedule, told
from openpact.link.providers import Provider, Rhythm
from openpact.link.words import ExchangeState, Trigger, Waiting
from openpact.said import Said, gettext, sentences

from .connection import provider_of
from .models import Connection, Exchange, Pause

#: The school is told after so many windows in a row without their exchange.
TELL_AFTER = 2
#: Refused, and not by a person. Such an upload by hand leaves the schedule alone: it did not do what it was sent for. An
#: automatic one has had its turn: the same file, sent again and again all evening, would mend nothing.
UNUSABLE = Q(state=ExchangeState.REFUSED, decided_at=None)


@dataclass(frozen=True, slots=True)
class Moves:
    """One direction. `since` is None where nothing moves by itself; `note` then says why. `when` and `why` are words, in
    English for the SMS; pages tell them in the reader's language.

    `found_nothing_at`: when the SMS came for judgements after `last`, and there was nothing for it."""

    last: Exchange | None
    since: datetime | None = None
    last_automatic: datetime | None = None
    last_manual: datetime | None = None
    due: schedule.Due | None = None
    when: str = ""
    why: str = ""
    missed: str = ""
    rule: str = ""
    note: str = ""
    found_nothing_at: datetime | None = None

    @property
    def to_be_told(self) -> bool:
        """So many windows passed without their exchange that somebody should look."""
        return self.due is not None and len(self.due.missed) >= TELL_AFTER


@dataclass(frozen=True, slots=True)
class Timing:
    uploads: Moves
    downloads: Moves
    #: Those that are running or to come.
    pauses: list[Pause]
    paused: Pause | None


def timing(school: School, connection: Connection) -> Timing:
    """Both directions. Four queries at most."""
    now, today = clock.now(), clock.today(school.time_zone)
    every = list(Pause.objects.filter(school=school).select_related("made_by"))
    pauses = [pause for pause in every if pause.last >= today]
    paused = next((pause for pause in pauses if pause.first <= today), None)
    breaks, provider = _breaks(every), provider_of(connection)
    last = Exchange.objects.filter(school=school, direction=Exchange.Direction.UPLOAD).defer(
        "issues", "spreadsheet", "to_mend"
    )
    uploads = _uploads(school, connection, provider, last.first(), now, breaks)
    downloads = _downloads(school, connection, provider, uploads, now, breaks)
    downloads = replace(downloads, found_nothing_at=_found_nothing_at(connection, downloads.last))
    return Timing(uploads, downloads, pauses, paused)


def uploads_due(school: School, connection: Connection) -> Moves:
    """When uploads are due, and which did not come; `last` is not asked for. Two queries."""
    breaks = _breaks(Pause.objects.filter(school=school))
    return _uploads(school, connection, provider_of(connection), None, clock.now(), breaks)


def _breaks(pauses: Iterable[Pause]) -> list[schedule.Pause]:
    """Those that are over too: they still say why something that fell due in one comes later."""
    return [schedule.Pause(pause.first, pause.last) for pause in pauses]


def is_paused(school: School) -> bool:
    """Whether automation rests today."""
    today = clock.today(school.time_zone)
    return Pause.objects.filter(school=school, first__lte=today, last__gte=today).exists()


def waiting(school: School, connection: Connection, trigger: Trigger) -> Waiting:
    """Why the SMS gets no judgements just now."""
    if not connection.automatic_export:
        return Waiting.SWITCHED_OFF
    if trigger is Trigger.AUTOMATIC and is_paused(school):
        return Waiting.PAUSED
    latest = (
        Exchange.objects.filter(
            school=school,
            direction=Exchange.Direction.UPLOAD,
            source=Exchange.Source.SMS,
            state__in=[ExchangeState.APPLIED, ExchangeState.UNCHANGED],
        )
        .values_list("provider", flat=True)
        .first()
    )
    return Waiting.FIRST_UPLOAD if latest not in (None, connection.provider) else Waiting.NOTHING


def _uploads(
    school: School,
    connection: Connection,
    provider: Provider | None,
    last: Exchange | None,
    now: datetime,
    breaks: list[schedule.Pause],
) -> Moves:
    found = Exchange.objects.filter(school=school, direction=Exchange.Direction.UPLOAD)
    if provider is None or connection.linked_at is None:
        note = (
            gettext("Uploads begin once your SMS is linked.")
            if provider
            else gettext("Without an SMS, IDE files are uploaded by hand.")
        )
        return Moves(last, note=note)
    mine = found.filter(source=Exchange.Source.SMS, provider=provider.key, received_at__gte=connection.linked_at)
    times = mine.order_by().aggregate(
        automatic=Max("received_at", filter=Q(trigger=Trigger.AUTOMATIC)),
        manual=Max("received_at", filter=Q(trigger=Trigger.MANUAL) & ~UNUSABLE),
    )
    return _moves(
        school, provider, provider.upload, last, connection.linked_at, times["automatic"], times["manual"], now, breaks
    )


def _downloads(
    school: School,
    connection: Connection,
    provider: Provider | None,
    uploads: Moves,
    now: datetime,
    breaks: list[schedule.Pause],
) -> Moves:
    last = Exchange.objects.filter(school=school, direction=Exchange.Direction.DOWNLOAD).first()
    if provider is None:
        return Moves(last, note=gettext("Without an SMS, judgements are downloaded by hand."))
    if not connection.automatic_export:
        return Moves(last, note=_kept_back(provider))
    if connection.linked_at is None:
        return Moves(last, note=gettext("Downloads begin once your SMS is linked."))
    if provider.download is None:
        return Moves(
            last,
            uploads.since,
            connection.collected_at,
            connection.collected_by_hand_at,
            uploads.due,
            uploads.when,
            sentences(gettext("Judgements go down straight after each automatic upload."), uploads.why),
            rule=gettext("straight after each automatic upload, {rule}", rule=uploads.rule),
        )
    return _moves(
        school, provider, provider.download, last, connection.linked_at, connection.collected_at,
        connection.collected_by_hand_at, now, breaks,
    )  # fmt: skip


def _kept_back(provider: Provider) -> Said:
    """In the words of what the school chose."""
    if provider.overwrites:
        return gettext("Student data only: {sms} never gets judgements. So your settings say.", sms=provider.name)
    return gettext("Judgements leave only when you download them by hand: so your settings say.")


def _found_nothing_at(connection: Connection, last: Exchange | None) -> datetime | None:
    """An answer without judgements is no exchange of its own; one that goes on is `last`."""
    came = max(filter(None, (connection.collected_at, connection.collected_by_hand_at)), default=None)
    if came is None or (last and (last.finished_at is None or came <= last.finished_at)):
        return None
    return came


def _moves(
    school: School,
    provider: Provider,
    rhythm: Rhythm,
    last: Exchange | None,
    since: datetime,
    automatic: datetime | None,
    manual: datetime | None,
    now: datetime,
    breaks: list[schedule.Pause],
) -> Moves:
    place = schedule.Place(school.number, school.time_zone)
    happened = ((automatic, Trigger.AUTOMATIC), (manual, Trigger.MANUAL))
    history = [schedule.Past(at, trigger) for at, trigger in happened if at is not None]
    due = schedule.next_due(rhythm, place, history, now, since=since, pauses=breaks)
    return Moves(
        last,
        since,
        automatic,
        manual,
        due,
        when=told.when(due, place.wall, now),
        why=told.why(provider, rhythm, place, due, now),
        missed=told.missed(due, now.astimezone(place.wall).date()),
        rule=told.rule(rhythm, place),
    )
