"""Downloads in the exchange log: one Exchange for each time the SMS collects judgements.

An SMS collects page by page and acknowledges what it has saved. The pages of one run are one download: it is `received`
while rows are on their way, `applied` once the SMS has acknowledged all there were, and `superseded` when the SMS never
came back for the acknowledgement, or the school changed its SMS before (the rows come again in a later download, so nothing
is lost).

Called inside the school's transaction.
"""

from datetime import timedelta

from openpact.hub.judgements import feed as feed_module
from openpact.hub.judgements.feed import FeedPage
from openpact.hub.platform import clock
from openpact.hub.schools.models import School
from openpact.link.words import ExchangeState, Trigger, Waiting

from .models import Connection, Exchange
from .runs import close, open_runs
from .timing import waiting

#: What comes later than this after a run began is another run.
RUN_LASTS = timedelta(hours=1)


def collect(
    school: School, connection: Connection, *, after: int | None, limit: int, trigger: Trigger = Trigger.AUTOMATIC
) -> tuple[FeedPage, Waiting]:
    """A page of the feed for the SMS, noted in the log when there is anything on it; an empty page, and why, while
    nothing is given out.

    Raises BeyondFeed as `feed` does.
    """
    field = "collected_by_hand_at" if trigger is Trigger.MANUAL else "collected_at"
    Connection.objects.filter(school=school).update(**{field: clock.now()})
    why = waiting(school, connection, trigger)
    if why:
        start = feed_module.marks(school, reader=connection.provider)[1] if after is None else after
        return FeedPage((), start, more=False), why
    page = feed_module.feed(school, after, limit, reader=connection.provider)
    if page.rows:
        _note(school, connection, page, trigger)
    return page, why


def acknowledge(school: School, connection: Connection, cursor: int) -> int:
    """The SMS has saved everything up to `cursor`; answers the cursor that is kept. Raises BeyondFeed."""
    kept = feed_module.acknowledge(school, cursor, reader=connection.provider)
    run = open_runs(school, connection.provider).select_for_update().first()
    if run is not None:
        counts = run.counts
        reached = min(cursor, counts["last_cursor"])
        counts["acknowledged"] = max(counts["acknowledged"], reached - counts["first_cursor"] + 1)
        if cursor >= counts["last_cursor"] and feed_module.undelivered(school, reader=connection.provider) == 0:
            run.state, run.finished_at = ExchangeState.APPLIED, clock.now()
        run.save(update_fields=["counts", "state", "finished_at"])
    return kept


def _note(school: School, connection: Connection, page: FeedPage, trigger: Trigger) -> None:
    # Two pages asked for at the same moment belong to the same run.
    Connection.objects.select_for_update(no_key=True).get(school=school)
    run = _run_that_goes_on(school, connection.provider)
    first, last = page.rows[0].cursor, page.rows[-1].cursor
    if run is None:
        counts = {"judgements": 0, "acknowledged": 0, "first_cursor": first, "last_cursor": first - 1}
        run = Exchange(
            school=school, direction=Exchange.Direction.DOWNLOAD, source=Exchange.Source.SMS,
            provider=connection.provider, trigger=trigger, state=ExchangeState.RECEIVED, received_at=clock.now(), counts=counts,
        )  # fmt: skip
    # A page that is asked for again is counted once.
    run.counts["judgements"] += sum(row.cursor > run.counts["last_cursor"] for row in page.rows)
    run.counts["first_cursor"] = min(run.counts["first_cursor"], first)
    run.counts["last_cursor"] = max(run.counts["last_cursor"], last)
    run.save()


def _run_that_goes_on(school: School, provider: str) -> Exchange | None:
    """The open run, unless it began too long ago: then it is closed and None."""
    run = open_runs(school, provider).select_for_update().first()
    if run is None or run.received_at > clock.now() - RUN_LASTS:
        return run
    close(run)
    return None
