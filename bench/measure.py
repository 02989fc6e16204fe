"""The measurements: one process for each, one after the other, on one PostgreSQL of their own."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg.conninfo import conninfo_to_dict

from openpact.hub.running.embedded import Database, EmbeddedPostgres

from . import people
from .contenders import CONTENDERS, ROOT, VAR, Contender, settings
from .job import Job

STEPS = ["scratch", "unchanged", "changed"]
PASSES, ROUNDS, SLOW_ROUNDS = 3, 2, 3
SIZES = {200: 5, 2_000: 5, 20_000: 3, 200_000: 1}
ASKED = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers")


def school(server: EmbeddedPostgres, every_peer: bool) -> list[dict]:
    """The first table: everybody on the same files. The quick ones take turns, so that a busy moment hits them all."""
    today = people.school()
    folder = _files("school", [today, today, people.next_day(today)])
    found = {c.key: _blank(c) for c in CONTENDERS if every_peer or not c.slow}
    for number in range(PASSES):
        for contender in (c for c in CONTENDERS if c.key in found):
            if contender.slow and number:
                continue
            print(f"  {contender.name}, {number + 1} of {1 if contender.slow else PASSES}", file=sys.stderr)
            try:
                measured = _run(contender, folder, server, SLOW_ROUNDS if contender.slow else ROUNDS)
            except (subprocess.CalledProcessError, OSError) as failure:
                found[contender.key]["failed"] = f"{failure}"[:200]
                continue
            _add(found[contender.key], measured)
    return list(found.values())


def sizes(server: EmbeddedPostgres, largest: int) -> list[dict]:
    """The second table: our pipeline, and the reader alone, at each size."""
    rows = []
    for size, rounds in SIZES.items():
        if size > largest:
            continue
        print(f"  {size:,} people", file=sys.stderr)
        everybody = people.of_size(size)
        folder = _files(f"people-{size}", [everybody, everybody])
        row = {"people": size, "bytes": (folder / "1.csv").stat().st_size}
        for key, module, steps in (("ours", "ours", STEPS[:2]), ("reader", "reading", STEPS[:1])):
            contender = Contender(key, key, module, "")
            row[key] = _run(contender, folder, server, rounds, steps=steps, warm_up=size <= 20_000)
        rows.append(row)
    return rows


def server_settings(server: EmbeddedPostgres) -> dict[str, str]:
    with psycopg.connect(server.database("bench_ours").owner) as connection:
        return {name: connection.execute(f"SHOW {name}").fetchone()[0] for name in ASKED}


def prepare(database: Database) -> None:
    """Tables, roles and row-level security, as a release makes them."""
    script = "from openpact.hub.running.migrate import migrate; migrate(verbosity=0)"
    env = settings(database.owner) | {"OPENPACT_AS_OWNER": "1"}
    subprocess.run([sys.executable, "-W", "ignore", "-c", script], env=env, cwd=ROOT, check=True, stdout=sys.stderr)


def _files(name: str, lots: list[list]) -> Path:
    folder = VAR / "files" / name
    folder.mkdir(parents=True, exist_ok=True)
    for number, everybody in enumerate(lots, 1):
        (folder / f"{number}.csv").write_bytes(people.written(everybody))
    return folder


def _run(
    contender: Contender, folder: Path, server: EmbeddedPostgres, rounds: int, *, steps=None, warm_up: bool = True
) -> dict:
    database = server.database(f"bench_{contender.script}")
    if contender.script == "ours":
        prepare(database)
    login, owner = database.login, database.owner
    if contender.package:
        login = owner = _url(owner)
    job = Job(folder, steps or STEPS[: contender.steps], login, owner, rounds, warm_up and not contender.slow)
    done = subprocess.run(
        [*contender.command(), job.as_argument()],
        env=None if contender.package else settings(login),
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
        done.check_returncode()
    return json.loads(done.stdout.splitlines()[-1])


def _url(conninfo: str) -> str:
    parts = conninfo_to_dict(conninfo)
    return f"postgresql://{parts['user']}:trusted@{quote(parts['host'], safe='')}:5432/{parts['dbname']}"


def _blank(contender: Contender) -> dict:
    keys = ("key", "name", "version", "includes")
    return {**{key: getattr(contender, key) for key in keys}, "seconds": {}, "peak_bytes": 0, "people": None}


def _add(row: dict, measured: dict) -> None:
    for step, seconds in measured["seconds"].items():
        row["seconds"].setdefault(step, []).extend(seconds)
    row["peak_bytes"] = max(row["peak_bytes"], measured["peak_bytes"])
    row["people"] = measured["people"]
