"""The agent: what an SMS runs so that nobody has to think of PaCT again.

`run_once` does what is due at a moment and says what happened; whoever runs it calls it again and again.

What is due is worked out here, from the provider's rule and from what PaCT said last of the school (its pauses, and what
it has had from this SMS). PaCT is asked again before each automatic exchange, and once in a while in between, so that a
pause or another setting made there holds here. Before PaCT has once answered that this is the school's own link, nothing
is sent or collected, whoever asks for it: a secret may stand beside the wrong school's name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from openpact.link.providers import Rhythm
from openpact.link.schedule import Due, Past, Place, next_due
from openpact.link.words import ExchangeState, Trigger

from .client import Client
from .errors import ConnectError, NothingToSend, NotOurs, NotSaved, ProblemError, Unreachable, must_be_ours
from .state import AgentState, Store, Told
from .transfer import Sink, collect, send
from .values import Exchange, Moves

Source = Callable[[], bytes]

#: How long the agent leaves PaCT alone after something went wrong: twice as long each time, up to an end.
FIRST_HOLD_OFF, LONGEST_HOLD_OFF = timedelta(seconds=10), timedelta(minutes=5)
#: How old what PaCT said may get.
ASK_AGAIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Timetable:
    """When things move by themselves at one school. With `download` None, judgements are collected straight after each
    upload that nobody made by hand. `collect_every` replaces the download rhythm when given."""

    upload: Rhythm
    download: Rhythm | None
    school: Place
    collect_every: timedelta | None = None

    def next_upload(self, state: AgentState, now: datetime) -> Due | None:
        """None while PaCT has not said since when, or says that nothing moves by itself."""
        own = _past(state.uploads)
        return self._next(self.upload, state.told.uploads if state.told else None, own, state, now)

    def next_collect(self, state: AgentState, now: datetime) -> Due | None:
        """None where collecting has no time of its own, too."""
        if self.download is None or self.collect_every is not None:
            return None
        own = _past(state.collections)
        return self._next(self.download, state.told.downloads if state.told else None, own, state, now)

    def collect_is_due(self, state: AgentState, now: datetime) -> bool:
        last = state.last_collect_at
        if self.collect_every is not None:
            return last is None or last + self.collect_every <= now
        if self.download is None:
            unasked = [at for trigger, at in state.uploads.items() if trigger != Trigger.MANUAL]
            return bool(unasked) and (last is None or last < max(unasked))
        due = self.next_collect(state, now)
        return due is not None and due.at <= now

    def _next(
        self, rhythm: Rhythm, moves: Moves | None, own: tuple[Past, ...], state: AgentState, now: datetime
    ) -> Due | None:
        if moves is None or moves.since is None or state.told is None:
            return None
        return next_due(rhythm, self.school, (*moves.history, *own), now, since=moves.since, pauses=state.told.pauses)


def _past(happened: Mapping[str, datetime]) -> tuple[Past, ...]:
    return tuple(Past(at, Trigger(trigger)) for trigger, at in happened.items())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run did. `followed` is an earlier upload whose outcome was looked up; errors are not raised
    but here. `heard`: PaCT has said how things stand; `ask_error` is what kept the agent from hearing it."""

    uploaded: Exchange | None = None
    followed: Exchange | None = None
    collected: int | None = None
    heard: bool = False
    upload_error: ConnectError | None = None
    collect_error: ConnectError | None = None
    ask_error: ConnectError | None = None

    @property
    def errors(self) -> tuple[ConnectError, ...]:
        return tuple(e for e in (self.upload_error, self.collect_error, self.ask_error) if e is not None)


