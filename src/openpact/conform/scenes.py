"""Playing PaCT against an SMS: `openpact connect conform`. Scene by scene something goes wrong, as it does in life; the
SMS is moved, by a person or by a command, and what it did is read off the calls it made."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from urllib.parse import parse_qs

from openpact import ide
from openpact.link.providers import PROVIDERS
from openpact.link.schedule import Place, window
from openpact.link.secret import new_secret

from .contents import UNKNOWN, WITHOUT_ASPECTS
from .played_hub import PlayedHub
from .report import Report
from .wire import Request, basic, problem

#: Seconds that an answer asks the SMS to wait.
WAIT = 1
#: A revoked secret may be tried so often before the SMS stops.
FEW = 5


class Mover(Protocol):
    """Makes the SMS act, and returns once it has; `said` is for a person."""

    def upload(self, said: str) -> None: ...

    def collect(self, said: str) -> None: ...


@dataclass
class Run:
    """One run against one SMS."""

    hub: PlayedHub
    mover: Mover
    report: Report
    #: The school's wall clock, for the advice about windows.
    now: Callable[[], datetime]
    #: The students of the first upload: an SMS may take judgements only for those it has.
    students: list[ide.Person] = field(default_factory=list)

    def all(self) -> Report:
        for scene in (
            self.first_upload,
            self.busy,
            self.expired,
            self.judgements,
            self.too_often,
            self.lost_acknowledgement,
            self.corrections,
            self.revoked,
        ):
            since = len(self.hub.requests)
            scene(since)
        return self.report

    # --- Uploads -------------------------------------------------------------------------------------------------------

    def first_upload(self, since: int) -> None:
        self.mover.upload("Upload the IDE file by hand.")
        check, uploads = self.report.check, self._calls(since, "POST", "ide-files")
        right = [self._asks_rightly(r) for r in self._tokens(since)]
        if right or uploads:
            check("sms-token-by-client-credentials", bool(right) and all(right), f"{len(right)} requests for a token")
        if not uploads:
            return
        sent = uploads[-1]
        self._token_is_kept(since)
        try:
            file = ide.read(sent.body, school_number=self.hub.school_number)
            check(
                "sms-upload-is-a-readable-ide-file",
                not file.errors and bool(file.people),
                f"{len(file.people)} people, {file.errors} errors, {file.warnings} warnings",
            )
            self.students = [person for person in file.people if person.role is ide.Role.STUDENT]
            self.report.passed(
                "sms-selection-is-readable", "a selection" if not file.selection.is_everything else "everything is sent"
            )
        except ide.UnusableFile as unusable:
            which = f", where the school is {self.hub.school_number}" * (unusable.issue.code == "foreign-school")
            check("sms-upload-is-a-readable-ide-file", False, f"unusable: {unusable.issue.code}{which}")
            if unusable.issue.code == "unreadable-selection":
                self.report.failed("sms-selection-is-readable", "the line could not be understood")
        media = sent.headers.get("content-type", "").partition(";")[0]
        whole = sent.headers.get("content-length") == str(len(sent.body))
        check(
            "sms-upload-says-its-length-and-type",
            whole and media == "text/csv",
            f"Content-Length {'right' if whole else 'missing or wrong'}, {media or 'no type'}",
        )
        trigger = sent.headers.get("x-trigger", "automatic")
        check("sms-says-who-started-it", trigger in {"manual", "first"}, f"X-Trigger: {trigger} for an upload by hand")
        check("sms-key-for-each-upload", bool(sent.key), "a key" if sent.key else "no key")

    def busy(self, since: int) -> None:
        """PaCT is busy once: the same upload has to come again, after a while."""
        before = {r.key for r in self._calls(0, "POST", "ide-files")}
        self.hub.troubles_at["ide-files"] = [problem(503, "not-ready", "Not ready", {"Retry-After": str(WAIT)})]
        self.mover.upload("Upload the IDE file again. PaCT is busy for a moment.")
        uploads = self._calls(since, "POST", "ide-files")
        if len(uploads) < 2:
            self.hub.troubles_at.pop("ide-files", None)
            return
        first, second = uploads[:2]
        same = first.key == second.key and first.body == second.body and bool(first.key)
        self.report.check(
            "sms-key-kept-on-503",
            same,
            f"{'the same' if first.key == second.key else 'another'} key, {'the same' if first.body == second.body else 'other'} bytes",
        )
        waited = second.at - first.at
        self.report.check(
            "sms-waits-as-asked", waited >= WAIT * 0.9, f"waited {waited:.1f} seconds where {WAIT} were asked"
        )
        self.report.check(
            "sms-key-for-each-upload",
            first.key not in before,
            "a new key" if first.key not in before else "a key that was used before",
        )

    def expired(self, since: int) -> None:
        """Its token is worth nothing any more."""
        self.hub.tokens.clear()
        self.mover.upload("Upload the IDE file again. PaCT has forgotten your access token.")
        refused = [r for r in self.hub.requests[since:] if r.status == 401]
        tokens, done = self._tokens(since), [r for r in self._calls(since, "POST", "ide-files") if r.status == 202]
        if refused or done:
            self.report.check(
                "sms-token-renewed-after-401",
                bool(done) and len(tokens) <= 2 and len(refused) <= 2,
                f"{len(tokens)} new tokens, {len(refused)} calls refused, {len(done)} taken",
            )

    # --- Judgements ------------------------------------------------------------------------------------------------------

    def judgements(self, since: int) -> None:
        """The first page is as the API is today, its second row without aspects; the row on the second holds a field of the
        future."""
        for _ in range(3):
            self._judge()
        self.hub.feed[1].update(WITHOUT_ASPECTS)
        for row in self.hub.feed[:2]:
            row.pop(UNKNOWN)
        self.hub.page = 2
        self.mover.collect("Collect the judgements by hand: there are three, on two pages.")
        pages = self._calls(since, "GET", "judgements")
        if not pages:
            return
        asked = [int(r.query.get("after", r.acknowledged)) for r in pages if r.status == 200]
        self.report.check(
            "sms-collects-in-order", asked == sorted(asked) and max(asked, default=0) >= 2, f"asked after {asked}"
        )
        self._acknowledged(since)
        self._token_is_kept(since)
        if any(r.delivered >= 2 for r in pages):
            self.report.check(
                "sms-takes-a-row-without-a-score",
                self.hub.acknowledged >= 2,
                f"acknowledged up to {self.hub.acknowledged}, where row 2 has no score",
            )
        if self.hub.acknowledged >= 2 and max((r.delivered for r in pages), default=0) >= 3:
            self.report.check(
                "sms-ignores-unknown-fields",
                self.hub.acknowledged >= 3,
                f"acknowledged up to {self.hub.acknowledged}, where row 3 holds a field it does not know",
            )

    def too_often(self, since: int) -> None:
        """It is told that it calls too often."""
        self._judge()
        self.hub.troubles_at["judgements"] = [
            problem(429, "rate-limited", "Too many calls", {"Retry-After": str(WAIT)})
        ]
        self.mover.collect("Collect the judgements. PaCT says once that you call too often.")
        self.hub.troubles_at.pop("judgements", None)
        asked = self._calls(since, "GET", "judgements")
        if len(asked) < 2:
            return
        waited = asked[1].at - asked[0].at
        seen = f"waited {waited:.1f} seconds where {WAIT} were asked"
        self.report.check("sms-waits-when-it-calls-too-often", waited >= WAIT * 0.9, seen)

    def lost_acknowledgement(self, since: int) -> None:
        """PaCT hears the acknowledgement late: the rows come again."""
        self._judge()
        newest = len(self.hub.feed)
        self.hub.troubles_at["acknowledgements"] = [problem(503, "not-ready", "Not ready", {"Retry-After": "0"})] * 10
        self.mover.collect("Collect the judgements. PaCT does not hear that you have them.")
        self.hub.troubles_at.pop("acknowledgements", None)
        if self.hub.acknowledged >= newest or not self._calls(since, "GET", "judgements"):
            return
        self.mover.collect("Collect the judgements once more: the same row comes again.")
        self.report.check(
            "sms-takes-a-row-twice",
            self.hub.acknowledged == newest,
            f"acknowledged up to {self.hub.acknowledged} of {newest}",
        )

    def corrections(self, since: int) -> None:
        first = self.hub.feed[0]
        self.hub.judge(
            first["person_id"],
            id=first["id"],
            nsn=first["nsn"],
            version=2,
            level="4",
            level_name="Curriculum level 4",
            reason="Looked again",
        )
        self.hub.judge(
            first["person_id"],
            id=first["id"],
            nsn=first["nsn"],
            version=3,
            level="",
            level_name="",
            withdrawn=True,
            reason="Another student",
        )
        self.mover.collect("Collect the judgements: a correction, and a withdrawal.")
        if self._calls(since, "GET", "judgements"):
            newest = len(self.hub.feed)
            self.report.check(
                "sms-takes-corrections",
                self.hub.acknowledged == newest,
                f"acknowledged up to {self.hub.acknowledged} of {newest}",
            )

    # --- The end --------------------------------------------------------------------------------------------------------

    def revoked(self, since: int) -> None:
        self.hub.secret, kept = new_secret(), self.hub.secret
        self.hub.tokens.clear()
        self.mover.upload("Upload once more. Your secret has been revoked: the SMS should say so.")
        tries = self._tokens(since)
        self.hub.secret = kept
        if tries:
            self.report.check("sms-gives-up-a-refused-secret", len(tries) <= FEW, f"{len(tries)} tries")
        self._windows()
        self._vendor()

    def _judge(self) -> None:
        """A judgement on one student more."""
        place = len(self.hub.feed)
        if self.students:
            student = self.students[place % len(self.students)]
            self.hub.judge(student.sms_id, nsn=student.nsn)
        else:
            self.hub.judge(str(place + 1))

    def _token_is_kept(self, since: int) -> None:
        calls = [r for r in self.hub.requests[since:] if r.path.startswith("/api/v1/")]
        if len(calls) > 1:
            tokens = len(self._tokens(since))
            self.report.check("sms-token-is-kept", tokens < len(calls), f"{tokens} tokens for {len(calls)} calls")

    def _acknowledged(self, since: int) -> None:
        given = 0
        right, told = True, []
        for request in self.hub.requests[since:]:
            if request.path.endswith("/judgements") and request.status == 200:
                given = max(given, request.delivered)
            elif request.path.endswith("/acknowledgements"):
                told.append(request.cursor)
                right &= 0 < request.cursor <= given
        if told:
            self.report.check("sms-acknowledges-what-it-was-given", right, f"acknowledged {told}")

    def _vendor(self) -> None:
        if self.hub.schools is None:
            return
        calls = [r for r in self.hub.requests if r.path.startswith("/api/v1/") and not r.path.endswith("/schools")]
        wrong = sum(r.headers.get("x-school", "") not in map(str, self.hub.schools) for r in calls)
        self.report.check(
            "sms-vendor-names-the-school",
            bool(calls) and not wrong,
            f"{wrong} of {len(calls)} calls named none or another",
        )

    def _windows(self) -> None:
        """Advice: what came by itself, and when."""
        automatic = [
            r for r in self._calls(0, "POST", "ide-files") if r.headers.get("x-trigger", "automatic") == "automatic"
        ]
        if not automatic:
            return
        place, provider = Place(self.hub.school_number, self.hub.time_zone), PROVIDERS[self.hub.provider]
        now = self.now()
        opens, closes = window(provider.upload, place.wall, now.astimezone(place.wall).date())
        self.report.check(
            "sms-automatic-inside-the-window",
            opens <= now <= closes,
            f"{len(automatic)} automatic uploads during this run",
        )

    def _tokens(self, since: int) -> list[Request]:
        return self._calls(since, "POST", "token")

    def _calls(self, since: int, method: str, end: str) -> list[Request]:
        return [r for r in self.hub.requests[since:] if r.method == method and r.path.endswith(f"/{end}")]

    def _asks_rightly(self, request: Request) -> bool:
        form = {name: values[0] for name, values in parse_qs(request.body.decode("utf-8", "replace")).items()}
        if form.get("grant_type") != "client_credentials":
            return False
        given = basic(request.headers.get("authorization", ""))
        told = given or f"{form.get('client_id')}:{form.get('client_secret')}"
        return told == f"{self.hub.secret.client}:{self.hub.secret.key}"
