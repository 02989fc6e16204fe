"""A PaCT that breaks a rule is caught at it: for every rule there is one. Each stands in front of ours and spoils it."""

import re

import httpx
import pytest

from openpact.conform.rules import RULES, Credentials, Side

from .pact import failed

UNREADABLE = re.compile(rb"^#openpact:selection[^\n]*\n")


def changed(request, *, headers=(), without=(), content=None):
    """The same request, said otherwise."""
    dropped = {"content-length", *without, *dict(headers)}
    kept = {name: value for name, value in request.headers.items() if name not in dropped}
    body = request.content if content is None else content
    return httpx.Request(request.method, request.url, headers={**kept, **dict(headers)}, content=body)


def is_call(request, method, end):
    return request.method == method and request.url.path.endswith(end)


def as_said(answer, said):
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    return httpx.Response(answer.status_code, json=said, headers=headers)


def without(header):
    def play(request, ask):
        answer = ask(request)
        answer.headers.pop(header, None)
        return answer

    return play


def instead_of(status, code, then, said):
    """Where ours refuses with this code, it says something else."""

    def play(request, ask):
        answer = ask(request)
        if answer.status_code != status or code not in answer.text:
            return answer
        return httpx.Response(then, json=said, headers=answer.headers.items() - {("content-length", "")})

    return play


def tokens_for_ever(request, ask):
    answer = ask(request)
    if is_call(request, "POST", "/oauth/token") and answer.is_success:
        return as_said(answer, {name: value for name, value in answer.json().items() if name != "expires_in"})
    return answer


def revokes_nothing(request, ask):
    return httpx.Response(200) if is_call(request, "POST", "/oauth/revoke") else ask(request)


def plain_errors(request, ask):
    answer = ask(request)
    return httpx.Response(answer.status_code, text="no") if answer.status_code in (404, 422, 429) else answer


def looks_at_no_key(request, ask):
    return ask(changed(request, without=["idempotency-key"]))


def takes_anything(request, ask):
    upload = is_call(request, "POST", "/ide-files")
    return ask(changed(request, headers=[("content-type", "text/csv")]) if upload else request)


def never_ends(request, ask):
    answer = ask(request)
    if "/exchanges/" in request.url.path and answer.is_success:
        return as_said(answer, {**answer.json(), "state": "checking"})
    return answer


def blind_to_selections(request, ask):
    return ask(changed(request, content=UNREADABLE.sub(b"", request.content)))


def rows_changed(change):
    """What becomes of the rows of a page."""

    def play(request, ask):
        answer = ask(request)
        if (
            not is_call(request, "GET", "/judgements")
            or "json" not in answer.headers["content-type"]
            or answer.is_error
        ):
            return answer
        page = answer.json()
        return as_said(answer, {**page, "items": change(page["items"])})

    return play


def said_of_each(**said):
    """Of each row with a score something else is said."""
    return rows_changed(lambda items: [item if item["score"] is None else {**item, **said} for item in items])


def without_field(name):
    return rows_changed(lambda items: [{key: value for key, value in item.items() if key != name} for item in items])


def last_versions(items):
    return list({item["id"]: item for item in items}.values())


def csv_without_its_last_row(request, ask):
    answer = ask(request)
    if "text/csv" not in answer.headers.get("content-type", ""):
        return answer
    return httpx.Response(200, text="".join(answer.text.splitlines(keepends=True)[:-1]))


def delivering_is_enough():
    """What was sent once is not sent again."""
    sent = []

    def play(request, ask):
        answer = ask(request)
        if is_call(request, "GET", "/judgements") and "after" not in request.url.params and answer.is_success:
            page = answer.json()
            page["items"], seen = [item for item in page["items"] if item["cursor"] not in sent], page["items"]
            sent.extend(item["cursor"] for item in seen)
            return as_said(answer, page)
        return answer

    return play


def goes_back(request, ask):
    cursor = {"acknowledged": 0}
    return httpx.Response(200, json=cursor) if is_call(request, "POST", "/acknowledgements") else ask(request)


