"""The stand-in SMSs as a program of their own over HTTP, with hubs in memory behind them.

One process cannot hold two Django projects, and the hub's tests run in this one.
"""

import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from html import unescape
from itertools import count

import httpx
import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from openpact import clock
from tests.chromium import launched
from tests.connect.fake_hub import FakeHub, serving_all

FIRST, SCHOOLS = 7001, 70
#: Schools of the other SMSs have these numbers.
OTHERS, OF_EACH = 8001, 45

SEED = f"""
from datetime import date
from openpact.ide import Person, Role
from openpact.sandbox.setup import migrate, seed_school
migrate()
def person(n, **more):
    room = ("Room 1", "Room 2")[n % 2]
    return Person(sms_id=str(1000 + n), role=Role.STUDENT, first_name=("Nīkau", "Te Ariki", "Isla")[n % 3],
        last_name="Parata" if n else "Fa'afoi", nsn=f"{{123456700 + n:010d}}", dob=date(2016, 3, 1 + n),
        first_attending=date(2022, 2, 1), organisation="kowhai.school.nz",
        groups=(room, "Kapa Haka"), home_groups=(room,))
people = [person(n) for n in range(12)] + [
    Person(sms_id="T1", role=Role.TEACHING_STAFF, first_name="Hēmi", last_name="Walker", email="hemi@kowhai.school.nz",
        organisation="kowhai.school.nz", groups=("Room 1",), home_groups=("Room 1",)),
    Person(sms_id="C1", role=Role.PARENT_CAREGIVER, first_name="Mere", last_name="Parata",
        associated_nsns=("0123456701",)),
]
for number in range({FIRST}, {FIRST + SCHOOLS}):
    seed_school(number, f"Kōwhai School {{number}}", people, years=(3, 6))
seed_school({FIRST}, "Kōwhai School {FIRST}", people, years=(3, 6))
for provider in ("assembly", "etap", "musac-edge"):
    for number in range({OTHERS}, {OTHERS + OF_EACH}):
        seed_school(number, f"Kōwhai School {{number}}", people, provider=provider, years=(3, 6))
"""


@pytest.fixture(scope="session")
def database(postgres_admin_url):
    name = f"sandbox_{os.environ['OPENPACT_TEST_RUN']}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with psycopg.connect(postgres_admin_url, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield make_conninfo(postgres_admin_url, dbname=name)
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def hubs():
    return []


@pytest.fixture(scope="session")
def vendors_hub(hubs):
    """The PaCT behind MUSAC Edge: one for all schools, called with the vendor's credentials."""
    hub = FakeHub(provider="musac-edge", schools=[])
    hubs.append(hub)
    return hub


@pytest.fixture(scope="session")
def clock_file(tmp_path_factory):
    """By how much the SMS's clock runs ahead: see `move`."""
    return tmp_path_factory.mktemp("clock") / "ahead"


@pytest.fixture(scope="session")
def environment(database, hubs, vendors_hub, clock_file):
    with serving_all(hubs) as url:
        yield {
            **os.environ,
            "SANDBOX_DATABASE_URL": database,
            "SANDBOX_HUB_URL": url,
            "SANDBOX_LOG_LEVEL": "WARNING",
            "SANDBOX_VENDOR_SECRETS": f"musac-edge={vendors_hub.secret}",
            clock.VARIABLE: str(clock_file),
        }


@pytest.fixture
def move(clock_file):
    """Set the SMS's clock; afterwards it is the real one again."""

    def to(moment):
        clock_file.write_text(str((moment - clock.now()).total_seconds()))

    yield to
    clock_file.unlink(missing_ok=True)


@contextmanager
def program(*args, environment, **more):
    """A command of the sandbox, running."""
    process = subprocess.Popen([sys.executable, "-m", "openpact.sandbox", *args], env={**environment, **more})
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(what, seconds=20.0):
    """Until `what()` is true; its value."""
    until = time.monotonic() + seconds
    while not (value := what()):
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.05)
    return value


