"""The SMS's end of the link: one school's agent, and what becomes of what it did.

Two processes may want a school's link at once, a page and the agent. `turn` gives it to one of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection as database

from openpact.connect import (
    Agent,
    AgentState,
    Client,
    ConnectError,
    Exchange,
    NothingToSend,
    Outcome,
    Retries,
    SecretRefused,
    Timetable,
    Unreachable,
)
from openpact.link.schedule import Place

from . import log
from .export import ide_file
from .models import LinkState, LogKind, PactConfig, School
from .results import save_results
from .screens import SCREENS
from .words import count

#: The first half of the advisory lock's key: the link of a school, whose key is the second half.
LINK_LOCK = 7224


@dataclass(frozen=True, slots=True)
class Patience:
    timeout: float
    retries: Retries


#: A page that only looks, a person who waits for the page, and the agent, which has time.
AT_A_GLANCE = Patience(4.0, Retries(attempts=1))
FOR_A_PERSON = Patience(8.0, Retries(attempts=2, base=0.2, patience=2.0))
FOR_THE_AGENT = Patience(30.0, Retries(attempts=4))


class ConfigStore:
    """The agent's state in the school's configuration row (openpact.connect.Store)."""

    def __init__(self, config: PactConfig) -> None:
        self._rows = PactConfig.objects.filter(pk=config.pk)

    def load(self) -> AgentState:
        return AgentState.from_json(self._rows.values_list("agent_state", flat=True).get())

    def save(self, state: AgentState) -> None:
        self._rows.update(agent_state=state.to_json())


@contextmanager
def turn(school: School, *, wait: bool) -> Iterator[bool]:
    """Hold the school's link. Without `wait`, answers False when another process holds it."""
    with database.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LINK_LOCK, school.pk])
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LINK_LOCK, school.pk])
            if not cursor.fetchone()[0]:
                yield False
                return
        try:
            yield True
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LINK_LOCK, school.pk])


def client_of(config: PactConfig, patience: Patience = FOR_A_PERSON) -> Client:
    """In the name of the school: PaCT refuses a secret that is another's."""
    return client(key_of(config), patience, school=config.school.number)


def key_of(config: PactConfig) -> str:
    """The school's secret; or the vendor's credentials."""
    return settings.SANDBOX_VENDOR_SECRETS[config.school.provider] if config.by_vendor else config.secret


def client(secret: str, patience: Patience = FOR_A_PERSON, *, school: int | None = None) -> Client:
    return Client(
        settings.SANDBOX_HUB_URL,
        secret,
        school=school,
        timeout=patience.timeout,
        retries=patience.retries,
        allow_http=settings.SANDBOX_ALLOW_HTTP,
    )


def timetable(school: School) -> Timetable:
    provider = SCREENS[school.provider].provider
    return Timetable(provider.upload, provider.download, Place(school.number, school.zone))


def agent(config: PactConfig, link: Client) -> Agent:
    school = config.school
    return Agent(
        link,
        lambda: _source(school),
        lambda rows: save_results(school, rows),
        ConfigStore(config),
        timetable(school),
        judgements=config.judgements,
        provider=school.provider,
    )


def _source(school: School) -> bytes:
    try:
        return ide_file(school)
    except ValueError as error:  # a record holds what an IDE file cannot
        raise NothingToSend(str(error)) from error


def run(config: PactConfig, worker: Agent, now: datetime, by: str = log.SCHEDULE) -> Outcome:
    """One run of the agent, written to the log. `by` is who asked for it."""
    outcome = worker.run_once(now)
    school = config.school
    if outcome.uploaded:
        log.upload(school, by, outcome.uploaded)
    if outcome.followed:
        log.follow(school, outcome.followed)
    if latest := outcome.uploaded or outcome.followed:
        _look_again(school, worker, latest)
    if outcome.collected:
        log.note(school, LogKind.COLLECT, by, f"{count(outcome.collected, 'result')} received from PaCT.")
    _remember(config, outcome, by)
    return outcome


def _look_again(school: School, worker: Agent, latest: Exchange) -> None:
    """At earlier uploads that were open when they were last seen: somebody has decided, or a newer one took their place."""
    for exchange_id in log.open_uploads(school, besides=latest.id):
        with suppress(ConnectError):
            log.follow(school, worker.client.exchange(exchange_id))


def state_after(error: ConnectError) -> LinkState:
    if isinstance(error, SecretRefused):
        return LinkState.REFUSED
    return LinkState.UNREACHABLE if isinstance(error, Unreachable) else LinkState.TROUBLE


def _remember(config: PactConfig, outcome: Outcome, by: str) -> None:
    if outcome.errors:
        error = outcome.errors[0]
        keep_state(config, state_after(error), str(error), by)
    elif outcome.heard or outcome.uploaded or outcome.followed or outcome.collected is not None:
        keep_state(config, LinkState.GOOD, "", by)


def keep_state(config: PactConfig, state: LinkState, trouble: str, by: str = log.SCHEDULE) -> None:
    """Keep how the link stands, so that every page says the same; the log gets a line when that changes, or when a person
    waits for it."""
    if trouble and (state != config.state or by != log.SCHEDULE):
        log.note(config.school, LogKind.LINK, by, trouble, went_wrong=True)
    elif state == LinkState.GOOD and config.state == LinkState.UNREACHABLE:
        log.note(config.school, LogKind.LINK, by, "PaCT is reached again.")
    same = PactConfig.objects.filter(pk=config.pk, secret=config.secret, by_vendor=config.by_vendor)
    same.update(state=state, trouble=trouble)
    config.state, config.trouble = state, trouble
