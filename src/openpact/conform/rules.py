"""The catalogue of rules, for both directions: one source for the report, the documentation and the tests."""

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Whom a rule is for."""

    SMS = "sms"
    HUB = "hub"


class Credentials(StrEnum):
    """What the SMS of a run signs in with: one school's secret, or its vendor's credentials for many schools."""

    SECRET = "secret"  # noqa: S105
    VENDOR = "vendor"


@dataclass(frozen=True, slots=True)
class Rule:
    """`id` is stable. `must`: a report that fails it is no passing report; otherwise it is advice. `only`: it concerns
    runs with these credentials alone."""

    id: str
    side: Side
    area: str
    expected: str
    mend: str
    must: bool = True
    only: Credentials | None = None


def _sms(id: str, area: str, expected: str, mend: str, *, must: bool = True, only: Credentials | None = None) -> Rule:
    return Rule(id, Side.SMS, area, expected, mend, must, only)


def _hub(id: str, area: str, expected: str, mend: str, *, must: bool = True, only: Credentials | None = None) -> Rule:
    return Rule(id, Side.HUB, area, expected, mend, must, only)


RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        # --- What an SMS does ---------------------------------------------------------------------------------------
        _sms("sms-token-by-client-credentials", "tokens", "It asks the token endpoint with grant_type=client_credentials and the secret's client and key.", "Split the secret at its underscores: the second part is the client id, the third the client secret."),
        _sms("sms-token-is-kept", "tokens", "It uses one access token for several calls, until it runs out.", "Keep the token for as long as expires_in says.", must=False),
        _sms("sms-token-renewed-after-401", "tokens", "After a 401 it asks for a new token, once, and sends the call again.", "On 401 forget the token, get another, repeat the call one time."),
        _sms("sms-upload-is-a-readable-ide-file", "uploads", "The body is an IDE file that can be read without errors.", "Run openpact ide check on the file: it names the line and the cell."),
        _sms("sms-upload-says-its-length-and-type", "uploads", "Content-Length is the size of the body, Content-Type is text/csv.", "Send the bytes of the file themselves, not chunked and not as a form."),
        _sms("sms-key-for-each-upload", "idempotency", "Each upload has an Idempotency-Key of its own.", "Make a new random key for each upload, and save it before the first byte leaves."),
        _sms("sms-key-kept-on-503", "idempotency", "After a 503 it sends the same bytes under the same key.", "Keep the key until PaCT has answered; a new key is a new upload."),
        _sms("sms-waits-as-asked", "errors", "After an answer with Retry-After it waits at least so long.", "Read Retry-After (seconds) of 429 and 503 and wait that long."),
        _sms("sms-gives-up-a-refused-secret", "errors", "Once the secret is revoked it stops after a few tries.", "On invalid_client stop, and tell a person that a new secret is needed."),
        _sms("sms-selection-is-readable", "scope", "If the file leaves roles or groups out, it says so in a line that can be read.", "Write #openpact:selection {…} before the header: see the reference of the IDE format."),
        _sms("sms-collects-in-order", "feed order", "It reads the feed from the last acknowledged row on, page after page.", "Ask without after, or after the cursor you were given; never skip one."),
        _sms("sms-acknowledges-what-it-was-given", "acknowledgement", "It acknowledges a cursor that it was given, after it was given it.", "Acknowledge next_cursor once its rows are saved."),
        _sms("sms-takes-a-row-twice", "re-delivery", "Rows that come again after an acknowledgement was lost are acknowledged like others.", "Recognise (id, version), and acknowledge again."),
        _sms("sms-takes-corrections", "corrections", "A correction and a withdrawal are collected and acknowledged.", "A higher version of the same id takes the place of the lower; withdrawn takes it back."),
        _sms("sms-takes-a-row-without-a-score", "corrections", "A row without aspect judgements, whose score and whatever else comes of them is null, is collected and acknowledged like others.", "Where score, recommended, standard, framework, calibration or aspects is null, keep nothing for it: neither 0 nor an empty text."),
        _sms("sms-ignores-unknown-fields", "errors", "Fields it does not know do not stop it.", "Read the fields you need and pass over the others."),
        _sms("sms-says-who-started-it", "schedule", "What a person starts is sent with X-Trigger: manual.", "Send X-Trigger: manual for a button, automatic for the schedule, first for a new link."),
        _sms("sms-automatic-inside-the-window", "schedule", "What it starts by itself lies inside the provider's window.", "Work out the time with next_due, or take uploads.next.at of the connection.", must=False),
        _sms(
            "sms-waits-when-it-calls-too-often",
            "rate limits",
            "After a 429 it waits as long as Retry-After says, and goes on.",
            "Read Retry-After (seconds) of a 429 and wait that long; RateLimit says beforehand what is left.",
        ),
        _sms(
            "sms-vendor-names-the-school",
            "vendor credentials",
            "With vendor credentials each call for a school names it in X-School, and it is one of the list.",
            "Ask GET /api/v1/schools, and send the number of the school you act for in X-School.",
            only=Credentials.VENDOR,
        ),
        # --- What a PaCT does ---------------------------------------------------------------------------------------
        _hub("hub-token", "tokens", "The token endpoint answers a bearer token with expires_in and scope.", "Answer RFC 6749, section 5.1."),
        _hub("hub-token-wrong-secret", "tokens", "A wrong secret is refused with 401 invalid_client.", "Answer RFC 6749, section 5.2."),
        _hub("hub-token-narrow-scope", "tokens", "A token asked for with fewer scopes may do less: 403 insufficient-scope, and WWW-Authenticate names the scope.", "Check the token's scopes at each call."),
        _hub("hub-token-revoked", "tokens", "A revoked token is refused with 401 at once.", "Look tokens up; do not trust one for being well-formed."),
        _hub("hub-no-token", "errors", "Without a token the answer is 401 problem details with WWW-Authenticate.", "Answer application/problem+json with a code."),
        _hub("hub-problem-details", "errors", "Unknown addresses, methods and parameters are answered as problem details with type, title, status, detail and code.", "Answer RFC 9457 for every error."),
        _hub("hub-upload-accepted", "uploads", "An upload is answered with 202, Location and the exchange.", "Store the file, answer, and work later."),
        _hub("hub-upload-same-key-same-exchange", "idempotency", "The same key and bytes answer the same exchange.", "Keep the key with the exchange."),
        _hub("hub-upload-same-key-other-bytes", "idempotency", "The same key with other bytes is refused with 409 idempotency-conflict.", "Compare digests."),
        _hub("hub-upload-wrong-type", "uploads", "A form or JSON is refused with 415.", "Take text/csv."),
        _hub("hub-upload-comes-to-an-end", "uploads", "The exchange comes to an end, or is held with a reason, within a minute.", "Look at the worker."),
        _hub("hub-upload-selection", "scope", "The exchange says the selection that stands in the file.", "Read the line before the header."),
        _hub("hub-upload-unreadable-selection", "scope", "A selection that cannot be read is refused, and changes nothing.", "Refuse the file as unreadable-selection."),
        _hub("hub-feed-in-order", "feed order", "Cursors grow by one, page after page, whatever the limit.", "Give positions under a lock."),
        _hub("hub-feed-csv-is-the-same", "feed order", "Accept: text/csv answers the same rows.", "Write both from the same values.", must=False),
        _hub("hub-row-has-every-field", "rows", "Each row has every field, of the type that the reference names; what is not known is null.", "Answer all fields in each row: null for those that the aspects do not say."),
        _hub("hub-row-levels", "rows", "level is 1 to 5, or empty in a row that is withdrawn; recommended is 1 to 5 or null; standard is well below, below, at, above or null.", "Send the levels and standards as these texts."),
        _hub("hub-row-scores", "rows", "A score lies on the scale from 0 to 1300 inside its range, and stands with its range, recommended level, calibration and framework with their versions, and aspects; without one all of what comes of it is null.", "Send of a judgement what was kept when it was confirmed: all of it, or null."),
        _hub("hub-feed-not-beyond", "feed order", "A cursor beyond the newest row is refused with 422 beyond-feed.", "Refuse it: an empty page would let the reader wait for ever."),
        _hub("hub-redelivers-what-was-not-acknowledged", "re-delivery", "Rows that were not acknowledged come again.", "Move the cursor by acknowledgement only."),
        _hub("hub-acknowledgement-moves-forward-only", "acknowledgement", "An older acknowledgement changes nothing.", "Keep the highest."),
        _hub("hub-correction-is-a-new-version", "corrections", "A correction is a row of its own: the same id, a higher version.", "Never edit a row that was delivered."),
        _hub("hub-connection-says-what-is-next", "schedule", "The connection says when each direction is due next, in words, inside the provider's window.", "Fill uploads.next and downloads.next."),
        _hub("hub-rate-limit-headers", "rate limits", "Answers carry RateLimit-Policy with q and w, and RateLimit with r and t.", "Say what is left before it runs out."),
        _hub("hub-too-many-calls", "rate limits", "Called more often than RateLimit says, it answers 429 problem details with Retry-After, and works again after so many seconds.", "Count each call, refuse the one too many, and say when the count begins anew."),
        _hub("hub-other-school", "errors", "A secret used in the name of another school is refused with 403 other-school.", "Compare X-School with the secret's school.", only=Credentials.SECRET),
        _hub("hub-list-is-for-vendors", "vendor credentials", "A school's secret gets no list of schools: 403 vendors-only.", "Answer the list to vendor credentials alone.", only=Credentials.SECRET),
        _hub("hub-vendor-lists-its-schools", "vendor credentials", "The list holds exactly the schools that have selected the SMS, and each of them can be acted for.", "List and let in by the same setting of the school.", only=Credentials.VENDOR),
        _hub("hub-vendor-which-school", "vendor credentials", "A call for a school that names none in X-School, or no number, is refused with 400 which-school.", "Never choose a school for the caller.", only=Credentials.VENDOR),
        _hub("hub-vendor-school-not-selected", "vendor credentials", "A school that has not selected the SMS, or is not there at all, is refused with 403 not-linked, and the two answers are alike.", "Ask at each call whether the school has selected the SMS; do not tell which schools there are.", only=Credentials.VENDOR),
        _hub("hub-vendor-unselecting-ends-it", "vendor credentials", "Once the school has unselected the SMS, it is not listed and each call for it is refused with 403 not-linked, with the same token; selecting it again lets them in.", "Ask at each call; keep nothing with the token.", only=Credentials.VENDOR),
    )
}  # fmt: skip


def not_for(credentials: Credentials) -> frozenset[str]:
    """The rules that do not concern a run with these credentials."""
    return frozenset(rule.id for rule in RULES.values() if rule.only not in (None, credentials))
