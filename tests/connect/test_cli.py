"""`openpact connect` as a person and a scheduler meet it."""

import csv
import json
import os
import signal
import subprocess
import sys
import time

import pytest
from typer.testing import CliRunner

from openpact.connect import Retries
from openpact.connect.cli import app
from openpact.connect.cli.common import Exit
from openpact.link.secret import new_secret

from .fake_hub import FakeHub, serving


@pytest.fixture
def hub():
    return FakeHub()


@pytest.fixture
def url(hub):
    with serving(hub) as address:
        yield address


@pytest.fixture
def run(url, hub, tmp_path):
    """Run a command with the right secret and address; `env` changes them."""

    def run(*args, env=None):
        base = {"OPENPACT_URL": url, "OPENPACT_SECRET": str(hub.secret)}
        state = [] if args[0] == "status" else ["--state", str(tmp_path / "state.json")]
        return CliRunner().invoke(app, [*map(str, args), *state], env={**base, **(env or {})})

    return run


@pytest.fixture
def ide_file(tmp_path):
    path = tmp_path / "ide.csv"
    path.write_bytes(b"mlepSmsPersonId,mlepRole\n1,Student\n2,Student\n7999#1.71#2026-11-24 09:00:00\n")
    return path


def read_csv(path):
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_upload_says_the_outcome(run, ide_file, hub):
    done = run("upload", ide_file, "--manual", "--wait")
    assert done.exit_code == Exit.DONE
    assert "applied" in done.stdout
    assert hub.files["x1"] == ide_file.read_bytes()
    assert hub.exchanges[0]["trigger"] == "manual"


@pytest.mark.parametrize("command", ["status", "pull", "upload", "agent"])
def test_the_secret_of_another_school_is_refused_where_the_schools_number_is_told(
    run, ide_file, hub, tmp_path, command
):
    more = {"upload": [ide_file], "agent": ["--ide-file", ide_file, "--out-dir", tmp_path / "out", "--once"]}
    done = run(command, *more.get(command, []), env={"OPENPACT_SCHOOL": "7998"})
    assert done.exit_code == Exit.REFUSED
    assert "This secret is another school's" in done.stderr
    assert hub.exchanges == []
    assert run("status", "--school", 7999).exit_code == Exit.DONE


def test_upload_as_json(run, ide_file):
    data = json.loads(run("upload", ide_file, "--wait", "--format", "json").stdout)
    assert (data["id"], data["state"], data["counts"]["joining"]) == ("x1", "applied", 2)


def test_a_held_upload_says_why_and_what_to_mend(run, ide_file, hub):
    hub.end_state = "held"
    hub.more = {
        "reasons": [{"code": "many-leaving", "message": "31 students would leave."}],
        "issues": [{"line": 2, "column": "mlepDOB", "code": "bad-date", "severity": "error", "message": "No date."}],
    }
    done = run("upload", ide_file, "--wait")
    assert done.exit_code == Exit.NOT_APPLIED
    assert "31 students would leave." in done.stdout
    assert "error [bad-date] line 2, mlepDOB: No date." in done.stdout


def test_a_missing_file_is_said(run, tmp_path):
    done = run("upload", tmp_path / "none.csv")
    assert done.exit_code == Exit.FILE
    assert "none.csv: No such file" in done.stderr


def test_pull_writes_csv_and_then_acknowledges(run, hub, tmp_path):
    hub.judge("1001")
    hub.judge("1002", reason='He said "no",\nthen yes')
    out = tmp_path / "judgements.csv"
    assert run("pull", "--output", out).exit_code == Exit.DONE
    rows = read_csv(out)
    assert [row["person_id"] for row in rows] == ["1001", "1002"]
    assert hub.acknowledged == 2
    assert "Nothing new" in run("pull", "--output", tmp_path / "other.csv").stderr
    assert not (tmp_path / "other.csv").exists()


def test_pull_does_not_write_over_rows_that_were_collected(run, hub, tmp_path):
    out = tmp_path / "judgements.csv"
    for number in range(2):
        hub.judge(str(number))
        done = run("pull", "--output", out)
    assert done.exit_code == Exit.FILE
    assert "already there" in done.stderr
    assert hub.acknowledged == 1
    assert run("pull", "--output", out, "--append").exit_code == Exit.DONE
    assert [row["person_id"] for row in read_csv(out)] == ["0", "1"]


