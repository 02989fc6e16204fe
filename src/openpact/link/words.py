"""The vocabulary of the HTTP API, the same on both ends."""

from enum import StrEnum


class Scope(StrEnum):
    """What an access token may be used for."""

    UPLOAD = "ide:write"
    EXCHANGES = "exchanges:read"
    JUDGEMENTS = "judgements:read"


SCOPES: dict[str, str] = {
    Scope.UPLOAD: "Upload IDE files for the school",
    Scope.EXCHANGES: "Read the school's exchanges and its connection",
    Scope.JUDGEMENTS: "Collect and acknowledge the school's judgements",
}


class ExchangeState(StrEnum):
    """Where an exchange stands. The first two are on the way; the others are ends, but for `held`.

    received    stored, waiting for its turn
    checking    being read, planned and guarded
    held        waits for a person: see its reasons
    applied     the roster is as the file says
    unchanged   the roster was already as the file says
    refused     the file could not be used, or a person discarded it: nothing changed
    superseded  was held when a newer upload arrived: nothing changed
    reverted    was applied and then undone by a person
    """

    RECEIVED = "received"
    CHECKING = "checking"
    HELD = "held"
    APPLIED = "applied"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    SUPERSEDED = "superseded"
    REVERTED = "reverted"


ON_THE_WAY = frozenset({ExchangeState.RECEIVED, ExchangeState.CHECKING})
#: States of an upload in which the roster is as its file says.
IN_FORCE = frozenset({ExchangeState.APPLIED, ExchangeState.UNCHANGED})


class Trigger(StrEnum):
    """Who or what started an exchange.

    automatic  the schedule: inside its window, unless a window was missed
    manual     a person pressed a button
    first      the link was just made: the first upload does not wait for a window
    """

    AUTOMATIC = "automatic"
    MANUAL = "manual"
    FIRST = "first"


class Waiting(StrEnum):
    """Why no judgements are given out just now, though some may be there."""

    NOTHING = ""
    #: The school lets no judgements leave by themselves.
    SWITCHED_OFF = "switched-off"
    #: The school has paused automation; a person may still collect.
    PAUSED = "paused"
    #: No upload of this SMS was applied since it was chosen, so the roster's ids may be another SMS's.
    FIRST_UPLOAD = "first-upload"
