"""`openpact connect conform` as a vendor runs it, against our own commands."""

import json
import os
import socket
import subprocess
import sys

import pytest

from openpact import ide
from openpact.ide.sample import people


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def run(tmp_path):
    file = tmp_path / "ide.csv"
    file.write_bytes(ide.write(people(students=8), school_number=7999, exported_at=ide.sample.EXPORTED_AT))
    us = f"{sys.executable} -m openpact connect"
    state = f"--state {tmp_path / 'state.json'}"

    def conform(
        *more,
        upload=f"{us} upload {file} --manual {state}",
        collect=f"{us} pull --output {tmp_path / 'j.csv'} --append {state}",
    ):
        command = [sys.executable, "-m", "openpact", "connect", "conform", "--url", f"http://127.0.0.1:{free_port()}"]
        command += ["--credentials", str(tmp_path / "secret"), "--upload-command", upload, "--collect-command", collect]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("OPENPACT_")}
        return subprocess.run([*command, *more], capture_output=True, text=True, timeout=180, env=environment)

    return conform


def test_our_own_commands_pass_and_the_report_can_be_sent_in(run, tmp_path):
    done = run("--format", "json", "--output", str(tmp_path / "report.md"))
    report = json.loads(done.stdout)
    assert [rule for rule in report["rules"] if rule["outcome"] == "failed"] == [], done.stderr
    assert done.returncode == 0, report
    written = (tmp_path / "report.md").read_text()
    assert "- result: passed" in written
    assert "pact_" not in written
    assert (tmp_path / "secret").read_text().startswith("pact_")


def test_commands_that_do_nothing_are_seen_as_nothing(run):
    done = run(upload="true", collect="true")
    assert done.returncode == 4
    assert "not all seen" in done.stdout


@pytest.mark.parametrize("url", ["https://pact.example.nz", "http://10.0.0.1:80", "http://127.0.0.1"])
def test_pact_is_played_on_this_machine_only(tmp_path, url):
    command = [
        sys.executable,
        "-m",
        "openpact",
        "connect",
        "conform",
        "--credentials",
        str(tmp_path / "s"),
        "--url",
        url,
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2
    assert "played on this machine" in done.stderr
