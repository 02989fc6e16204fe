"""One school's loop, bullet by bullet, in the brief's words for its provider."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from openpact import clock
from openpact.link.providers import PROVIDERS
from openpact.link.schedule import Past, Place, next_due
from openpact.link.words import Trigger

from .aspects import WithAspects
from .browser import Browser
from .looking import Eyes
from .schools import PASSWORD, DemoSchool
from .stack import Stack

TEACHERS_PASSWORD = "a teacher's own pass phrase"  # noqa: S105 (made up, for a database that is thrown away)
Seen = tuple[str, bool]


@dataclass(frozen=True)
class Step:
    provider: str
    step: str
    observed: str
    ok: bool


class Walk(WithAspects):
    """A step that does not hold ends it: the ones after it would only say so again."""

    def __init__(self, stack: Stack, school: DemoSchool, provider: str = "") -> None:
        self.stack, self.school = stack, school
        self.provider = PROVIDERS[provider or school.provider]
        self.eyes = Eyes(stack.hub_database.owner, stack.sms_database.owner, school, self.provider.key)
        self.office, self.sms, self.teacher = Browser(stack.hub), Browser(stack.sms), Browser(stack.hub)
        self.secret = ""

    def close(self) -> None:
        for each in (self.office, self.sms, self.teacher, self.eyes):
            each.close()

    def steps(self) -> Iterator[Step]:
        for words, do in self.journey():
            try:
                observed, ok = do()
            except Exception as trouble:  # whatever it was, it is the step that did not hold
                observed, ok = f"{type(trouble).__name__}: {trouble}", False
            yield Step(self.provider.key, words, observed, ok)
            if not ok:
                return

    def journey(self) -> list[tuple[str, Callable[[], Seen]]]:
        name = self.provider.name
        return [
            ("Sign in to the PaCT as its administrator; Manage tab; Change SMS Settings", self.open_settings),
            *self.in_pact(),
            *self.in_the_sms(),
            ("The first IDE file uploads, arrives, is checked and previewed", self.first_upload),
            ("The administrator approves it, with invitations to staff; people, classes and groups are in the PaCT", self.approve),
            ("Staff are sent an SMS-initiated PaCT invitation", self.invitations),
            ("A teacher accepts it and is linked to the SMS groups created in the PaCT", self.accept),
            ("The teacher confirms an overall judgement for a student", self.judge),
            (f"The schedule brings the judgement into {name}'s results, and the day's changes to the PaCT", self.evening),
            *self.afterwards(),
            *self.with_aspects(name),
        ]  # fmt: skip

    # --- What differs is read from the provider --------------------------------------------------------------------

    def in_pact(self) -> list[tuple[str, Callable[[], Seen]]]:
        name = self.provider.name
        if not self.provider.uses_secret:
            return [(f"Select Use SMS; select {name} from the drop-down list; save the changes", self.save_settings)]
        steps = [
            (f"Select Use SMS; select {name} from the drop-down list; select Get Secret and copy the string", self.get_secret),
            ("Set the preferred setting for PaCT exporting judgement data into your SMS automatically; Save the changes", self.save_settings),
        ]  # fmt: skip
        if self.provider.warning:
            steps.insert(
                1, ("Before it is linked, the PaCT says what happens to the SMS's own end-of-year OTJs", self.warned)
            )
        return steps

    def in_the_sms(self) -> list[tuple[str, Callable[[], Seen]]]:
        if not self.provider.uses_secret:
            return []
        where = " > ".join(self.provider.where)
        steps = [(f"In {self.provider.name}: {where}", self.open_configuration)]
        steps.append((" ".join(self.provider.steps[1:]), self.configure))
        return steps

    def afterwards(self) -> list[tuple[str, Callable[[], Seen]]]:
        steps = []
        if self.provider.selects:
            steps.append(("A group that is no longer selected stays in the PaCT with its members", self.narrow))
        if self.provider.overwrites:
            steps.append(
                (
                    "An end-of-year OTJ made in the PaCT over-writes the one made in eTAP, which is still shown",
                    self.overwritten,
                )
            )
        if self.provider.upload.manual_resets:
            steps.append(
                (
                    "A manual upload resets the automated schedule to seven days from the manual trigger, and moves no judgements",
                    self.reset,
                )
            )
            steps.append(("A manual download brings them, and does not touch the schedule", self.download))
        return steps  # fmt: skip

    # --- PaCT: settings ------------------------------------------------------------------------------------------

    def open_settings(self) -> Seen:
        self.office.open("/")
        self.office.press("Sign in", {"login": self.school.administrator, "password": PASSWORD})
        page = self.office.follow("Manage", "Change SMS Settings")
        known = self.eyes.value("SELECT count(*) FROM roster_person WHERE school_id = {school}")
        return f"{page.url}; {known} people in PaCT's database", "Use SMS" in page.text and known == 0

    def get_secret(self) -> Seen:
        page = self.office.press("Get secret", {"use_sms": "on", "provider": self.provider.key})
        found = re.search(r"pact_[0-9A-Za-z]+_[0-9A-Za-z]+_[0-9A-Za-z]+", page.html)
        self.secret = found.group() if found else ""
        stored = self.eyes.value("SELECT count(*) FROM sms_secret WHERE school_id = {school}")
        key = self.secret.split("_")[2] if self.secret else ""
        in_clear = self.eyes.value(
            "SELECT count(*) FROM oauth2_provider_application WHERE client_secret LIKE %s", f"%{key}%"
        )
        return f"{stored} secret, stored in clear: {in_clear}", bool(self.secret) and stored >= 1 and in_clear == 0

    def warned(self) -> Seen:
        page = self.office.page
        shown = self.provider.warning in " ".join(page.text.split())
        return f"shown, and asked whether to take judgements: {shown}", shown and "Student data only" in page.text

    def save_settings(self) -> Seen:
        form = {"use_sms": "on", "provider": self.provider.key, "automatic_export": "yes", "warned": self.provider.key}
        page = self.office.press("Save changes", form)
        if "Change to" in page.text:
            self.office.press(f"Change to {self.provider.name}")
        saved = self.eyes.row(
            "SELECT use_sms, provider, automatic_export FROM sms_connection WHERE school_id = {school}"
        )
        return f"in PaCT's database: {saved}", saved == (True, self.provider.key, True)

    # --- The SMS -----------------------------------------------------------------------------------------------------

    def address(self, path: str) -> str:
        return f"/{self.provider.key}/{self.school.number}{path}"

    def open_configuration(self) -> Seen:
        page = self.sms.open(self.address("/pact/configuration/"))
        return page.url, all(words in page.text for words in (self.school.name, *self.provider.where, self.provider.secret_label.rstrip(":")) if words != "the school's name")  # fmt: skip

    def configure(self) -> Seen:
        button = "✓" if self.provider.save == "tick" else self.provider.save
        self.sms.press(button, {f"secret-{self.school.number}": self.secret, "takes": "both"})
        if self.provider.finish != self.provider.save:
            self.sms.press(self.provider.finish)
        used = self.eyes.until("SELECT max(last_used_at) FROM sms_secret WHERE school_id = {school}", lambda used: used)
        return f"PaCT has seen the secret used: {used is not None}", used is not None

    # --- The first upload ----------------------------------------------------------------------------------------------

    def first_upload(self) -> Seen:
        if not self.provider.uses_secret:
            clock.move(clock.now() + timedelta(minutes=2))  # the vendor asks every minute which schools it serves
        state = self.settled()
        page = self.office.open(self.last_exchange())
        return (
            f"{state}: {page.text[page.text.find('It would mean') :][:120]}",
            state == "held" and "Joining" in page.text,
        )

    def settled(self) -> str:
        """The state of the latest upload, once the worker is done with it."""
        latest = (
            "SELECT state FROM sms_exchange WHERE school_id = {school} AND direction = 'upload'"
            " ORDER BY received_at DESC LIMIT 1"
        )
        return self.eyes.until(latest, lambda state: state not in (None, "received", "checking"))

    def approve(self) -> Seen:
        self.office.press("Approve and apply", {"invite": "on"})
        return self.same_people()

    def same_people(self) -> Seen:
        roles = "('Student', 'TeachingStaff', 'NonTeachingStaff')" if self.provider.selects else "(role)"
        here = self.eyes.column(f"SELECT sms_id FROM sms_person WHERE school_id = {{sms}} AND left_on IS NULL AND role IN {roles}")  # fmt: skip
        there = self.eyes.column("SELECT sms_id FROM roster_person WHERE school_id = {school} AND active")
        groups = self.eyes.value("SELECT count(*) FROM roster_group WHERE school_id = {school} AND active")
        same = bool(here) and sorted(here) == sorted(there)
        return f"{len(here)} people in {self.provider.name}, {len(there)} in PaCT, {groups} groups", same and groups > 0

    # --- The teacher -----------------------------------------------------------------------------------------------

    def invitations(self) -> Seen:
        made = self.eyes.value("SELECT count(*) FROM accounts_invitation WHERE school_id = {school}")
        sent = "SELECT count(*) FROM accounts_invitation WHERE school_id = {school} AND sent_at IS NOT NULL"
        gone = self.eyes.until(sent, lambda number: number == made)
        return f"{made} invitations, {gone} mailed", made > 0 and gone == made

    def accept(self) -> Seen:
        invitation = (
            "SELECT i.id, i.person_id, i.email FROM accounts_invitation i WHERE i.school_id = {school} AND EXISTS"
            " (SELECT 1 FROM roster_membership m JOIN roster_membership s ON s.group_id = m.group_id JOIN roster_person p"
            " ON p.id = s.person_id AND p.role = 'Student' WHERE m.person_id = i.person_id) ORDER BY i.id LIMIT 1"
        )
        key, person, email = self.eyes.row(invitation)
        body = self.eyes.value('SELECT body FROM platform_shownmail WHERE "to" = %s ORDER BY id DESC', email)
        self.teacher.open(re.search(r"https?://\S+/invitations/\S+", body).group())
        page = self.teacher.press("Make my account and accept", {"password": TEACHERS_PASSWORD})
        linked = self.eyes.value(
            "SELECT person_id FROM accounts_access WHERE school_id = {school} AND person_id = %s", person
        )
        state = self.eyes.value("SELECT state FROM accounts_invitation WHERE id = %s", key)
        groups = self.eyes.column(
            "SELECT g.name FROM roster_membership m JOIN roster_group g ON g.id = m.group_id WHERE m.person_id = %s",
            person,
        )
        shown = [name for name in groups if name in page.text]
        ok = state == "accepted" and linked == person and bool(groups) and shown == groups
        return f"invitation {state}, linked with the SMS person; shown: {', '.join(shown)}", ok

    def judge(self) -> Seen:
        self.teacher.follow("Judge")
        group = next(href for _, href in self.teacher.page.links if re.search(r"/judge/\d+/", href))
        page = self.teacher.open(group)
        form, _ = page.form("Confirm")
        student = next(name for name in form.choices if name.startswith("level-"))
        self.teacher.press("Confirm", {student: "3"})
        found = self.eyes.row(
            "SELECT j.level, v.version, f.position FROM judgements_judgement j JOIN judgements_judgementversion v"
            " ON v.judgement_id = j.id JOIN judgements_feedrow f ON f.version_id = v.id"
            " WHERE j.school_id = {school} AND j.person_id = %s",
            int(student.removeprefix("level-")),
        )
        return f"in PaCT's database: level, version, place in the feed = {found}", found == ("3", 1, 1)

    # --- By itself -----------------------------------------------------------------------------------------------------

    def next_evening(self) -> datetime:
        """Move everybody's clock to the next evening on which everything of this school is due."""
        since, last, by_hand = self.eyes.row(
            "SELECT c.linked_at, max(e.received_at) FILTER (WHERE e.trigger = 'automatic'),"
            " max(e.received_at) FILTER (WHERE e.trigger = 'manual') FROM sms_connection c LEFT JOIN sms_exchange e"
            " ON e.school_id = c.school_id AND e.direction = 'upload' AND e.received_at >= c.linked_at"
            " WHERE c.school_id = {school} GROUP BY c.linked_at"
        )
        past = [(last, "automatic"), (by_hand, "manual")]
        due = next_due(
            self.provider.upload,
            Place(self.school.number, self.school.zone),
            [Past(at, Trigger(trigger)) for at, trigger in past if at is not None],
            clock.now(),
            since=since,
        )
        clock.move(max(due.at + timedelta(seconds=1), clock.now()))
        return due.at

    def evening(self) -> Seen:
        sms_id, group = self.eyes.row(
            "SELECT p.sms_id, g.name FROM sms_person p JOIN sms_membership m ON m.person_id = p.id JOIN sms_group g"
            " ON g.id = m.group_id WHERE p.school_id = {sms} AND p.role = 'Student' AND p.left_on IS NULL AND NOT m.home"
            " AND (g.selected OR %s) ORDER BY p.id, g.id LIMIT 1",
            not self.provider.selects,
        ) or (None, None)
        if sms_id:
            self.take_out(sms_id, group)
        wanted = self.eyes.row(
            "SELECT j.id::text, p.sms_id, j.level FROM judgements_judgement j JOIN roster_person p ON p.id = j.person_id"
            " WHERE j.school_id = {school}"
        )
        if self.provider.overwrites:
            self.enter_otj()
        due = self.next_evening()
        query = "SELECT r.judgement_id, r.person_sms_id, r.level FROM sms_result r WHERE r.school_id = {sms}"
        self.eyes.until(query, lambda key: key is not None)
        found = self.eyes.row(query)
        acknowledged = self.eyes.until(
            "SELECT max(acknowledged) FROM judgements_feedcursor WHERE school_id = {school}", lambda n: n == 1
        )
        uploaded = self.eyes.until(
            "SELECT count(*) FROM sms_exchange WHERE school_id = {school} AND trigger = 'automatic' AND direction = 'upload'"
            " AND state IN ('applied', 'unchanged')",
            lambda n: n == 1,
        )
        left = self.eyes.value(
            "SELECT count(*) FROM roster_membership m JOIN roster_person p ON p.id = m.person_id JOIN roster_group g"
            " ON g.id = m.group_id WHERE p.school_id = {school} AND p.sms_id = %s AND g.name = %s", sms_id or "", group or "",
        )  # fmt: skip
        local = due.astimezone(Place(0, self.school.zone).wall)
        words = (
            f"due {local:%A at %H:%M}; in {self.provider.name}'s database: {found}; acknowledged up to {acknowledged}"
        )
        inside = local.hour in (22, 23)
        return words, found == wanted and acknowledged == 1 and uploaded == 1 and left == 0 and inside

    def take_out(self, sms_id: str, group: str) -> None:
        key = self.eyes.value("SELECT id FROM sms_person WHERE school_id = {sms} AND sms_id = %s", sms_id)
        place = self.eyes.value("SELECT id FROM sms_group WHERE school_id = {sms} AND name = %s", group)
        page = self.sms.open(self.address(f"/classes/{place}/"))
        form = next(form for form in page.forms if form.action.endswith(f"/take-out/{key}/"))
        self.sms.send(form, form.buttons[0], {})

    # --- What is particular --------------------------------------------------------------------------------------------

    def narrow(self) -> Seen:
        """Assembly: select the choir, upload; select it no longer, upload; nobody has left it in PaCT."""
        choir = self.eyes.value("SELECT id FROM sms_group WHERE school_id = {sms} AND name = 'Choir'")
        members = (
            "SELECT count(*) FROM roster_membership m JOIN roster_group g ON g.id = m.group_id"
            " WHERE m.school_id = {school} AND g.name = 'Choir'"
        )
        roles = ["Student", "TeachingStaff", "NonTeachingStaff"]
        seen = []
        for groups in ([str(choir)], []):
            self.sms.open(self.address("/pact/configuration/"))
            self.sms.press("✓", {"role": roles, "group": groups})
            self.sms.press("Upload now")
            self.settled()
            seen.append(self.eyes.value(members))
        return f"members in PaCT while selected: {seen[0]}; when no longer selected: {seen[1]}", seen[0] > 0 and seen[
            0
        ] == seen[1]

    def overwritten(self) -> Seen:
        found = self.eyes.row(
            "SELECT o.person_id, o.level, o.before ->> 'level' FROM sms_otj o WHERE o.school_id = {sms} AND o.from_pact"
        )
        page = self.sms.open(self.address(f"/students/{found[0]}/"))
        shown = "Before: Curriculum level 2, made in eTAP" in page.text
        return f"level now {found[1]}, made in eTAP before {found[2]}, shown: {shown}", found[1:] == (
            "3",
            "2",
        ) and shown

    def enter_otj(self) -> None:
        """An end-of-year OTJ made in the SMS for the student whom the teacher has judged."""
        sms_id = self.eyes.value(
            "SELECT p.sms_id FROM judgements_judgement j JOIN roster_person p ON p.id = j.person_id WHERE j.school_id = {school}"
        )
        key = self.eyes.value("SELECT id FROM sms_person WHERE school_id = {sms} AND sms_id = %s", sms_id)
        self.sms.open(self.address(f"/students/{key}/"))
        self.sms.press("Enter OTJ", {"learning_area": "reading", "year": str(clock.now().year), "level": "2"})

    def reset(self) -> Seen:
        self.teacher.follow("Judge")
        group = next(href for _, href in self.teacher.page.links if re.search(r"/judge/\d+/", href))
        form, _ = self.teacher.open(group).form("Confirm")
        student = [name for name in form.choices if name.startswith("level-")][1]
        self.teacher.press("Confirm", {student: "4"})
        self.sms.open(self.address("/pact/configuration/"))
        page = self.sms.press("Upload to PaCT now")
        self.settled()
        results = self.eyes.value("SELECT count(*) FROM sms_result WHERE school_id = {sms}")
        day = clock.now().astimezone(Place(0, self.school.zone).wall).date() + timedelta(days=7)
        told = re.search(r"the next automatic one comes on ([^.]*)\.", page.text)
        right = bool(told) and told[1].startswith(f"{day:%A} {day.day} {day:%B}")
        return f"told: {told and told[1]}; results in MUSAC Edge: {results}", right and results == 1

    def download(self) -> Seen:
        before = self.office.follow("Manage", "Exchange log").text
        page = self.sms.press("Download from PaCT now")
        results = self.eyes.value("SELECT count(*) FROM sms_result WHERE school_id = {sms}")
        after = self.office.follow("Manage", "Exchange log").text
        due = [re.search(r"Next, by itself (.*?) An upload by hand", text) for text in (before, after)]
        same = all(due) and due[0][1] == due[1][1]
        return (
            f"results now: {results}; still due {due[1] and due[1][1]}",
            results == 2 and same and "stays as it was" in page.text,
        )

    def last_exchange(self) -> str:
        key = self.eyes.value(
            "SELECT id FROM sms_exchange WHERE school_id = {school} AND direction = 'upload' ORDER BY received_at DESC LIMIT 1"
        )
        return f"/schools/{self.school.number}/manage/exchanges/{key}/"
