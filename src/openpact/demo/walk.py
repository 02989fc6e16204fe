"""`openpact demo --once`: the whole loop by pages and forms, as a school's people would do it, without a browser.

Each step looks at the other side: what was saved in PaCT is looked up in PaCT's database by its owner, what arrived in the
SMS in the SMS's. Nothing is believed because a page said so.
"""

import json
import re
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg
import typer

from .browser import Browser
from .schools import KAMAR_SCHOOL, PASSWORD, DemoSchool
from .stack import Stack, started

#: Seconds for something to arrive on the other side.
PATIENCE = 60
TEACHERS_PASSWORD = "a teacher's own pass phrase"  # noqa: S105 (made up, for a database that is thrown away)


@dataclass(frozen=True)
class Step:
    provider: str
    step: str
    observed: str
    ok: bool


class Walk:
    """One school's loop. A step that does not hold ends it: the ones after it would only say so again."""

    def __init__(self, stack: Stack, school: DemoSchool) -> None:
        self.stack, self.school = stack, school
        self.office, self.kamar, self.teacher = Browser(stack.hub), Browser(stack.sms), Browser(stack.hub)
        self.secret = ""
        self.pact = psycopg.connect(stack.hub_database.owner, autocommit=True)
        self.sms = psycopg.connect(stack.sms_database.owner, autocommit=True)

    def close(self) -> None:
        for each in (self.office, self.kamar, self.teacher, self.pact, self.sms):
            each.close()

    def steps(self) -> Iterator[Step]:
        for words, do in self._journey():
            try:
                observed, ok = do()
            except Exception as trouble:  # whatever it was, it is the step that did not hold
                observed, ok = f"{type(trouble).__name__}: {trouble}", False
            yield Step(self.school.provider, words, observed, ok)
            if not ok:
                return

    def _journey(self) -> list[tuple[str, Callable[[], tuple[str, bool]]]]:
        return [
            ("Sign in to the PaCT as its administrator; Manage tab; Change SMS Settings", self.open_settings),
            ("Select Use SMS; select KAMAR from the drop-down list; select Get Secret and copy the string", self.get_secret),
            ("Set the preferred setting for PaCT exporting judgement data into your SMS automatically; Save the changes", self.save_settings),
            ("Under IAM/PaCT tab, select PaCT configuration", self.open_configuration),
            ("Beside the school name, paste in the secret code copied from the PaCT; Save changes", self.paste_secret),
            ("The IDE file uploads, arrives, is checked and previewed", self.first_upload),
            ("The administrator approves it, with invitations to staff; people, classes and groups are in the PaCT", self.approve),
            ("Staff are sent an SMS-initiated PaCT invitation", self.invitations),
            ("A teacher accepts it and is linked to the SMS groups created in the PaCT", self.accept),
            ("The teacher confirms an overall judgement for a student", self.judge),
            ("The judgement is in KAMAR's results", self.result),
            ("A class change in KAMAR is reflected automatically in the PaCT with the next upload", self.change),
        ]  # fmt: skip

    # --- PaCT: settings ------------------------------------------------------------------------------------------

    def open_settings(self) -> tuple[str, bool]:
        self.office.open("/")
        self.office.press("Sign in", {"login": self.school.administrator, "password": PASSWORD})
        page = self.office.follow("Manage", "Change SMS Settings")
        known = self._pact("SELECT count(*) FROM roster_person WHERE school_id = {school}")
        return f"{page.url}; {known} people in PaCT's database", "Use SMS" in page.text and known == 0

    def get_secret(self) -> tuple[str, bool]:
        page = self.office.press("Get secret", {"use_sms": "on", "provider": "kamar"})
        found = re.search(r"pact_[0-9A-Za-z]+_[0-9A-Za-z]+_[0-9A-Za-z]+", page.html)
        self.secret = found.group() if found else ""
        stored = self._pact("SELECT count(*) FROM sms_secret WHERE school_id = {school}")
        in_clear = self._pact(
            "SELECT count(*) FROM oauth2_provider_application WHERE client_secret LIKE %s",
            f"%{self.secret.split('_')[2] if self.secret else ''}%",
        )
        return f"{stored} secret, stored in clear: {in_clear}", bool(self.secret) and stored == 1 and in_clear == 0

    def save_settings(self) -> tuple[str, bool]:
        self.office.press("Save changes", {"use_sms": "on", "provider": "kamar", "automatic_export": "yes"})
        saved = self._row(
            self.pact, "SELECT use_sms, provider, automatic_export FROM sms_connection WHERE school_id = {school}"
        )
        return f"in PaCT's database: {saved}", saved == (True, "kamar", True)

    # --- KAMAR: configuration ----------------------------------------------------------------------------------

    def open_configuration(self) -> tuple[str, bool]:
        page = self.kamar.open(f"/kamar/{self.school.number}/pact/configuration/")
        return page.url, self.school.name in page.text and "IAM/PaCT" in page.text

    def paste_secret(self) -> tuple[str, bool]:
        self.kamar.press("Save changes", {f"secret-{self.school.number}": self.secret})
        used = self._until(
            self.pact, "SELECT last_used_at IS NOT NULL FROM sms_secret WHERE school_id = {school}", lambda used: used
        )
        return f"PaCT has seen the secret used: {used}", used is True

    def first_upload(self) -> tuple[str, bool]:
        state = self._until(
            self.pact,
            "SELECT state FROM sms_exchange WHERE school_id = {school} AND direction = 'upload' ORDER BY received_at",
            lambda state: state not in (None, "received", "checking"),
        )
        page = self.office.open(self._exchange_address())
        return (
            f"{state}: {page.text[page.text.find('It would mean') :][:160]}",
            state == "held" and "Joining" in page.text,
        )

    def approve(self) -> tuple[str, bool]:
        self.office.press("Approve and apply", {"invite": "on"})
        here = self._column(self.sms, "SELECT sms_id FROM sms_person WHERE school_id = {sms} AND left_on IS NULL")
        there = self._column(self.pact, "SELECT sms_id FROM roster_person WHERE school_id = {school} AND active")
        groups = self._pact("SELECT count(*) FROM roster_group WHERE school_id = {school} AND active")
        places = self._pact("SELECT count(*) FROM roster_membership WHERE school_id = {school}")
        same = bool(here) and sorted(here) == sorted(there)
        return (
            f"{len(here)} people in KAMAR, {len(there)} in PaCT, {groups} groups, {places} places in them",
            same and groups > 0,
        )

    # --- The teacher -----------------------------------------------------------------------------------------------

    def invitations(self) -> tuple[str, bool]:
        sent = "SELECT count(*) FROM accounts_invitation WHERE school_id = {school} AND sent_at IS NOT NULL"
        made = self._pact("SELECT count(*) FROM accounts_invitation WHERE school_id = {school}")
        gone = self._until(self.pact, sent, lambda number: number == made)
        mails = self._pact("SELECT count(*) FROM platform_shownmail")
        return f"{made} invitations, {gone} mailed, {mails} mails", made > 0 and gone == made and mails >= made

    def accept(self) -> tuple[str, bool]:
        invitation = (
            "SELECT i.id, i.person_id, i.email FROM accounts_invitation i WHERE i.school_id = {school} AND EXISTS"
            " (SELECT 1 FROM roster_membership m JOIN roster_membership s ON s.group_id = m.group_id JOIN roster_person p"
            " ON p.id = s.person_id AND p.role = 'Student' WHERE m.person_id = i.person_id) ORDER BY i.id LIMIT 1"
        )
        key, person, email = self._row(self.pact, invitation)
        body = self._pact('SELECT body FROM platform_shownmail WHERE "to" = %s ORDER BY id DESC', email)
        self.teacher.open(re.search(r"https?://\S+/invitations/\S+", body).group())
        page = self.teacher.press("Make my account and accept", {"password": TEACHERS_PASSWORD})
        linked = self._pact(
            "SELECT person_id FROM accounts_access WHERE school_id = {school} AND person_id = %s", person
        )
        state = self._pact("SELECT state FROM accounts_invitation WHERE id = %s", key)
        groups = self._column(
            self.pact,
            "SELECT g.name FROM roster_membership m JOIN roster_group g ON g.id = m.group_id WHERE m.person_id = %s",
            person,
        )
        shown = [name for name in groups if name in page.text]
        ok = state == "accepted" and linked == person and bool(groups) and shown == groups
        return f"invitation {state}, linked with the SMS person; shown: {', '.join(shown)}", ok

    def judge(self) -> tuple[str, bool]:
        self.teacher.follow("Judge")
        group = next(href for _, href in self.teacher.page.links if re.search(r"/judge/\d+/", href))
        page = self.teacher.open(group)
        form, _ = page.form("Confirm")
        student = next(name for name in form.choices if name.startswith("level-"))
        self.teacher.press("Confirm", {student: "3"})
        found = self._row(
            self.pact,
            "SELECT j.level, v.version, f.position FROM judgements_judgement j JOIN judgements_judgementversion v"
            " ON v.judgement_id = j.id JOIN judgements_feedrow f ON f.version_id = v.id"
            " WHERE j.school_id = {school} AND j.person_id = %s",
            int(student.removeprefix("level-")),
        )
        return f"in PaCT's database: level, version, place in the feed = {found}", found == ("3", 1, 1)

    def result(self) -> tuple[str, bool]:
        wanted = self._row(
            self.pact,
            "SELECT j.id::text, p.sms_id, j.level, j.area FROM judgements_judgement j JOIN roster_person p"
            " ON p.id = j.person_id WHERE j.school_id = {school}",
        )
        query = (
            "SELECT r.judgement_id, r.person_sms_id, r.level, r.learning_area FROM sms_result r"
            " WHERE r.school_id = {sms}"
        )
        self._until(self.sms, query, lambda key: key is not None)
        found = self._row(self.sms, query)
        acknowledged = self._until(
            self.pact, "SELECT acknowledged FROM judgements_feedcursor WHERE school_id = {school}", lambda n: n == 1
        )
        return f"in KAMAR's database: {found}; acknowledged up to {acknowledged}", found == wanted and acknowledged == 1

    def change(self) -> tuple[str, bool]:
        sms_id, group = self._row(
            self.sms,
            "SELECT p.sms_id, g.id FROM sms_person p JOIN sms_membership m ON m.person_id = p.id JOIN sms_group g"
            " ON g.id = m.group_id WHERE p.school_id = {sms} AND p.role = 'Student' AND p.left_on IS NULL AND NOT m.home"
            " ORDER BY p.id, g.id LIMIT 1",
        )
        person = self._row(self.sms, "SELECT id FROM sms_person WHERE school_id = {sms} AND sms_id = %s", sms_id)[0]
        self._take_out(person, group)
        self.kamar.open(f"/kamar/{self.school.number}/pact/configuration/")
        self.kamar.press("Upload now")
        name = self._row(self.sms, "SELECT name FROM sms_group WHERE id = %s", group)[0]
        place = (
            "SELECT count(*) FROM roster_membership m JOIN roster_person p ON p.id = m.person_id JOIN roster_group g"
            " ON g.id = m.group_id WHERE p.school_id = {school} AND p.sms_id = %s AND g.name = %s"
        )
        left = self._until(self.pact, place, lambda number: number == 0, sms_id, name)
        return f"places of the student in {name} in PaCT: {left}", left == 0

    def _take_out(self, person: int, group: int) -> None:
        page = self.kamar.open(f"/kamar/{self.school.number}/classes/{group}/")
        form = next(form for form in page.forms if form.action.endswith(f"/take-out/{person}/"))
        self.kamar.send(form, form.buttons[0], {})

    # --- Looking at the databases --------------------------------------------------------------------------------

    def _exchange_address(self) -> str:
        key = self._pact("SELECT id FROM sms_exchange WHERE school_id = {school} ORDER BY received_at LIMIT 1")
        return f"/schools/{self.school.number}/manage/exchanges/{key}/"

    def _ask(self, connection: psycopg.Connection, query: str, values: tuple) -> psycopg.Cursor:
        """{school} and {sms} stand for the school's key in PaCT's and in the SMS's database."""
        number = self.school.number
        query = query.replace("{school}", f"(SELECT id FROM schools_school WHERE number = {number})")  # noqa: S608
        query = query.replace("{sms}", f"(SELECT id FROM sms_school WHERE number = {number})")  # noqa: S608
        return connection.execute(query, values or None)

    def _row(self, connection: psycopg.Connection, query: str, *values: object):
        return self._ask(connection, query, values).fetchone()

    def _column(self, connection: psycopg.Connection, query: str, *values: object) -> list:
        return [row[0] for row in self._ask(connection, query, values).fetchall()]

    def _pact(self, query: str, *values: object):
        row = self._row(self.pact, query, *values)
        return row and row[0]

    def _until(self, connection: psycopg.Connection, query: str, holds: Callable, *values: object):
        """The first value of the query's first row, once it holds; or what it is when patience ends."""
        until = time.monotonic() + PATIENCE
        while True:
            row = self._row(connection, query, *values)
            value = row and row[0]
            if holds(value) or time.monotonic() > until:
                return value
            time.sleep(0.25)


def once(output: str) -> int:
    """Print the steps as they are made, as text or as one JSON object a line; 0 only if every one of them holds."""
    held = True
    with tempfile.TemporaryDirectory(prefix="openpact-demo-") as home:
        typer.echo("Starting a demo of its own …", err=True)
        with started(Path(home).resolve(), _free_port(), _free_port(), tick=1) as stack:
            walk = Walk(stack, KAMAR_SCHOOL)
            try:
                for step in walk.steps():
                    held &= step.ok
                    if output == "json":
                        typer.echo(json.dumps(asdict(step), ensure_ascii=False))
                    else:
                        typer.echo(f"{'ok ' if step.ok else 'NOT'}  {step.step}\n       {step.observed}")
            finally:
                walk.close()
    return 0 if held else 1


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