def due_at_noon(request, ask):
    answer = ask(request)
    if is_call(request, "GET", "/connection") and answer.is_success:
        said = answer.json()
        said["uploads"]["next"]["at"] = "2026-11-24T23:00:00Z"
        return as_said(answer, said)
    return answer


def takes_any_school(request, ask):
    return ask(changed(request, without=["x-school"]))


def counts_but_lets_in(request, ask):
    answer = ask(request)
    if answer.status_code == 429:
        return httpx.Response(200, headers={name: answer.headers[name] for name in ("ratelimit", "ratelimit-policy")})
    return answer


def says_that_all_is_left(request, ask):
    answer = counts_but_lets_in(request, ask)
    if "ratelimit" in answer.headers:
        answer.headers["ratelimit"] = '"requests";r=59;t=39'
    return answer


def shuts_for_good():
    shut = []

    def play(request, ask):
        answer = shut[0] if shut else ask(request)
        if answer.status_code == 429:
            shut.append(answer)
        return answer

    return play


def asks_to_wait_too_long(request, ask):
    answer = ask(request)
    if answer.status_code == 429:
        answer.headers["retry-after"] = "86"
    return answer


#: (PaCT, the rule that it breaks). Those that keep something between calls are made anew for each run.
BROKEN = [
    (lambda: tokens_for_ever, "hub-token"),
    (lambda: instead_of(401, "invalid_client", 400, {"error": "invalid_request"}), "hub-token-wrong-secret"),
    (lambda: instead_of(403, "insufficient-scope", 200, {}), "hub-token-narrow-scope"),
    (lambda: revokes_nothing, "hub-token-revoked"),
    (lambda: without("www-authenticate"), "hub-no-token"),
    (lambda: plain_errors, "hub-problem-details"),
    (lambda: without("location"), "hub-upload-accepted"),
    (lambda: looks_at_no_key, "hub-upload-same-key-same-exchange"),
    (lambda: looks_at_no_key, "hub-upload-same-key-other-bytes"),
    (lambda: takes_anything, "hub-upload-wrong-type"),
    (lambda: never_ends, "hub-upload-comes-to-an-end"),
    (lambda: blind_to_selections, "hub-upload-selection"),
    (lambda: blind_to_selections, "hub-upload-unreadable-selection"),
    (lambda: rows_changed(lambda items: items[::-1]), "hub-feed-in-order"),
    (lambda: csv_without_its_last_row, "hub-feed-csv-is-the-same"),
    (lambda: without_field("recommended"), "hub-row-has-every-field"),
    (lambda: said_of_each(level="6"), "hub-row-levels"),
    (lambda: said_of_each(score_high=1301), "hub-row-scores"),
    (lambda: instead_of(422, "beyond-feed", 200, {"items": []}), "hub-feed-not-beyond"),
    (lambda: delivering_is_enough(), "hub-redelivers-what-was-not-acknowledged"),
    (lambda: goes_back, "hub-acknowledgement-moves-forward-only"),
    (lambda: rows_changed(last_versions), "hub-correction-is-a-new-version"),
    (
        lambda: rows_changed(lambda items: [{**item, "version": 1} for item in items]),
        "hub-correction-is-a-new-version",
    ),
    (lambda: due_at_noon, "hub-connection-says-what-is-next"),
    (lambda: without("ratelimit"), "hub-rate-limit-headers"),
    (lambda: counts_but_lets_in, "hub-too-many-calls"),
    (lambda: says_that_all_is_left, "hub-too-many-calls"),
    (lambda: without("retry-after"), "hub-too-many-calls"),
    (lambda: plain_errors, "hub-too-many-calls"),
    (lambda: asks_to_wait_too_long, "hub-too-many-calls"),
    (lambda: shuts_for_good(), "hub-too-many-calls"),
    (lambda: takes_any_school, "hub-other-school"),
    (lambda: instead_of(403, "vendors-only", 200, {"items": []}), "hub-list-is-for-vendors"),
]


def named(value):
    return value if isinstance(value, str) else ""


