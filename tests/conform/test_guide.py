"""Whoever follows docs/how-to/pass-the-conformance-run.md to the letter ends with a report that passes."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs/how-to/pass-the-conformance-run.md").read_text()
BLOCKS = re.findall(r"^```(sh|python)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
#: What stands indented and begins with our command, its lines joined.
COMMANDS = [
    re.sub(r"\\\n\s+", "", command)
    for command in re.findall(r"^    (openpact connect conform (?:.*\\\n)*.*)$", PAGE, re.MULTILINE)
]
PORT = "8765"


@pytest.fixture
def environment():
    """A shell in which `openpact` and `python` are the ones under test."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {k: v for k, v in os.environ.items() if not k.startswith("OPENPACT_")} | {"PATH": path}


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def wait_for(port):
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", int(port))) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("PaCT was not played within half a minute")


def test_the_first_scene_can_be_done_by_hand(environment, port, tmp_path):
    if shutil.which("curl") is None:
        pytest.skip("There is no curl on this machine.")
    script = "set -eu\n" + "".join(block for language, block in BLOCKS if language == "sh").replace(PORT, port)
    start = COMMANDS[0].replace(PORT, port) + " --format json"
    at = {"cwd": tmp_path, "env": environment, "text": True}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(["sh", "-c", start], **at, **pipes) as run:
        wait_for(port)
        done = subprocess.run(["sh", "-c", script], **at, capture_output=True, timeout=60)
        report, _ = run.communicate("\n" * 12, timeout=60)
    assert done.returncode == 0, done.stderr
    assert '"state": "applied"' in done.stdout
    assert '"outcome": "failed"' not in report
    assert run.returncode == 4


@pytest.mark.parametrize("command", COMMANDS[1:], ids=["secret", "vendor"])
def test_the_sms_of_the_page_passes(command, environment, port, tmp_path):
    (tmp_path / "my_sms.py").write_text(next(block for language, block in BLOCKS if language == "python"))
    sample = "openpact ide sample --school-number 7999 --output ide.csv && "
    done = subprocess.run(
        ["sh", "-c", sample + command.replace(PORT, port)],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=180,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "- result: passed" in (tmp_path / "report.md").read_text()


def test_every_command_and_block_of_the_page_is_followed():
    assert len(COMMANDS) == 3
    assert [language for language, _ in BLOCKS].count("python") == 1
