"""`openpact demo --once`: the whole loop, on a stack of its own, each step seen from the other side."""

import json
import os
import subprocess
import sys

from openpact.link.providers import PROVIDERS


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
    assert all(set(step) == {"provider", "step", "observed", "ok"} for step in steps)
    told = {provider: [s["step"] for s in steps if s["provider"] == provider] for provider in PROVIDERS}
    # Each provider's own bullets, in the sheet's words.
    for provider in PROVIDERS.values():
        words = " ".join(told[provider.key])
        for bullet in provider.steps[1:]:
            assert bullet in words
        assert f"select {provider.name} from the drop-down list" in words
        # Judged by aspects, confirmed, unlocked, corrected; and the correction is in the SMS with its score.
        assert sum("aspect" in step or "orrect" in step for step in told[provider.key]) == 3
    assert any("resets the automated schedule" in step for step in told["musac-edge"])
    assert any("over-writes" in step for step in told["etap"])
    assert any("no longer selected" in step for step in told["assembly"])
    assert sum(step.startswith("Change SMS") for step in told["kamar"]) == 9
