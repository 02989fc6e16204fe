"""`make bench`: measure, print the tables, keep the results, write docs/reference/speed.md."""

import os
import sys
from datetime import UTC, datetime

from openpact.hub.roster.core.values import memberships_of
from openpact.hub.running.embedded import EmbeddedPostgres

from . import kept, measure, people, scale, table
from .contenders import ROOT, VAR


def main() -> None:
    results = measured()
    kept.keep(results)
    for part in (
        table.contenders(results["school"]), table.ratios(results["school"]), table.sizes(results["sizes"]),
        table.estimates(results["scale"]),
    ):  # fmt: skip
        print(f"\n{part}")
    print(f"\nKept in {kept.RESULTS.relative_to(ROOT)} and {kept.SPEED.relative_to(ROOT)}.")


def measured() -> dict:
    every_peer = os.environ.get("PEERS") == "all"
    largest = int(os.environ.get("BENCH_LARGEST", "200000"))
    everybody = people.school()
    before = kept.load()
    print("Measuring; this takes some minutes.", file=sys.stderr)
    with EmbeddedPostgres(VAR / "postgres") as server:
        found = {
            "when": f"{datetime.now(UTC):%-d %B %Y, %H:%M} UTC",
            "machine": kept.machine(),
            "cores": os.cpu_count(),
            "every_peer": every_peer,
            "people": len(everybody),
            "memberships": sum(len(memberships_of(person)) for person in everybody),
            "server": measure.server_settings(server),
            "school": measure.school(server, every_peer),
            "sizes": measure.sizes(server, largest),
        }
    return found | {"load_before": before, "load_after": kept.load(), "scale": scale.measured()}


if __name__ == "__main__":
    main()
