"""The agent: what an SMS runs so that nobody has to think of PaCT again.

`run_once` does what is due at a moment and says what happened; `loop.py` calls it again and again.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from openpact.link.providers import Rhythm
from openpact.link.schedule import next_due
from openpact.link.words import ExchangeState, Trigger

from .client import Client
from .errors import ConnectError, NothingToSend, NotSaved, ProblemError
from .state import AgentState, Store
from .transfer import Sink, collect, send
from .values import Exchange

Source = Callable[[], bytes]

#: How long the agent leaves PaCT alone after something went wrong: twice as long each time, up to an end.
FIRST_HOLD_OFF, LONGEST_HOLD_OFF = timedelta(seconds=10), timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Timetable:
    """When things move by themselves at one school. `collect_every` replaces the download rhythm when
    given."""

    upload: Rhythm
    download: Rhythm
    school_number: int
    zone: str = "Pacific/Auckland"
    collect_every: timedelta | None = None

    def next_upload(self, state: AgentState, now: datetime) -> datetime:
        return next_due(self.upload, self.school_number, self.zone, state.last_upload_at, now)

    def next_collect(self, state: AgentState, now: datetime) -> datetime:
        if self.collect_every is None:
            return next_due(self.download, self.school_number, self.zone, state.last_collect_at, now)
        return now if state.last_collect_at is None else state.last_collect_at + self.collect_every


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run did. `followed` is an earlier upload whose outcome was looked up; errors are not raised
    but here."""

    uploaded: Exchange | None = None
    followed: Exchange | None = None
    collected: int | None = None
    upload_error: ConnectError | None = None
    collect_error: ConnectError | None = None

    @property
    def errors(self) -> tuple[ConnectError, ...]:
        return tuple(e for e in (self.upload_error, self.collect_error) if e is not None)


class Agent:
    """Uploads what `source` answers and hands judgements to `sink`, each when it is due or asked for.

    `source()` answers the bytes of the IDE file (an OSError or NothingToSend: not to be had now).
    `sink(rows)` returns once the rows are durable, and takes a row that it has met before (at-least-once
    delivery); an OSError means they are not saved, and they come again."""

    def __init__(
        self,
        client: Client,
        source: Source,
        sink: Sink,
        store: Store,
        timetable: Timetable,
        *,
        page: int = 500,
    ) -> None:
        self.client, self.store, self.timetable = client, store, timetable
        self._source, self._sink, self._page = source, sink, page
        self._quiet_until: datetime | None = None
        self._troubles = 0

    def ask_upload(self, trigger: Trigger = Trigger.MANUAL) -> None:
        """Have the next run upload, whatever the timetable says. Kept over a crash."""
        self._update(asked_upload=trigger.value)

    def ask_collect(self, trigger: Trigger = Trigger.MANUAL) -> None:
        """Have the next run collect judgements. Kept over a crash."""
        self._update(asked_collect=trigger.value)

    def run_once(self, now: datetime) -> Outcome:
        """Do what is due at `now` (aware). Errors of the link are part of the outcome; nothing is lost by
        them."""
        uploaded = followed = collected = upload_error = collect_error = None
        state = self.store.load()
        try:
            if trigger := self._upload_trigger(state, now):
                uploaded = self._upload(trigger, now)
            elif state.following:
                followed = self._follow(state.following)
        except ConnectError as error:
            upload_error = error
        try:
            if self._collect_is_due(self.store.load(), now):
                collected = self._collect(now)
        except ConnectError as error:
            collect_error = error
        outcome = Outcome(uploaded, followed, collected, upload_error, collect_error)
        self._hold_off(now, bool(outcome.errors))
        return outcome

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

    def _upload_trigger(self, state: AgentState, now: datetime) -> Trigger | None:
        if state.asked_upload:
            return Trigger(state.asked_upload)
        if self._quiet(now):
            return None
        if state.pending:
            return Trigger(state.pending.trigger)
        return Trigger.AUTOMATIC if self.timetable.next_upload(state, now) <= now else None

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

    def _follow(self, exchange_id: str) -> Exchange:
        """Look up how the last upload stands; forget it once it has come to an end, or PaCT no longer knows
        it."""
        try:
            exchange = self.client.exchange(exchange_id)
        except ProblemError as problem:
            if not problem.passing:
                self._update(following=None)
            raise
        if not exchange.on_the_way and exchange.state != ExchangeState.HELD:
            self._update(following=None)
        return exchange

    def _collect_is_due(self, state: AgentState, now: datetime) -> bool:
        if state.asked_collect:
            return True
        return not self._quiet(now) and self.timetable.next_collect(state, now) <= now

    def _collect(self, now: datetime) -> int:
        try:
            rows = collect(self.client, self.store, self._sink, self._page)
        except OSError as error:
            raise NotSaved(error.strerror or type(error).__name__) from error
        finally:
            self._update(asked_collect=None)
        self._update(last_collect_at=now)
        return rows

    def _update(self, **changes: Any) -> None:
        self.store.save(replace(self.store.load(), **changes))
