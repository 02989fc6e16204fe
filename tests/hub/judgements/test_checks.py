"""Files of frameworks and calibrations that cannot be used stop a program as it starts, in plain words."""

import os
import subprocess
import sys

from django.core.checks import run_checks

from openpact.hub.judgements import scales


def test_what_comes_with_pact_passes():
    assert run_checks(tags=["openpact"]) == []


def test_a_file_that_cannot_be_used_is_named_and_so_is_what_to_do(settings, tmp_path):
    folder = tmp_path / "calibrations"
    folder.mkdir()
    (folder / "ours.toml").write_text('framework = "reading"\nframework_version = 99\n')
    settings.SCALE_DIRECTORIES = (tmp_path,)
    (wrong,) = run_checks(tags=["openpact"])
    assert (wrong.id, wrong.is_serious()) == ("judgements.E001", True)
    assert "ours.toml: There is no framework reading of version 99." in wrong.msg
    assert "OPENPACT_SCALE_DIRECTORIES" in wrong.hint


def test_a_program_that_would_serve_says_so_and_ends(tmp_path):
    environment = os.environ | {
        "OPENPACT_SCALE_DIRECTORIES": str(tmp_path / "nowhere"),
        "OPENPACT_HOME": str(tmp_path),
        "OPENPACT_SECRET_KEY": "x" * 50,
    }
    done = subprocess.run(
        [sys.executable, "-m", "openpact", "worker"], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert "nowhere: There is no such file or directory." in done.stderr
    assert "Traceback" not in done.stderr


def test_the_first_page_waits_for_no_table():
    scales.warm()
    for area in ("reading", "writing", "mathematics"):
        scale = scales.current(area)
        table = scale.table(tuple(aspect.key for aspect in scale.framework.aspects))
        assert "rows" in vars(table)
