"""Whatever fits the OpenAPI document, and whatever does not, gets an answer that the document knows."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from openpact.hub.api.calls import api

CALLS = [
    ("post", "/api/v1/ide-files"),
    ("get", "/api/v1/exchanges"),
    ("get", "/api/v1/exchanges/{exchange_id}"),
    ("get", "/api/v1/judgements"),
    ("post", "/api/v1/judgements/acknowledgements"),
    ("get", "/api/v1/connection"),
    ("get", "/api/v1/schools"),
    ("post", "/api/oauth/token"),
    ("post", "/api/oauth/revoke"),
]
few = hypothesis_settings(
    max_examples=15, derandomize=True, deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


#: A cursor may be of the right form and yet lie beyond the feed (422): only a reader of the feed can tell.
DEPENDS_ON_THE_FEED = {"/api/v1/judgements", "/api/v1/judgements/acknowledgements"}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("method", "path"), CALLS)
def test_every_answer_is_as_described(method, path, mode, sms, vendors_sms, application, settings):
    settings.API_REQUESTS_PER_MINUTE = settings.API_UPLOADS_PER_HOUR = 1_000_000
    if mode is GenerationMode.NEGATIVE and path in {"/api/v1/connection", "/api/v1/schools"}:
        pytest.skip("It takes nothing that could be wrong.")
    caller = vendors_sms if path == "/api/v1/schools" else sms
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)

    @few
    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    def check(case):
        excluded = [positive_data_acceptance] if path in DEPENDS_ON_THE_FEED else []
        # Any other school than the caller's own is refused: see test_vendors.
        if mode is GenerationMode.POSITIVE:
            (case.headers or {}).pop("X-School", None)
        case.call_and_validate(headers={"Authorization": f"Bearer {caller.token}"}, excluded_checks=excluded)

    check()


def test_every_call_is_tried(db):
    described = {(method, path) for path, methods in api.get_openapi_schema()["paths"].items() for method in methods}
    assert described == set(CALLS)
