"""`openpact connect conform` as a vendor runs it, against our own commands; `openpact conform hub` as an operator does."""

import json
import os
import socket
import subprocess
import sys

import pytest

from openpact import ide
from openpact.conform.played_hub import PlayedHub, serving
from openpact.conform.rules import Credentials, not_for
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


def test_a_port_that_is_taken_is_said(tmp_path):
    with serving(PlayedHub()) as url:
        command = [sys.executable, "-m", "openpact", "connect", "conform", "--url", url]
        done = subprocess.run([*command, "--credentials", str(tmp_path / "s")], capture_output=True, text=True)
    assert done.returncode == 2
    assert "Give another port" in done.stderr


def conform_hub(secret, *more):
    command = [sys.executable, "-m", "openpact", "conform", "hub", *more]
    environment = {**os.environ, "OPENPACT_SECRET": secret}
    return subprocess.run(command, capture_output=True, text=True, timeout=180, env=environment)


@pytest.mark.parametrize("vendor", [False, True])
def test_with_a_school_the_secret_is_a_vendors_credentials(vendor):
    """The PaCT that the kit itself plays is not a whole one; who may act for whom it knows."""
    pact = PlayedHub(provider="musac-edge" if vendor else "kamar", schools=[7999] if vendor else None)
    options = ["--school", "7999", "--unselected-school", "7998"] if vendor else []
    with serving(pact) as url:
        done = conform_hub(str(pact.secret), "--url", url, "--yes", "--format", "json", *options)
    rules = {rule["id"]: rule["outcome"] for rule in json.loads(done.stdout)["rules"]}
    assert not rules.keys() & not_for(Credentials.VENDOR if vendor else Credentials.SECRET)
    who = {rule: outcome for rule, outcome in rules.items() if "vendor" in rule}
    if vendor:
        assert who.pop("hub-vendor-unselecting-ends-it") == "not seen"
    assert set(who.values()) == {"passed"}


def test_the_people_of_the_pact_are_moved_by_commands(tmp_path):
    pact = PlayedHub(provider="musac-edge", schools=[7999])
    script = tmp_path / "people"
    script.write_text(f"#!/bin/sh\necho $1 >> {tmp_path / 'asked'}\n")
    script.chmod(0o755)
    with serving(pact) as url:
        options = ["--school", "7999", "--select-command", str(script), "--judge-command", str(script)]
        conform_hub(str(pact.secret), "--url", url, "--yes", *options)
    assert (tmp_path / "asked").read_text().split() == ["confirm", "correct", "withdraw", "unselect", "select"]


def test_what_is_for_vendors_needs_the_school():
    done = conform_hub(str(PlayedHub().secret), "--url", "http://127.0.0.1:9", "--unselected-school", "7998")
    assert done.returncode == 2
    assert "--school" in done.stderr
