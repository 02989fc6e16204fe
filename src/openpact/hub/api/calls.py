"""The calls an SMS makes. Each is one transaction on behalf of its school; the work is done by the apps' services."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Header, NinjaAPI, Query, Status
from ninja.operation import Operation

from openpact.hub.judgements import feed
from openpact.hub.judgements.files import csv_of
from openpact.hub.platform.problems import Problem
from openpact.hub.platform.tenancy import at_school
from openpact.hub.sms import downloads, vendors
from openpact.hub.sms.exchange import IdempotencyConflict, TooLarge, is_known, receive
from openpact.hub.sms.models import Connection, Exchange
from openpact.hub.sms.timing import is_paused, timing
from openpact.link.words import Scope, Trigger

from .answers import problem_of
from .caller import Bearer, Caller, VendorBearer, must_still_hold, not_linked
from .document import CSV, EXTRA, IDE_FILE, RESPONSES, Document
from .rows import JudgementOut
from .schemas import (
    AcknowledgementIn,
    AcknowledgementOut,
    ConnectionOut,
    Cursor,
    ExchangeOut,
    ExchangesOut,
    JudgementsOut,
    SchoolOut,
    SchoolsOut,
)
from .upload import body, too_large


class Api(NinjaAPI):
    def get_openapi_schema(self, **options: Any) -> Document:
        return Document(self, self.get_root_path({}))

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def set_default_exception_handlers(self) -> None:
        """One handler for all: every error is a problem."""
        self.add_exception_handler(Exception, lambda request, error: problem_of(error).response())


api = Api(title="PaCT's API for SMSs", version="1", docs_url=None, urls_namespace="api", openapi_extra=EXTRA)

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]([\x20-\x7e]{0,198}[\x21-\x7e])?$",
        description="New for each upload, the same for each retry of it. Up to 200 printable ASCII characters.",
    ),
]
HowTriggered = Annotated[
    Trigger,
    Header(alias="X-Trigger", description="What started this: the schedule, a person, or the link's being new."),
]
#: Read by `caller`; here for the document.
WhichSchool = Annotated[
    str | None,
    Header(
        alias="X-School",
        pattern="^[0-9]{1,4}$",
        description="The school's Ministry number, one to four digits. Needed with vendor credentials; with a school's own"
        " secret, another school's is refused, so that two secrets that were swapped move nothing.",
    ),
]


@contextmanager
def callers_school(request: HttpRequest) -> Iterator[Connection]:
    """One transaction of the caller's school; gives its SMS settings. Raises Problem if they use another SMS since."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    with at_school(caller.school_id):
        connection = Connection.objects.select_related("school").get(school_id=caller.school_id)
        if not connection.use_sms or connection.provider != caller.provider:
            raise not_linked(caller.provider, "Nothing was done.")
        yield connection


@api.post(
    "/v1/ide-files",
    auth=Bearer(Scope.UPLOAD, upload=True),
    response={202: ExchangeOut, **RESPONSES.upload},
    openapi_extra=IDE_FILE,
    summary="Upload an IDE file",
    tags=["IDE files"],
)
def upload_ide_file(
    request: HttpRequest,
    response: HttpResponse,
    idempotency_key: IdempotencyKey = None,
    trigger: HowTriggered = Trigger.AUTOMATIC,
    school: WhichSchool = None,
) -> Status[ExchangeOut]:
    """The body is the file, as it is. PaCT keeps it, answers, and then reads it: follow the exchange to see what came
    of it. Sending it again with the same key answers the same exchange."""
    content = body(request)
    caller: Caller = request.auth  # type: ignore[attr-defined]
    with callers_school(request) as connection:
        at = connection.school
        if trigger is Trigger.AUTOMATIC and is_paused(at) and not is_known(at, idempotency_key):
            raise Problem("paused", "The school has paused automatic exchanges for today. Nothing was stored.")
    try:
        exchange = receive(
            at, content=content, trigger=trigger, source=Exchange.Source.SMS, provider=caller.provider,
            idempotency_key=idempotency_key, may=lambda: must_still_hold(caller),
        )  # fmt: skip
    except IdempotencyConflict as conflict:
        words = "This Idempotency-Key came before, with another file. That upload stands; send this one with a new key."
        raise Problem("idempotency-conflict", words) from conflict
    except TooLarge as error:
        raise too_large() from error
    response["Location"] = f"/api/v1/exchanges/{exchange.id}"
    return Status(202, ExchangeOut.of(exchange))


