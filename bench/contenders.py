"""Who is measured, in which environment, and what the time includes."""

import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
VAR = ROOT / "var" / "bench"


@dataclass(frozen=True)
class Contender:
    """`script` is a module of ours, or a file in peers/ with the pinned packages of its own environment beside it."""

    key: str
    name: str
    script: str
    includes: str
    package: str = ""
    slow: bool = False
    steps: int = 3

    @property
    def pins(self) -> Path:
        return HERE / "peers" / f"{self.script}.txt"

    @property
    def version(self) -> str:
        lines = self.pins.read_text().split() if self.package else []
        return next((line.partition("==")[2] for line in lines if line.startswith(f"{self.package}==")), "")

    def command(self) -> list[str]:
        if not self.package:
            return [sys.executable, "-m", f"bench.{self.script}"]
        return [str(environment(self)), str(HERE / "peers" / f"{self.script}.py")]


CONTENDERS = (
    Contender(
        "ours", "OpenPaCT", "ours",
        "the whole pipeline, from bytes to commit: store the upload, queue its job, read, check, plan, guard, apply, record"
        " every change; row-level security on",
    ),
    Contender(
        "dlt", "dlt, merge", "dlt_merge",
        "read the CSV, normalise, load by COPY, merge on the person's id with groups as a child table; applies no rules,"
        " records no change, removes nobody",
        package="dlt",
    ),
    Contender(
        "import-export", "django-import-export", "django_import_export",
        "read the CSV, import groups, then people with their memberships, unchanged rows skipped, one transaction;"
        " records no change, removes nobody",
        package="django-import-export", slow=True,
    ),
    Contender(
        "kolibri", "Kolibri bulkimportusers", "kolibri_bulkimport",
        "`bulkimportusers --delete` on its own SQLite, with a quick password hasher; deletes who left for good",
        package="kolibri", slow=True,
    ),
    Contender(
        "floor", "COPY, the floor", "floor",
        "COPY of the same people and memberships, already in memory, into two bare tables, and the commit",
        steps=1,
    ),
)  # fmt: skip


def environment(contender: Contender) -> Path:
    """The Python of its environment, made when its pins changed. Raises CalledProcessError where it does not install."""
    folder = VAR / "venvs" / contender.script
    python, stamp = folder / "bin" / "python", folder / ".installed"
    pins = contender.pins.read_text()
    if not stamp.exists() or stamp.read_text() != pins:
        print(f"Installing {contender.name} {contender.version}", file=sys.stderr)
        venv.create(folder, clear=True, with_pip=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", contender.pins],
            check=True, stdout=sys.stderr,
        )  # fmt: skip
        stamp.write_text(pins)
    return python


def settings(database: str) -> dict[str, str]:
    """The environment of a process of ours."""
    return {
        **os.environ, "DJANGO_SETTINGS_MODULE": "openpact.hub.settings", "OPENPACT_SECRET_KEY": "only for measuring",
        "OPENPACT_LOG_LEVEL": "WARNING", "OPENPACT_HOME": str(VAR / "home"), "DATABASE_URL": database,
    }  # fmt: skip
