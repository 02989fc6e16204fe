"""The two transfers, safe against a crash at any line: send a file, collect judgements."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from openpact.link.words import Trigger

from .client import Client
from .errors import ConnectError, Unreachable
from .judgements import Judgement
from .state import Pending, Store
from .values import Exchange

#: Saves rows durably before it returns; takes a row that it has met before.
Sink = Callable[[Sequence[Judgement]], None]


def send(client: Client, store: Store, data: bytes, trigger: Trigger, now: datetime) -> Exchange:
    """Upload `data`; after a crash or an outage, the same content goes on under the same idempotency key.

    The key is saved before the first byte leaves. It is kept while PaCT cannot be reached, and forgotten
    once PaCT has answered, whatever the answer."""
    digest = sha256(data).hexdigest()
    state = store.load()
    pending = state.pending
    if pending is None or pending.digest != digest:
        pending = Pending(key=uuid.uuid4().hex, digest=digest, trigger=trigger.value)
    store.save(replace(state, pending=pending, asked_upload=None))
    try:
        exchange = client.upload(data, idempotency_key=pending.key, trigger=trigger)
    except Unreachable:
        raise
    except ConnectError:
        store.save(replace(store.load(), pending=None))
        raise
    done = replace(store.load(), pending=None, last_digest=digest, following=exchange.id)
    store.save(replace(done, last_upload_at=now, uploads={**done.uploads, pending.trigger: now}))
    return exchange


def collect(
    client: Client, store: Store, sink: Sink, page_size: int = 500, trigger: Trigger = Trigger.AUTOMATIC
) -> int:
    """Hand every undelivered row to `sink`, page by page; a page is acknowledged once the sink has returned.

    A crash in between makes the page come again: at least once, never less. Answers the number of rows.
    """
    rows = 0
    for page in client.pull(limit=page_size, trigger=trigger):
        sink(page.items)
        if page.next_cursor is not None:
            client.acknowledge(page.next_cursor)
            store.save(replace(store.load(), cursor=page.next_cursor))
        rows += len(page.items)
    return rows