@api.get(
    "/v1/exchanges",
    auth=Bearer(Scope.EXCHANGES),
    response={200: ExchangesOut, **RESPONSES.plain},
    summary="The latest exchanges",
    tags=["Exchanges"],
)
def list_exchanges(
    request: HttpRequest, limit: Annotated[int, Query(ge=1, le=100)] = 20, school: WhichSchool = None
) -> ExchangesOut:
    """Uploads and downloads, the latest first."""
    with callers_school(request) as connection:
        latest = Exchange.objects.filter(school=connection.school)[:limit]
        return ExchangesOut(items=[ExchangeOut.of(exchange) for exchange in latest])


@api.get(
    "/v1/exchanges/{uuid:exchange_id}",
    auth=Bearer(Scope.EXCHANGES),
    response={200: ExchangeOut, **RESPONSES.one},
    summary="One exchange",
    tags=["Exchanges"],
)
def get_exchange(request: HttpRequest, exchange_id: UUID, school: WhichSchool = None) -> ExchangeOut:
    """Its state, what it changed, what was found in the file, and why it waits or was refused."""
    with callers_school(request) as connection:
        exchange = Exchange.objects.filter(school=connection.school, id=exchange_id).first()
        if exchange is None:
            raise Problem("not-found", "This school has no such exchange.")
        return ExchangeOut.of(exchange)


@api.get(
    "/v1/judgements",
    auth=Bearer(Scope.JUDGEMENTS),
    response={200: JudgementsOut, **RESPONSES.plain},
    openapi_extra=CSV,
    summary="Collect judgements",
    tags=["Judgements"],
)
def get_judgements(
    request: HttpRequest,
    after: Annotated[Cursor | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=feed.MAX_LIMIT)] = 500,
    trigger: HowTriggered = Trigger.AUTOMATIC,
    school: WhichSchool = None,
) -> JudgementsOut | HttpResponse:
    """In the order in which they were decided, after a cursor, or without one after the last that was acknowledged.
    `Accept: text/csv` answers the same rows as CSV. While nothing is given out the list is empty, and `waiting` says
    why."""
    with callers_school(request) as connection:
        page, waiting = downloads.collect(connection.school, connection, after=after, limit=limit, trigger=trigger)
    if request.get_preferred_type(["application/json", "text/csv"]) == "text/csv":
        answer = HttpResponse(csv_of(page.rows), content_type="text/csv; charset=utf-8")
        answer["X-Next-Cursor"] = str(page.next_cursor)
        answer["X-More"] = str(page.more).lower()
        answer["X-Automatic-Export"] = str(connection.automatic_export).lower()
        answer["X-Waiting"] = waiting
        return answer
    return JudgementsOut(
        items=[JudgementOut.model_validate(row) for row in page.rows],
        next_cursor=page.next_cursor,
        more=page.more,
        automatic_export=connection.automatic_export,
        waiting=waiting,
    )


@api.post(
    "/v1/judgements/acknowledgements",
    auth=Bearer(Scope.JUDGEMENTS),
    response={200: AcknowledgementOut, **RESPONSES.plain},
    summary="Acknowledge judgements",
    tags=["Judgements"],
)
def acknowledge(request: HttpRequest, cursor: AcknowledgementIn, school: WhichSchool = None) -> AcknowledgementOut:
    """The SMS has saved every row up to the cursor: they are not sent again. Repeating it, or acknowledging less, is
    harmless."""
    with callers_school(request) as connection:
        return AcknowledgementOut(acknowledged=downloads.acknowledge(connection.school, connection, cursor.cursor))


@api.get(
    "/v1/connection",
    auth=Bearer(Scope.EXCHANGES),
    response={200: ConnectionOut, **RESPONSES.plain},
    summary="The connection",
    tags=["Connection"],
)
def get_connection(request: HttpRequest, school: WhichSchool = None) -> ConnectionOut:
    """Which school this is, what its administrator has set, and for each direction what came last, what comes next, and
    why then."""
    with callers_school(request) as connection:
        at = connection.school
        uploads = Exchange.objects.filter(school=at, direction=Exchange.Direction.UPLOAD)
        undelivered = feed.undelivered(at, reader=connection.provider)
        return ConnectionOut.of(connection, uploads.first(), undelivered, timing(at, connection))


@api.get(
    "/v1/schools",
    auth=VendorBearer(Scope.EXCHANGES),
    response={200: SchoolsOut, **RESPONSES.vendor},
    summary="The schools of a vendor",
    tags=["Connection"],
)
def list_schools(request: HttpRequest) -> SchoolsOut:
    """With vendor credentials: the schools that have selected the vendor's SMS, by number. It may act for these, and no
    others, for as long as they are in this list."""
    return SchoolsOut(items=[SchoolOut(**asdict(one)) for one in vendors.schools(request.auth.provider)])  # type: ignore[attr-defined]
