"""Playing an SMS against a PaCT: `openpact conform hub`. It uploads made-up people to a test school, and judges nobody.

Plain HTTP on purpose: what our own client forgives must not be forgiven here.
"""

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

from .report import Report

#: Seconds for a file to be worked through.
PATIENCE = 60.0
#: Makes the people of the PaCT under test confirm, correct and withdraw a judgement; called with one of those words.
Judge = Callable[[str], None]


class PlayedSms:
    """One run. `http` is a client whose base address is the PaCT's; `judge` may be missing: then what needs judgements is
    not seen."""

    def __init__(
        self, http: httpx.Client, secret: Secret, report: Report, *, judge: Judge | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self.http, self.secret, self.report, self.judge, self._sleep = http, secret, report, judge, sleep
        self.token = ""
        self.connection: dict[str, Any] = {}

    def run(self) -> Report:
        """Every rule in turn. What cannot be tried because something before it failed is not seen."""
        for part in (self.tokens, self.errors, self.schedule, self.uploads, self.selection, self.feed):
            try:
                part()
            except (httpx.HTTPError, KeyError, ValueError, TypeError) as trouble:
                if not self.token:
                    raise
                for rule, finding in self.report.all():
                    if finding.seen == "The run did not come to it." and rule.area in _AREAS_OF.get(part.__name__, ()):
                        self.report.failed(rule.id, f"{type(trouble).__name__} on the way to it")
        return self.report

    # --- Tokens ------------------------------------------------------------------------------------------------------

    def ask_token(self, key: str | None = None, **form: str) -> httpx.Response:
        auth = (self.secret.client, key or self.secret.key)
        return self.http.post("/api/oauth/token", data={"grant_type": "client_credentials", **form}, auth=auth)

    def tokens(self) -> None:
        check = self.report.check
        answer = self.ask_token()
        said = answer.json() if answer.is_success else {}
        good = {"access_token", "expires_in", "scope"} <= said.keys() and said.get("token_type") == "Bearer"
        check("hub-token", good, f"{answer.status_code} with {', '.join(sorted(said)) or 'no token'}")
        self.token = said["access_token"]
        wrong = self.ask_token("x" * len(self.secret.key))
        error = wrong.json().get("error", "") if "json" in wrong.headers.get("content-type", "") else ""
        check(
            "hub-token-wrong-secret",
            (wrong.status_code, error) == (401, "invalid_client"),
            f"{wrong.status_code} {error}",
        )
        narrow = self.ask_token(scope="judgements:read").json()["access_token"]
        refused = self.get("/api/v1/connection", token=narrow)
        named = "scope=" in refused.headers.get("www-authenticate", "")
        right = refused.status_code == 403 and _code(refused) == "insufficient-scope" and named
        check("hub-token-narrow-scope", right, f"{refused.status_code} {_code(refused)}")
        auth = (self.secret.client, self.secret.key)
        self.http.post("/api/oauth/revoke", data={"token": narrow}, auth=auth)
        after = self.get("/api/v1/judgements", token=narrow)
        check("hub-token-revoked", after.status_code == 401, f"{after.status_code} after it was revoked")

    # --- Errors ------------------------------------------------------------------------------------------------------

    def errors(self) -> None:
        check = self.report.check
        bare = self.http.get("/api/v1/connection")
        right = bare.status_code == 401 and _is_problem(bare) and "www-authenticate" in bare.headers
        check("hub-no-token", right, f"{bare.status_code} {bare.headers.get('content-type', '')}")
        tried = [
            (self.get("/api/v1/no-such-thing"), 404),
            (self.http.delete("/api/v1/connection", headers=self._bearer()), 405),
            (self.get("/api/v1/exchanges", limit="many"), 422),
            (self.get(f"/api/v1/exchanges/{uuid.uuid4()}"), 404),
        ]
        seen = ", ".join(f"{a.status_code}{'' if _is_problem(a) else ' without problem details'}" for a, _ in tried)
        check("hub-problem-details", all(a.status_code == s and _is_problem(a) for a, s in tried), seen)
        answer = self.get("/api/v1/exchanges")
        named = {"ratelimit", "ratelimit-policy"} & set(answer.headers)
        check("hub-rate-limit-headers", len(named) == 2, f"{', '.join(sorted(named)) or 'neither'}")

    # --- The schedule --------------------------------------------------------------------------------------------------

    def schedule(self) -> None:
        self.connection = said = self.get("/api/v1/connection").json()
        other = str(said["school_number"] % 9999 + 1)
        refused = self.http.get("/api/v1/connection", headers={**self._bearer(), "X-School": other})
        right = refused.status_code == 403 and _code(refused) == "other-school"
        self.report.check("hub-other-school", right, f"{refused.status_code} {_code(refused)}")
        provider, coming = PROVIDERS.get(said["provider"]), said["uploads"]["next"]
        if provider is None or coming is None:
            self.report.not_seen(
                "hub-connection-says-what-is-next", said["uploads"].get("note") or "nothing is due by itself"
            )
            return
        place, at = Place(said["school_number"], said["time_zone"]), datetime.fromisoformat(coming["at"])
        opens, closes = window(provider.upload, place.wall, at.astimezone(place.wall).date())
        words = bool(coming["when"]) and bool(coming["because"])
        self.report.check("hub-connection-says-what-is-next", opens <= at <= closes and words, f"{coming['when']}")

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
        headers = {**self._bearer(), "Content-Type": media, "Idempotency-Key": key, "X-Trigger": "manual"}
        return self.http.post("/api/v1/ide-files", content=data, headers=headers)

    def uploads(self) -> None:
        check, data, key = self.report.check, self.file(), f"conform-{uuid.uuid4().hex}"
        first = self.upload(data, key)
        said = first.json() if first.status_code == 202 else {}
        located = first.headers.get("location", "").endswith(f"/api/v1/exchanges/{said.get('id')}")
        check(
            "hub-upload-accepted",
            first.status_code == 202 and located,
            f"{first.status_code}, Location {'right' if located else 'missing'}",
        )
        again = self.upload(data, key)
        same = again.status_code == 202 and again.json().get("id") == said.get("id")
        check(
            "hub-upload-same-key-same-exchange",
            same,
            f"{again.status_code}, {'the same' if same else 'another'} exchange",
        )
        other = self.upload(data + b"#\r\n", key)
        right = (other.status_code, _code(other)) == (409, "idempotency-conflict")
        check("hub-upload-same-key-other-bytes", right, f"{other.status_code} {_code(other)}")
        form = self.upload(b"{}", f"{key}-json", media="application/json")
        check("hub-upload-wrong-type", form.status_code == 415, f"{form.status_code} {_code(form)}")
        ended = self.ended(said["id"])
        right = ended["state"] not in ON_THE_WAY and (ended["state"] != "held" or bool(ended["reasons"]))
        check("hub-upload-comes-to-an-end", right, f"{ended['state']}, reasons: {len(ended['reasons'])}")

    def selection(self) -> None:
        chosen = ide.Selection(frozenset({ide.Role.STUDENT, ide.Role.TEACHING_STAFF}), frozenset({"Choir"}))
        sent = self.upload(self.file(selection=chosen), f"conform-{uuid.uuid4().hex}").json()
        said = self.ended(sent["id"]).get("selection")
        wanted = {"roles": ["Student", "TeachingStaff"], "without_groups": ["Choir"]}
        self.report.check("hub-upload-selection", said == wanted, f"{json.dumps(said)}")
        broken = self.upload(
            b'#openpact:selection {"roles": 1}\r\n' + self.file(), f"conform-{uuid.uuid4().hex}"
        ).json()
        ended = self.ended(broken["id"])
        self.report.check("hub-upload-unreadable-selection", ended["state"] == "refused", ended["state"])

    def ended(self, exchange: str) -> dict[str, Any]:
        waited = 0.0
        while True:
            said: dict[str, Any] = self.get(f"/api/v1/exchanges/{exchange}").json()
            if said["state"] not in ON_THE_WAY or waited > PATIENCE:
                return said
            self._sleep(0.2)
            waited += 0.2

    # --- The feed ------------------------------------------------------------------------------------------------------

    def feed(self) -> None:
        if self.judge is not None:
            self.judge("confirm")
            self.judge("correct")
            self.judge("withdraw")
        rows = self.rows(after=0, limit=500)
        newest = rows[-1]["cursor"] if rows else 0
        beyond = self.get("/api/v1/judgements", after=newest + 1)
        right = (beyond.status_code, _code(beyond)) == (422, "beyond-feed")
        self.report.check("hub-feed-not-beyond", right, f"{beyond.status_code} {_code(beyond)}")
        if not rows:
            return
        single = self.rows(after=0, limit=1)
        cursors = [row["cursor"] for row in rows]
        right = single == rows and cursors == list(range(cursors[0], cursors[0] + len(rows)))
        self.report.check(
            "hub-feed-in-order", right, f"{len(rows)} rows; one by one {'the same' if single == rows else 'others'}"
        )
        self.report.check("hub-feed-csv-is-the-same", self._csv_is(rows), "compared by id, version and cursor")
        self._acknowledge(rows)
        versions: dict[str, list[int]] = {}
        for row in rows:
            versions.setdefault(row["id"], []).append(row["version"])
        corrected = [found for found in versions.values() if len(found) > 1]
        if corrected:
            right = all(found == sorted(set(found)) for found in corrected)
            self.report.check("hub-correction-is-a-new-version", right, f"versions {corrected[0]} of one judgement")

    def _acknowledge(self, rows: list[dict[str, Any]]) -> None:
        before = self.get("/api/v1/judgements", limit=1).json()
        again = self.get("/api/v1/judgements", limit=1).json()
        if before["items"]:
            right = before["items"] == again["items"]
            self.report.check("hub-redelivers-what-was-not-acknowledged", right, "asked twice without acknowledging")
        newest = rows[-1]["cursor"]
        kept = [
            self.http.post(
                "/api/v1/judgements/acknowledgements", json={"cursor": cursor}, headers=self._bearer()
            ).json()
            for cursor in (newest, 0)
        ]
        right = [answer.get("acknowledged") for answer in kept] == [newest, newest]
        self.report.check(
            "hub-acknowledgement-moves-forward-only", right, f"kept {[a.get('acknowledged') for a in kept]}"
        )

    def rows(self, *, after: int, limit: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while True:
            page = self.get("/api/v1/judgements", after=after, limit=limit, trigger="manual").json()
            found += page["items"]
            if not page["more"] or page["next_cursor"] == after:
                return found
            after = page["next_cursor"]

    def _csv_is(self, rows: list[dict[str, Any]]) -> bool:
        headers = {**self._bearer(), "Accept": "text/csv", "X-Trigger": "manual"}
        answer = self.http.get("/api/v1/judgements", params={"after": 0, "limit": 1000}, headers=headers)
        told = [(r["id"], r["version"], r["cursor"]) for r in csv.DictReader(io.StringIO(answer.text))]
        return told == [(row["id"], str(row["version"]), str(row["cursor"])) for row in rows[:1000]]

    def get(self, path: str, *, token: str = "", trigger: str = "", **params: object) -> httpx.Response:
        headers = self._bearer(token) | ({"X-Trigger": trigger} if trigger else {})
        return self.http.get(path, params={k: str(v) for k, v in params.items()}, headers=headers)

    def _bearer(self, token: str = "") -> dict[str, str]:
        return {"Authorization": f"Bearer {token or self.token}"}


#: Which areas a part of the run looks at, for what could not be tried.
_AREAS_OF = {
    "tokens": ("tokens",), "errors": ("errors", "rate limits"), "schedule": ("schedule",),
    "uploads": ("uploads", "idempotency"), "selection": ("scope",),
    "feed": ("feed order", "acknowledgement", "re-delivery", "corrections"),
}  # fmt: skip


def _is_problem(answer: httpx.Response) -> bool:
    if not answer.headers.get("content-type", "").startswith("application/problem+json"):
        return False
    return bool({"type", "title", "status", "detail", "code"} <= answer.json().keys())


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("code", ""))
    except (ValueError, AttributeError):
        return ""
