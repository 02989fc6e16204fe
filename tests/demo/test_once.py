"""`openpact demo --once`: the whole loop, on a stack of its own, each step seen from the other side."""

import json
import os
import subprocess
import sys


def test_the_whole_loop_holds_step_by_step():
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("OPENPACT_", "DATABASE_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "openpact", "demo", "--once", "--format", "json"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )
    steps = [json.loads(line) for line in done.stdout.splitlines()]
    assert [step for step in steps if not step["ok"]] == [], done.stderr
    assert done.returncode == 0, done.stderr
    assert len(steps) == 12
    assert all(set(step) == {"provider", "step", "observed", "ok"} for step in steps)
    assert {step["provider"] for step in steps} == {"kamar"}
