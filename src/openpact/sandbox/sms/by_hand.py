"""Uploading and collecting because a person pressed a button: done at once, and said how it went."""

from openpact.connect import Client, ConnectError, Exchange, StillUnderWay, Trigger

from . import clock, log
from .link import agent, client_of, run, turn
from .models import PactConfig
from .said import Said
from .words import count

#: How long the page waits for PaCT to work through a file before it says that this takes a while.
PATIENCE = 3.0


def upload_now(config: PactConfig, by: str, trigger: Trigger = Trigger.MANUAL) -> Said:
    """Send the IDE file, and say what PaCT made of it so far."""
    with turn(config.school, wait=True), client_of(config) as link:
        worker = agent(config, link)
        worker.ask_upload(trigger)
        outcome = run(config, worker, clock.now(), by)
        if outcome.uploaded is None:
            return Said(False, str(outcome.upload_error or outcome.ask_error or "Nothing was sent."))
        exchange = _watch(link, outcome.uploaded)
    log.follow(config.school, exchange)
    said = f"The IDE file was uploaded. {log.summary(exchange)}"
    return Said(exchange.state not in log.UNHAPPY, said, sent=True)


def collect_now(config: PactConfig, by: str) -> Said:
    """Collect what PaCT has ready."""
    if not config.judgements:
        return Said(
            False, "This school takes student data only: judgements never come from PaCT. Nothing was collected."
        )
    with turn(config.school, wait=True), client_of(config) as link:
        worker = agent(config, link)
        worker.ask_collect(Trigger.MANUAL)
        outcome = run(config, worker, clock.now(), by)
    if outcome.collected is None:
        return Said(False, str(outcome.collect_error or outcome.ask_error or "Nothing was collected."))
    after = " The automatic schedule stays as it was." if config.school.sms.upload.manual_resets else ""
    if outcome.collected:
        return Said(True, f"{count(outcome.collected, 'result')} received from PaCT.{after}")
    return Said(True, f"PaCT has no new results.{after}")


def _watch(link: Client, exchange: Exchange) -> Exchange:
    """The exchange after a short while; whatever goes wrong now, the agent looks again."""
    try:
        return link.wait(exchange.id, PATIENCE)
    except StillUnderWay as still:
        return still.exchange
    except ConnectError:
        return exchange