class Agent:
    """Uploads what `source` answers and hands judgements to `sink`, each when it is due or asked for.

    `source()` answers the bytes of the IDE file (an OSError or NothingToSend: not to be had now).
    `sink(rows)` returns once the rows are durable, and takes a row that it has met before (at-least-once
    delivery); an OSError means they are not saved, and they come again. With `judgements` False the SMS takes
    student data only: it never collects. With `provider`, the SMS's key, a link that was made for another SMS is not used;
    one of another school than the timetable's never is."""

    def __init__(
        self,
        client: Client,
        source: Source,
        sink: Sink,
        store: Store,
        timetable: Timetable,
        *,
        page: int = 500,
        judgements: bool = True,
        provider: str = "",
    ) -> None:
        self.client, self.store, self.timetable, self.judgements = client, store, timetable, judgements
        self._provider = provider
        self._source, self._sink, self._page = source, sink, page
        self._quiet_until: datetime | None = None
        self._troubles = 0

    def ask_upload(self, trigger: Trigger = Trigger.MANUAL) -> None:
        """Have the next run upload, whatever the timetable says. Kept over a crash."""
        self._update(asked_upload=trigger.value)
        self._for_a_person(trigger)

    def ask_collect(self, trigger: Trigger = Trigger.MANUAL) -> None:
        """Have the next run collect judgements. Kept over a crash."""
        self._update(asked_collect=trigger.value)
        self._for_a_person(trigger)

    def run_once(self, now: datetime) -> Outcome:
        """Do what is due at `now` (aware). Errors of the link are part of the outcome; nothing is lost by
        them."""
        outcome = Outcome()
        try:
            outcome = replace(outcome, heard=self._ask(now))
        except ConnectError as error:
            outcome = replace(outcome, ask_error=error)
        state = self.store.load()
        if state.told is None:
            return self._nothing_more(outcome, now)
        try:
            if trigger := self._upload_trigger(state, now, known=outcome.ask_error is None):
                outcome = replace(outcome, uploaded=self._upload(trigger, now))
            elif state.following and not self._quiet(now):
                outcome = replace(outcome, followed=self._follow(state.following, now))
        except ConnectError as error:
            outcome = replace(outcome, upload_error=error)
        try:
            if trigger := self._collect_trigger(self.store.load(), now, known=outcome.ask_error is None):
                outcome = replace(outcome, collected=self._collect(trigger, now))
        except ConnectError as error:
            outcome = replace(outcome, collect_error=error)
        self._hold_off(now, bool(outcome.errors))
        return outcome

    def _ask(self, now: datetime) -> bool:
        """Hear from PaCT how things stand, when that is due: before an automatic exchange, and once in a while. Answers
        whether it was."""
        if self._quiet(now) or not self._must_ask(self.store.load(), now):
            return False
        self._hear(now)
        return True

    def _hear(self, now: datetime) -> None:
        connection = self.client.connection()
        try:
            must_be_ours(connection, self.timetable.school.number, self._provider)
        except NotOurs:
            self._update(told=None)
            raise
        self._update(told=Told.by(connection, now))

    def _nothing_more(self, outcome: Outcome, now: datetime) -> Outcome:
        """PaCT has never said that this is the school's own link. What was asked for waits while it cannot be reached."""
        if outcome.ask_error and not isinstance(outcome.ask_error, Unreachable):
            self._update(asked_upload=None, asked_collect=None)
        self._hold_off(now, bool(outcome.errors))
        return outcome

    def _must_ask(self, state: AgentState, now: datetime) -> bool:
        if state.told is None or now - state.told.at >= ASK_AGAIN or now < state.told.at:
            return True
        if state.pending:  # its answer never came: PaCT knows whether the file arrived
            return True
        due = (self.timetable.next_upload(state, now), self.timetable.next_collect(state, now))
        return any(one is not None and state.told.at < one.at <= now for one in due)

    def _for_a_person(self, trigger: Trigger) -> None:
        if trigger is Trigger.MANUAL:
            self._quiet_until = None

    def _hold_off(self, now: datetime, after_trouble: bool) -> None:
        if not after_trouble:
            # A run that was quiet shows nothing about PaCT.
            if not self._quiet(now):
                self._quiet_until, self._troubles = None, 0
            return
        self._quiet_until = now + min(LONGEST_HOLD_OFF, FIRST_HOLD_OFF * 2**self._troubles)
        self._troubles = min(self._troubles + 1, 10)

    def _quiet(self, now: datetime) -> bool:
        return self._quiet_until is not None and now < self._quiet_until

    def _upload_trigger(self, state: AgentState, now: datetime, *, known: bool) -> Trigger | None:
        """What there is to upload for. `known`: PaCT has said how things stand, where that had to be asked."""
        if state.asked_upload and Trigger(state.asked_upload) is Trigger.MANUAL:
            return Trigger.MANUAL
        if self._quiet(now):
            return None
        if state.asked_upload:
            return Trigger(state.asked_upload)
        # One that a person began goes on as soon as it can; an automatic one goes on inside a window, like any other.
        if state.pending and Trigger(state.pending.trigger) is not Trigger.AUTOMATIC:
            return Trigger(state.pending.trigger)
        due = self.timetable.next_upload(state, now)
        return Trigger.AUTOMATIC if known and due is not None and due.at <= now else None

    def _upload(self, trigger: Trigger, now: datetime) -> Exchange:
        try:
            data = self._source()
        except NothingToSend:
            self._update(asked_upload=None)
            raise
        except OSError as error:
            self._update(asked_upload=None)
            raise NothingToSend(error.strerror or type(error).__name__) from error
        return send(self.client, self.store, data, trigger, now)

    def _follow(self, exchange_id: str, now: datetime) -> Exchange:
        """Look up how the last upload stands; forget it once it has come to an end, or PaCT no longer knows
        it. Whether one by hand that was refused counts for the schedule, PaCT says."""
        try:
            exchange = self.client.exchange(exchange_id)
        except ProblemError as problem:
            if not problem.passing:
                self._update(following=None)
            raise
        if exchange.state == ExchangeState.REFUSED and exchange.trigger == Trigger.MANUAL:
            self._hear(now)
            uploads = self.store.load().uploads
            self._update(uploads={trigger: at for trigger, at in uploads.items() if trigger != Trigger.MANUAL})
        if not exchange.on_the_way and exchange.state != ExchangeState.HELD:
            self._update(following=None)
        return exchange

    def _collect_trigger(self, state: AgentState, now: datetime, *, known: bool) -> Trigger | None:
        if not self.judgements:
            return None
        asked = Trigger(state.asked_collect) if state.asked_collect else None
        if asked is Trigger.MANUAL or self._quiet(now):
            return asked if asked is Trigger.MANUAL else None
        return asked or (Trigger.AUTOMATIC if known and self.timetable.collect_is_due(state, now) else None)

    def _collect(self, trigger: Trigger, now: datetime) -> int:
        try:
            rows = collect(self.client, self.store, self._sink, self._page, trigger)
        except OSError as error:
            raise NotSaved(error.strerror or type(error).__name__) from error
        finally:
            # Whoever asked is told now, and may ask again.
            self._update(asked_collect=None)
        collections = {**self.store.load().collections, trigger.value: now}
        self._update(last_collect_at=now, collections=collections)
        return rows

    def _update(self, **changes: Any) -> None:
        self.store.save(replace(self.store.load(), **changes))
