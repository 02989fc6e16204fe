"""`make bench`: measure, print the tables, keep the results, write docs/reference/speed.md."""

import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from openpact.hub.roster.core.values import memberships_of
from openpact.hub.running.embedded import EmbeddedPostgres

from . import measure, people, table
from .contenders import ROOT, VAR
from .page import page

RESULTS = Path(__file__).parent / "results.json"
SPEED = ROOT / "docs" / "reference" / "speed.md"


def main() -> None:
    results = measured()
    RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    SPEED.write_text(page(results))
    for part in (table.contenders(results["school"]), table.ratios(results["school"]), table.sizes(results["sizes"])):
        print(f"\n{part}")
    print(f"\nKept in {RESULTS.relative_to(ROOT)} and {SPEED.relative_to(ROOT)}.")


def measured() -> dict:
    every_peer = os.environ.get("PEERS") == "all"
    largest = int(os.environ.get("BENCH_LARGEST", "200000"))
    everybody = people.school()
    before = _load()
    print("Measuring; this takes some minutes.", file=sys.stderr)
    with EmbeddedPostgres(VAR / "postgres") as server:
        found = {
            "when": f"{datetime.now(UTC):%-d %B %Y, %H:%M} UTC",
            "machine": _machine(),
            "cores": os.cpu_count(),
            "every_peer": every_peer,
            "people": len(everybody),
            "memberships": sum(len(memberships_of(person)) for person in everybody),
            "server": measure.server_settings(server),
            "school": measure.school(server, every_peer),
            "sizes": measure.sizes(server, largest),
        }
    return found | {"load_before": before, "load_after": _load()}


def _machine() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    cpu = models[0] if models else platform.machine()
    return f"{os.cpu_count()} cores of {cpu}, {platform.system()}, Python {platform.python_version()}"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


if __name__ == "__main__":
    main()