def test_rows_added_to_a_file_of_former_days_stay_under_its_header(run, hub, tmp_path):
    out = tmp_path / "judgements.csv"
    out.write_text("id,version,person_id,judge,shelf\nj0,1,1000,Hēmi Parata,3\n")
    hub.judge("1001")
    assert run("pull", "--output", out, "--append").exit_code == Exit.DONE
    assert [list(row.values()) for row in read_csv(out)] == [
        ["j0", "1", "1000", "Hēmi Parata", "3"],
        ["j1", "1", "1001", "Hēmi Parata", ""],
    ]


def test_pull_to_standard_output_as_json_lines(run, hub):
    hub.judge("1001")
    assert json.loads(run("pull", "--format", "json").stdout)["judge"] == "Hēmi Parata"
    assert hub.acknowledged == 1


def test_pull_that_cannot_write_acknowledges_nothing(run, hub, tmp_path):
    hub.judge("1001")
    (tmp_path / "a-file").write_text("")
    done = run("pull", "--output", tmp_path / "a-file" / "out.csv")
    assert done.exit_code == Exit.FILE
    assert hub.acknowledged == 0


def test_status_for_people_and_programs(run, hub):
    hub.judge("1")
    assert "Linked: Kōwhai School (7999), kamar" in run("status").stdout
    assert json.loads(run("status", "--format", "json").stdout)["undelivered"] == 1


@pytest.mark.parametrize(
    "env, code, words",
    [
        ({"OPENPACT_SECRET": ""}, Exit.USAGE, "No secret"),
        ({"OPENPACT_SECRET": "pact_x"}, Exit.SECRET, "not a PaCT secret"),
        ({"OPENPACT_SECRET": str(new_secret())}, Exit.SECRET, "revoked or replaced"),
        ({"OPENPACT_URL": "http://pact.example.nz"}, Exit.USAGE, "must begin with https://"),
        ({"OPENPACT_URL": "nonsense"}, Exit.USAGE, "not a web address"),
    ],
)
def test_what_goes_wrong_is_said_with_a_code(run, env, code, words):
    done = run("status", env=env)
    assert done.exit_code == code
    assert words in done.stderr
    as_json = run("status", "--format", "json", env=env)
    assert json.loads(as_json.stdout)["error"] == code.name.lower()


def test_an_outage_says_that_nothing_is_lost(run, monkeypatch):
    monkeypatch.setattr("openpact.connect.cli.common.PATIENCE", Retries(attempts=1))
    done = run("status", env={"OPENPACT_URL": "http://127.0.0.1:1"})
    assert done.exit_code == Exit.LATER
    assert "Nothing was lost" in done.stderr


def test_the_secret_can_come_from_a_file_and_never_from_the_command_line(run, hub, tmp_path):
    (tmp_path / "secret").write_text(f"{hub.secret}\n")
    nothing = {"OPENPACT_SECRET": ""}
    assert run("status", "--secret-file", tmp_path / "secret", env=nothing).exit_code == Exit.DONE
    assert run("status", "--secret-file", tmp_path / "none", env=nothing).exit_code == Exit.FILE
    assert run("status", "--secret", str(hub.secret), env=nothing).exit_code == Exit.USAGE


def test_the_agent_uploads_a_changed_file_collects_and_stops_cleanly(url, hub, ide_file, tmp_path):
    hub.judge("1001")
    os.utime(ide_file, (time.time() - 60,) * 2)
    command = [sys.executable, "-c", "from openpact.connect.cli import app; app()", "agent"]
    command += ["--ide-file", ide_file, "--out-dir", tmp_path / "out", "--state", tmp_path / "state.json"]
    command += ["--collect-every", "0.1", "--every", "0.1"]
    env = {**os.environ, "OPENPACT_URL": url, "OPENPACT_SECRET": str(hub.secret), "PYTHONUNBUFFERED": "1"}
    agent = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + 10
        while time.monotonic() < until and not (
            hub.acknowledged and hub.exchanges and hub.exchanges[0]["state"] == "applied"
        ):
            time.sleep(0.02)
        agent.send_signal(signal.SIGTERM)
        said, _ = agent.communicate(timeout=5)
    finally:
        agent.kill()
    assert agent.returncode == 0
    assert said.endswith("Stopped.\n")
    assert "uploaded x1" in said
    assert len(hub.exchanges) == 1
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["judgements-00000001-00000001.csv"]


def test_the_agent_can_run_once(run, ide_file, hub, tmp_path):
    os.utime(ide_file, (time.time() - 60,) * 2)
    done = run("agent", "--ide-file", ide_file, "--out-dir", tmp_path / "out", "--once")
    assert done.exit_code == Exit.DONE
    assert hub.files["x1"] == ide_file.read_bytes()
