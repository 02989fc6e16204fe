"""Playing an SMS against a PaCT: `openpact conform hub`. It uploads made-up people to a test school, and judges nobody."""

import csv
import io
import json
import time
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import httpx

from openpact import clock, ide
from openpact.ide.sample import people
from openpact.link.providers import PROVIDERS
from openpact.link.schedule import Place, window
from openpact.link.secret import Secret
from openpact.link.words import ON_THE_WAY

from . import credentials, feed_rows, too_often
from .calls import Calls, Unexpected, allowance, is_problem, refuses, said, short
from .credentials import Vendor
from .report import NOT_COME_TO, Report

#: Seconds for a file to be worked through, and between two looks.
PATIENCE, LOOK_AGAIN = 60.0, 5.0
#: So many of the newest rows are read one by one; at most so many stand in one answer.
ONE_BY_ONE, MOST_ROWS = 10, 1000
MANUAL = {"X-Trigger": "manual"}
#: Makes the people of the PaCT under test confirm, correct and withdraw a judgement; called with one of those words.
#: Raises NotDone.
Judge = Callable[[str], None]


class NotDone(Exception):
    """The people of the PaCT under test did not do what they were asked; its text stands in the report."""


class PlayedSms:
    """One run. `http` is a client whose base address is the PaCT's; `judge` may be missing: then what needs judgements is
    not seen. With `vendor`, the secret is its credentials."""

    def __init__(
        self, http: httpx.Client, secret: Secret, report: Report, *, judge: Judge | None = None,
        vendor: Vendor | None = None, sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self.calls = Calls(http, secret, vendor.school if vendor else None, sleep)
        self.report, self.judge, self.vendor, self._sleep = report, judge, vendor, sleep
        self.connection: dict[str, Any] = {}

    def run(self) -> Report:
        """Every rule in turn. A rule that could not be tried because of an answer before it failed; one that the PaCT's
        people did not help with is not seen."""
        for part, areas in self._parts().items():
            try:
                part()
            except (httpx.HTTPError, Unexpected, NotDone, KeyError, ValueError, TypeError) as trouble:
                if not self.calls.token:
                    raise
                note = self.report.not_seen if isinstance(trouble, NotDone) else self.report.failed
                for rule, finding in self.report.all():
                    if finding.seen == NOT_COME_TO and rule.area in areas:
                        note(rule.id, f"{_words(trouble)} on the way to it")
        return self.report

    def _parts(self) -> dict[Callable[[], None], tuple[str, ...]]:
        """What is looked at in turn, with the rules' areas. What uses up the calls comes last."""
        return {
            self.tokens: ("tokens",),
            self.errors: ("errors",),
            self.schedule: ("schedule",),
            self.uploads: ("uploads", "idempotency"),
            self.selection: ("scope",),
            self.feed: ("feed order", "acknowledgement", "re-delivery", "corrections"),
            self.rows_hold: ("rows",),
            self.for_whom: ("vendor credentials", "errors"),
            self.how_often: ("rate limits",),
        }

    # --- Tokens ------------------------------------------------------------------------------------------------------

    def tokens(self) -> None:
        check = self.report.check
        answer = self.calls.ask_token()
        given = answer.json() if answer.is_success else {}
        good = {"access_token", "expires_in", "scope"} <= given.keys() and given.get("token_type") == "Bearer"
        check("hub-token", good, f"{answer.status_code} with {', '.join(sorted(given)) or 'no token'}")
        self.calls.token = given["access_token"]
        wrong = self.calls.ask_token("x" * len(self.calls.secret.key))
        error = wrong.json().get("error", "") if "json" in wrong.headers.get("content-type", "") else ""
        check(
            "hub-token-wrong-secret",
            (wrong.status_code, error) == (401, "invalid_client"),
            f"{wrong.status_code} {error}",
        )
        narrow = said(self.calls.ask_token(scope="judgements:read"))["access_token"]
        refused = self.calls.get("/api/v1/connection", token=narrow)
        named = "scope=" in refused.headers.get("www-authenticate", "")
        check("hub-token-narrow-scope", refuses(refused, 403, "insufficient-scope") and named, short(refused))
        self.calls.revoke(narrow)
        after = self.calls.get("/api/v1/judgements", token=narrow)
        check("hub-token-revoked", after.status_code == 401, f"{after.status_code} after it was revoked")

    # --- Errors ------------------------------------------------------------------------------------------------------

    def errors(self) -> None:
        check, calls = self.report.check, self.calls
        bare = calls.http.get("/api/v1/connection")
        right = bare.status_code == 401 and is_problem(bare) and "www-authenticate" in bare.headers
        check("hub-no-token", right, f"{bare.status_code} {bare.headers.get('content-type', '')}")
        tried = [
            (calls.get("/api/v1/no-such-thing"), 404),
            (calls.http.delete("/api/v1/connection", headers=calls.headers()), 405),
            (calls.get("/api/v1/exchanges", limit="many"), 422),
            (calls.get(f"/api/v1/exchanges/{uuid.uuid4()}"), 404),
        ]
        seen = ", ".join(f"{a.status_code}{'' if is_problem(a) else ' without problem details'}" for a, _ in tried)
        check("hub-problem-details", all(a.status_code == s and is_problem(a) for a, s in tried), seen)

    # --- The schedule --------------------------------------------------------------------------------------------------

    def schedule(self) -> None:
        self.connection = answer = said(self.calls.get("/api/v1/connection"))
        provider, coming = PROVIDERS.get(answer["provider"]), answer["uploads"]["next"]
        if provider is None or coming is None:
            self.report.not_seen(
                "hub-connection-says-what-is-next", answer["uploads"].get("note") or "nothing is due by itself"
            )
            return
        place, at = Place(answer["school_number"], answer["time_zone"]), datetime.fromisoformat(coming["at"])
        opens, closes = window(provider.upload, place.wall, at.astimezone(place.wall).date())
        words = bool(coming["when"]) and bool(coming["because"])
        self.report.check(
            "hub-connection-says-what-is-next", opens <= at <= closes and words, f"{coming['when']}; at {coming['at']}"
        )

    # --- Uploads -------------------------------------------------------------------------------------------------------

    def file(self, *, selection: ide.Selection | None = None) -> bytes:
        """The same made-up people each time."""
        zone = Place(0, self.connection["time_zone"]).wall
        written = clock.now().astimezone(zone).replace(tzinfo=None, microsecond=0)
        everybody = people(seed=self.connection["school_number"], students=12)
        return ide.write(
            everybody, school_number=self.connection["school_number"], exported_at=written, selection=selection
        )

    def upload(self, data: bytes, key: str, media: str = "text/csv") -> httpx.Response:
        headers = {"Content-Type": media, "Idempotency-Key": key, "X-Trigger": "manual"}
        return self.calls.post("/api/v1/ide-files", content=data, headers=headers)

    def uploads(self) -> None:
        check, data, key = self.report.check, self.file(), f"conform-{uuid.uuid4().hex}"
        first = self.upload(data, key)
        taken = first.json() if first.status_code == 202 else {}
        located = first.headers.get("location", "").endswith(f"/api/v1/exchanges/{taken.get('id')}")
        check(
            "hub-upload-accepted",
            first.status_code == 202 and located,
            f"{first.status_code}, Location {'right' if located else 'missing'}",
        )
        again = self.upload(data, key)
        same = again.status_code == 202 and again.json().get("id") == taken.get("id")
        check(
            "hub-upload-same-key-same-exchange",
            same,
            f"{again.status_code}, {'the same' if same else 'another'} exchange",
        )
        other = self.upload(data + b"#\r\n", key)
        check("hub-upload-same-key-other-bytes", refuses(other, 409, "idempotency-conflict"), short(other))
        form = self.upload(b"{}", f"{key}-json", media="application/json")
        check("hub-upload-wrong-type", form.status_code == 415, short(form))
        ended = self.ended(taken["id"])
        right = ended["state"] not in ON_THE_WAY and (ended["state"] != "held" or bool(ended["reasons"]))
        check("hub-upload-comes-to-an-end", right, f"{ended['state']}, reasons: {len(ended['reasons'])}")

    def selection(self) -> None:
        chosen = ide.Selection(frozenset({ide.Role.STUDENT, ide.Role.TEACHING_STAFF}), frozenset({"Choir"}))
        sent = said(self.upload(self.file(selection=chosen), f"conform-{uuid.uuid4().hex}"))
        told = self.ended(sent["id"]).get("selection")
        wanted = {"roles": ["Student", "TeachingStaff"], "without_groups": ["Choir"]}
        self.report.check("hub-upload-selection", told == wanted, f"{json.dumps(told)}")
        unreadable = b'#openpact:selection {"roles": 1}\r\n' + self.file()
        ended = self.ended(said(self.upload(unreadable, f"conform-{uuid.uuid4().hex}"))["id"])
        self.report.check("hub-upload-unreadable-selection", ended["state"] == "refused", ended["state"])

    def ended(self, exchange: str) -> dict[str, Any]:
        waited, pause = 0.0, 0.2
        while True:
            answer: dict[str, Any] = said(self.calls.get(f"/api/v1/exchanges/{exchange}"))
            if answer["state"] not in ON_THE_WAY or waited > PATIENCE:
                return answer
            self._sleep(pause)
            waited, pause = waited + pause, min(pause * 2, LOOK_AGAIN)

    # --- The feed ------------------------------------------------------------------------------------------------------

    def feed(self) -> None:
        if self.judge is not None:
            self.judge("confirm")
            self.judge("correct")
            self.judge("withdraw")
        rows = self.rows(after=0, limit=500)
        newest = rows[-1]["cursor"] if rows else 0
        beyond = self.calls.get("/api/v1/judgements", after=newest + 1)
        self.report.check("hub-feed-not-beyond", refuses(beyond, 422, "beyond-feed"), short(beyond))
        if not rows:
            return
        latest = rows[-ONE_BY_ONE:]
        single = self.rows(after=latest[0]["cursor"] - 1, limit=1)
        cursors = [row["cursor"] for row in rows]
        right = single == latest and cursors == list(range(cursors[0], cursors[0] + len(rows)))
        same = "the same" if single == latest else "others"
        self.report.check("hub-feed-in-order", right, f"{len(rows)} rows; the last {len(latest)} one by one {same}")
        self.report.check("hub-feed-csv-is-the-same", self._csv_is(rows), "compared by id, version and cursor")
        self._acknowledge(rows)
        versions: dict[str, list[int]] = {}
        for row in rows:
            versions.setdefault(row["id"], []).append(row["version"])
        corrected = [found for found in versions.values() if len(found) > 1]
        if corrected:
            right = all(found == sorted(set(found)) for found in corrected)
            self.report.check("hub-correction-is-a-new-version", right, f"versions {corrected[0]} of one judgement")
        elif self.judge is not None:
            self.report.failed(
                "hub-correction-is-a-new-version", "one row for each judgement, although one was corrected"
            )

    def _acknowledge(self, rows: list[dict[str, Any]]) -> None:
        before = said(self.calls.get("/api/v1/judgements", limit=1))
        again = said(self.calls.get("/api/v1/judgements", limit=1))
        if before["items"]:
            right = before["items"] == again["items"]
            self.report.check("hub-redelivers-what-was-not-acknowledged", right, "asked twice without acknowledging")
        newest = rows[-1]["cursor"]
        kept = [
            said(self.calls.post("/api/v1/judgements/acknowledgements", json={"cursor": cursor})).get("acknowledged")
            for cursor in (newest, 0)
        ]
        self.report.check("hub-acknowledgement-moves-forward-only", kept == [newest, newest], f"kept {kept}")

    def rows_hold(self) -> None:
        """What the rows say, each for itself."""
        rows, check = self.rows(after=0, limit=500), self.report.check
        if not rows:
            return
        wrong = feed_rows.fields(rows)
        if not check("hub-row-has-every-field", not wrong, "; ".join(wrong) or f"all in {len(rows)} rows"):
            return
        wrong = feed_rows.levels(rows)
        check("hub-row-levels", not wrong, "; ".join(wrong) or f"in {len(rows)} rows")
        wrong, scored = feed_rows.scores(rows), sum(map(feed_rows.has_a_score, rows))
        if wrong or scored:
            check("hub-row-scores", not wrong, "; ".join(wrong) or f"{scored} rows with a score")
        else:
            self.report.not_seen("hub-row-scores", "no row has a score: have the judgements made with aspects")

    def rows(self, *, after: int, limit: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while True:
            page = said(self.calls.get("/api/v1/judgements", headers=MANUAL, after=after, limit=limit))
            found += page["items"]
            if not page["more"] or page["next_cursor"] == after:
                return found
            after = page["next_cursor"]

    def _csv_is(self, rows: list[dict[str, Any]]) -> bool:
        answer = self.calls.get(
            "/api/v1/judgements", headers={**MANUAL, "Accept": "text/csv"}, after=0, limit=MOST_ROWS
        )
        told = [(r["id"], r["version"], r["cursor"]) for r in csv.DictReader(io.StringIO(answer.text))]
        return told == [(row["id"], str(row["version"]), str(row["cursor"])) for row in rows[:MOST_ROWS]]

    # --- Whose credentials, and how often ------------------------------------------------------------------------------

    def for_whom(self) -> None:
        if self.vendor is None:
            credentials.of_a_school(self.calls, self.report)
        else:
            credentials.of_a_vendor(self.calls, self.report, self.vendor)

    def how_often(self) -> None:
        answer = self.calls.get("/api/v1/connection")
        told = allowance(answer)
        headers = [f"{name}: {answer.headers.get(name, 'missing')}" for name in ("RateLimit-Policy", "RateLimit")]
        if self.report.check("hub-rate-limit-headers", told is not None, "; ".join(headers)) and told is not None:
            too_often.look(self.calls, self.report, told)


def _words(trouble: Exception) -> str:
    return str(trouble) if isinstance(trouble, Unexpected | NotDone) else type(trouble).__name__