def answers(url):
    try:
        return httpx.get(f"{url}/healthz").status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture(scope="session")
def url(environment):
    """The stand-in SMSs, with their schools, and without the agent."""
    subprocess.run([sys.executable, "-c", SEED], env=environment, check=True)
    port = free_port()
    with program("serve", "--port", str(port), "--no-agent", environment=environment):
        wait_for(lambda: answers(f"http://127.0.0.1:{port}"), 20)
        yield f"http://127.0.0.1:{port}"


numbers = count(FIRST + 1)
others = count(OTHERS + 1)


class School:
    """One school of a stand-in SMS, as a person at it sees it; `hub` is the PaCT behind it."""

    def __init__(self, url, number, hub, provider="kamar"):
        self.number, self.hub = number, hub
        self.http = httpx.Client(base_url=f"{url}/{provider}/{number}", follow_redirects=True, timeout=20)
        self.http.get("/students/")

    def get(self, path, **query):
        response = self.http.get(path, params=query)
        assert response.status_code == 200, response.text
        return text_of(response)

    def post(self, path, status=200, **data):
        data["csrfmiddlewaretoken"] = self.http.cookies["sandbox_csrf"]
        response = self.http.post(path, data={k.replace("_pk", ""): v for k, v in data.items()})
        assert response.status_code == status, response.text
        return text_of(response)

    def link(self, secret=None, status=200):
        text = str(self.hub.secret) if secret is None else secret
        return self.post("/pact/configuration/", status, **{f"secret-{self.number}": text})

    def key_of(self, sms_id, kind="students"):
        """The key in addresses of the person with this ID."""
        page = self.http.get(f"/{kind}/", params={"q": sms_id}).text
        return re.search(rf"/{kind}/(\d+)/", page).group(1)

    def class_key(self, name):
        page = self.http.get("/classes/").text
        return re.search(rf'/classes/(\d+)/">{name}<', page).group(1)

    def last_upload_key(self):
        page = self.http.get("/log/", params={"kind": "upload"}).text
        return re.search(r"/log/(\d+)/", page).group(1)

    def rows(self):
        """The IDE file that PaCT received last: the cells of each row by ID."""
        lines = self.hub.files[self.hub.exchanges[-1]["id"]].decode("utf-8-sig").splitlines()
        names = lines[0].split(",")
        rows = [dict(zip(names, line.split(","), strict=False)) for line in lines[1:-1]]
        return {row["mlepSmsPersonId"]: row for row in rows}

    def upload(self):
        self.post("/pact/upload/")
        return self.rows()


def text_of(response):
    """What a page says, without its tags and spare spaces."""
    text = re.sub(r"<(script|style).*?</\\1>", "", response.text, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.fixture
def hub(hubs):
    """A PaCT for the next school."""
    number = next(numbers)
    hub = FakeHub(school_number=number, school_name=f"Kōwhai School {number}")
    hubs.append(hub)
    return hub


@pytest.fixture
def school(url, hub):
    """A school nobody else in this run touches, not linked yet."""
    school = School(url, hub.school_number, hub)
    yield school
    school.http.close()


@pytest.fixture
def school_of(url, hubs, vendors_hub):
    """Makes a school of an SMS, not linked yet."""
    made = []

    def make(provider):
        number = next(others)
        hub = vendors_hub
        if provider != "musac-edge":
            hub = FakeHub(school_number=number, school_name=f"Kōwhai School {number}", provider=provider)
            hubs.append(hub)
        made.append(School(url, number, hub, provider))
        return made[-1]

    yield make
    for school in made:
        school.http.close()


@pytest.fixture
def linked(school):
    school.link()
    return school


@pytest.fixture(scope="module")
def chromium():
    with launched() as opened:
        yield opened


@pytest.fixture
def page(chromium):
    with chromium.new_context() as context:
        yield context.new_page()
