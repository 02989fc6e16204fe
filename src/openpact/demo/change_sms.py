"""*Change SMS*: a school moves from MUSAC Edge to KAMAR. Every person id changes, and nothing is lost."""

from collections.abc import Callable

from .bullets import Seen, Walk
from .schools import MOVES_TO, MUSAC_EDGE_SCHOOL, PASSWORD
from .stack import Stack

JUDGED = (
    "SELECT j.id::text, p.nsn, p.first_name, p.last_name, j.level FROM judgements_judgement j"
    " JOIN roster_person p ON p.id = j.person_id WHERE j.school_id = {school} ORDER BY j.id"
)


class ChangeSms(Walk):
    """After its walk with MUSAC Edge."""

    def __init__(self, stack: Stack) -> None:
        super().__init__(stack, MUSAC_EDGE_SCHOOL, MOVES_TO[MUSAC_EDGE_SCHOOL.number])
        self.judged = self.eyes.hub.execute(JUDGED.replace("{school}", self._school())).fetchall()
        self.ids = set(self.eyes.column("SELECT sms_id || ' ' || nsn FROM roster_person WHERE school_id = {school}"))

    def journey(self) -> list[tuple[str, Callable[[], Seen]]]:
        return [
            ("Change SMS: sign in to the PaCT; Manage tab; Change SMS Settings", self.sign_in),
            ("Change SMS: select KAMAR; what follows is said before anything is saved; save the changes", self.move),
            ("Change SMS: select Get Secret and copy the string", self.get_secret),
            ("Change SMS: in KAMAR, IAM/PaCT > PaCT configuration", self.open_configuration),
            ("Change SMS: paste the secret beside the school's name; Save changes", self.configure),
            ("Change SMS: every id is another one: the upload is held, and its preview keeps everybody", self.held),
            ("Change SMS: approved, everybody is known under their new id", self.approved),
            ("Change SMS: judgements made before are on the same students after", self.kept),
            ("Change SMS: all judgements are brought to KAMAR, under the new ids", self.brought),
        ]

    def sign_in(self) -> Seen:
        self.office.open("/")
        self.office.press("Sign in", {"login": self.school.administrator, "password": PASSWORD})
        page = self.office.follow("Manage", "Change SMS Settings")
        return f"{page.url}; judgements before: {len(self.judged)}", bool(self.judged)

    def move(self) -> Seen:
        form = {"use_sms": "on", "provider": self.provider.key, "automatic_export": "yes"}
        asked = self.office.press("Save changes", form).text
        said = "students are matched by NSN and staff by e-mail" in asked
        still = self.eyes.value("SELECT provider FROM sms_connection WHERE school_id = {school}")
        self.office.press(f"Change to {self.provider.name}")
        saved = self.eyes.value("SELECT provider FROM sms_connection WHERE school_id = {school}")
        ok = said and (still, saved) == (self.school.provider, self.provider.key)
        return f"asked first: {said}; before {still}, after {saved}", ok

    def held(self) -> Seen:
        state = self.settled()
        page = self.office.open(self.last_exchange())
        return (
            f"{state}: {page.text[page.text.find('It would mean') :][:140]}",
            state == "held" and "New ids, same people" in page.text,
        )

    def approved(self) -> Seen:
        self.office.press("Keep everybody and apply")
        words, same = self.same_people()
        students = "SELECT count(*) FROM roster_person WHERE school_id = {school} AND role = 'Student'"
        number = self.eyes.value(students)
        return f"{words}; {number} students in all", same and number == self.school.students

    def kept(self) -> Seen:
        after = self.eyes.hub.execute(JUDGED.replace("{school}", self._school())).fetchall()
        return f"{len(after)} judgements, on the same students: {after == self.judged}", after == self.judged

    def brought(self) -> Seen:
        self.next_evening()
        wanted = len(self.judged)
        count = "SELECT count(DISTINCT judgement_id) FROM sms_result WHERE school_id = {sms} AND person_id IS NOT NULL"
        there = self.eyes.until(count, lambda number: number == wanted)
        named = self.eyes.column(
            "SELECT DISTINCT ON (r.judgement_id) p.nsn || ' ' || r.level FROM sms_result r"
            " JOIN sms_person p ON p.id = r.person_id WHERE r.school_id = {sms} ORDER BY r.judgement_id, r.version DESC"
        )
        right = sorted(named) == sorted(f"{nsn} {level}" for _, nsn, _, _, level in self.judged)
        return f"{there} of {wanted} in KAMAR, each on the right student: {right}", there == wanted and right

    def _school(self) -> str:
        return f"(SELECT id FROM schools_school WHERE number = {self.school.number})"
