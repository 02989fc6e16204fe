"""docs/how-to/add-a-provider.md, followed to the letter in a copy of the source: a fictional SMS that nothing else knows is
declared, registered and given screens; then its own commands pass the conformance run, and our PaCT passes with it."""

import os
import re
import shutil
import socket
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest

from openpact import ide
from openpact.ide.sample import people
from openpact.link.providers import PROVIDERS, Provider

from .pact import not_passed

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/add-a-provider.md").read_text()

#: A copy of the sibling that is most like it, with every field changed.
DECLARED = '''"""Pīwakawaka: a fictional SMS."""

from datetime import time

from .base import Provider, Rhythm

WEEKLY = Rhythm(every_days=7, opens=time(20), closes=time(22))

PIWAKAWAKA = Provider(
    key="piwakawaka",
    name="Pīwakawaka",
    uses_secret=True,
    where=("Settings", "PaCT"),
    secret_label="PaCT secret",
    save="Keep",
    finish="Keep",
    steps=("Select Settings, then PaCT.", "Paste the secret and select Keep."),
    upload=WEEKLY,
    download=WEEKLY,
    notes=("Your principal has to agree.",),
    first_upload_by_itself=False,
    several_schools=False,
)
'''


def registered(text):
    """The import and the place in the tuple, which is in alphabetical order."""
    text, imports = re.subn(r"(from \.musac_edge import MUSAC_EDGE\n)", r"\1from .piwakawaka import PIWAKAWAKA\n", text)
    text, places = re.subn(r"MUSAC_EDGE\)", "MUSAC_EDGE, PIWAKAWAKA)", text)
    assert (imports, places) == (1, 1)
    return text


def copied(folder, ending):
    """KAMAR's, under the new one's name."""
    (old,) = folder.glob(f"*kamar.{ending}")
    text = old.read_text().replace("KAMAR", "PIWAKAWAKA").replace("kamar", "piwakawaka")
    old.with_name(old.name.replace("kamar", "piwakawaka")).write_text(text)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """The checkout with a fifth SMS in it, after steps 1 to 3."""
    root = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("docs", "tests", "pyproject.toml"):
        (root / name).symlink_to(ROOT / name)
    providers, sms = root / "src/openpact/link/providers", root / "src/openpact/sandbox/sms"
    (providers / "piwakawaka.py").write_text(DECLARED)
    for folder, ending in ((sms / "screens", "py"), (sms / "templates/sms/pact", "html"), (sms / "static/sms", "css")):
        copied(folder, ending)
    for line in (providers / "__init__.py", sms / "screens/__init__.py"):
        line.write_text(registered(line.read_text()))
    return root


@pytest.fixture
def run(checkout):
    kept = {k: v for k, v in os.environ.items() if not k.startswith("OPENPACT_") or k == "OPENPACT_TEST_ADMIN_URL"}
    environment = {**kept, "PYTHONPATH": str(checkout / "src"), "PYTHONDONTWRITEBYTECODE": "1"}

    def run(command):
        options = {"cwd": checkout, "env": environment, "capture_output": True, "text": True, "timeout": 300}
        return subprocess.run(["sh", "-c", command], **options)

    return run


def test_the_table_of_the_recipe_is_the_declaration():
    named = [
        name for row in re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", PAGE, re.M) for name in re.findall(r"`(\w+)`", row)
    ]
    assert sorted(named) == sorted(field.name for field in fields(Provider))


def test_the_command_of_the_recipe_brings_the_choices_in_step_and_changes_no_table(checkout, run):
    (command,) = re.findall(r"^    (OPENPACT_SECRET_KEY=.*\\\n.*makemigrations sms)$", PAGE, re.M)
    command = command.replace(".venv/bin/python", sys.executable)
    folder = checkout / "src/openpact/hub/sms/migrations"
    before = set(folder.glob("*.py"))
    assert run(f"{command} --check --dry-run").returncode == 1
    done = run(command)
    assert done.returncode == 0, done.stderr
    (made,) = set(folder.glob("*.py")) - before
    assert re.findall(r"migrations\.(\w+)\(", made.read_text()) == ["AlterField"]
    assert run(f"{command} --check --dry-run").returncode == 0


def test_it_is_held_to_the_rules_of_every_provider_without_being_told(run):
    done = run(f"{sys.executable} -m pytest tests/link/test_providers.py -q -p no:cacheprovider -k piwakawaka")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^[1-9]\d* passed", done.stdout, re.M)


def test_it_has_screens(run):
    ask = 'from openpact.sandbox.sms.screens import SCREENS; print(SCREENS["piwakawaka"].configuration)'
    done = run(f"{sys.executable} -c '{ask}'")
    assert done.stdout.strip() == "sms/pact/configuration_piwakawaka.html", done.stderr


def test_an_sms_of_its_kind_passes_the_conformance_run(checkout, run):
    (checkout / "ide.csv").write_bytes(
        ide.write(people(students=8), school_number=7999, exported_at=ide.sample.EXPORTED_AT)
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    us = f"{sys.executable} -m openpact connect"
    state = f"--state {checkout / 'state.json'}"
    done = run(
        f"{us} conform --url http://127.0.0.1:{port} --credentials secret.txt --provider piwakawaka"
        f" --upload-command '{us} upload ide.csv --manual {state}'"
        f" --collect-command '{us} pull --output j.csv --append {state}' --output report.md"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "- target: Pīwakawaka" in (checkout / "report.md").read_text()


def test_our_pact_keeps_every_rule_for_an_sms_of_its_kind(pact, monkeypatch):
    fifth = replace(PROVIDERS["etap"], key="piwakawaka", name="Pīwakawaka", overwrites=(), warning="")
    monkeypatch.setitem(PROVIDERS, fifth.key, fifth)
    assert not_passed(pact.run(provider=fifth.key)) == {}