@pytest.mark.parametrize(("make", "rule"), BROKEN, ids=named)
def test_a_pact_that_breaks_a_rule_is_caught_at_it(pact, make, rule, settings):
    if rule == "hub-too-many-calls":
        # Nothing is refused before the run tries just that.
        settings.API_REQUESTS_PER_MINUTE = 60
    assert rule in failed(pact.run(make()))


# --- With vendor credentials ---------------------------------------------------------------------------------------------


def lists(change):
    def play(request, ask):
        answer = ask(request)
        if is_call(request, "GET", "/schools") and answer.is_success:
            return as_said(answer, {"items": change(answer.json()["items"])})
        return answer

    return play


def lists_the_neighbour_too(items):
    return [*items, {"school_number": 7998, "school_name": "Rimu Ridge School", "time_zone": "Pacific/Auckland"}]


def chooses_a_school(request, ask):
    return ask(request if "x-school" in request.headers else changed(request, headers=[("x-school", "7999")]))


def acts_for_any_school(request, ask):
    named = request.headers.get("x-school", "")
    return ask(changed(request, headers=[("x-school", "7999")]) if named.isdigit() else request)


def tells_which_schools_there_are(request, ask):
    answer = ask(request)
    if answer.status_code == 403 and request.headers.get("x-school") not in ("7999", "7998"):
        return as_said(answer, {**answer.json(), "detail": "There is no such school."})
    return answer


def remembers_whom_it_let_in():
    """The school's settings are looked at once for each token and address."""
    answers = {}

    def play(request, ask):
        who = (request.url.path, request.headers.get("authorization"), request.headers.get("x-school"))
        answer = ask(request)
        if answer.is_success:
            answers[who] = answer
        return answers.get(who, answer) if "not-linked" in answer.text else answer

    return play


def remembers_its_list():
    kept = []

    def remember(items):
        kept[:] = kept or [items]
        return kept[0]

    return lists(remember)


def shuts_out_for_good():
    out = []

    def play(request, ask):
        answer = out[0] if out and request.url.path.endswith("/connection") else ask(request)
        if "not-linked" in answer.text and request.headers.get("x-school") == "7999":
            out.append(answer)
        return answer

    return play


BROKEN_FOR_VENDORS = [
    (lambda: lists(lambda items: []), "hub-vendor-lists-its-schools"),
    (lambda: lists(lists_the_neighbour_too), "hub-vendor-lists-its-schools"),
    (lambda: lists(lambda items: items * 2), "hub-vendor-lists-its-schools"),
    (lambda: chooses_a_school, "hub-vendor-which-school"),
    (lambda: instead_of(400, "which-school", 403, {"code": "not-linked"}), "hub-vendor-which-school"),
    (lambda: acts_for_any_school, "hub-vendor-school-not-selected"),
    (lambda: tells_which_schools_there_are, "hub-vendor-school-not-selected"),
    (lambda: instead_of(403, "not-linked", 404, {"code": "not-found"}), "hub-vendor-school-not-selected"),
    (lambda: remembers_whom_it_let_in(), "hub-vendor-unselecting-ends-it"),
    (lambda: remembers_its_list(), "hub-vendor-unselecting-ends-it"),
    (lambda: shuts_out_for_good(), "hub-vendor-unselecting-ends-it"),
]


@pytest.mark.parametrize(("make", "rule"), BROKEN_FOR_VENDORS, ids=named)
def test_a_pact_that_breaks_a_rule_about_vendors_is_caught_at_it(pact, make, rule):
    assert rule in failed(pact.run_vendor(make()))


def test_a_pact_that_lists_a_school_for_which_it_refuses_calls_is_caught_without_an_unselected_school(pact):
    assert "hub-vendor-lists-its-schools" in failed(pact.run_vendor(lists(lists_the_neighbour_too), unselected=None))


def test_for_every_rule_for_a_pact_there_is_one_that_breaks_it():
    rules = {rule.id: rule.only for rule in RULES.values() if rule.side is Side.HUB}
    assert {rule for _, rule in BROKEN} == {id for id, only in rules.items() if only is not Credentials.VENDOR}
    assert {rule for _, rule in BROKEN_FOR_VENDORS} == {id for id, only in rules.items() if only is Credentials.VENDOR}
