"""The page on exchange states names every state, reason, limit and count there is, and no other."""

import re
from pathlib import Path

from openpact.hub.roster.core import Limits, Plan
from openpact.ide.codes import CODES
from openpact.link.words import ExchangeState

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reference/exchange-states.md").read_text()


def section(title: str) -> str:
    return PAGE.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def first_cells(title: str) -> set[str]:
    cells = re.findall(r"^\| ((?:`[a-z_-]+`(?:, )?)+) \|", section(title), re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([a-z_-]+)`", cell)}


def reasons_in(path: str) -> set[str]:
    return set(re.findall(r'Reason\(\s*f?"([^"]+)"', (ROOT / path).read_text()))


def test_every_state_is_explained():
    assert first_cells("States of an upload") == {str(state) for state in ExchangeState}


def test_every_reason_to_hold_an_upload_is_explained():
    made = reasons_in("src/openpact/hub/roster/core/guard.py") | reasons_in("src/openpact/hub/sms/processing.py")
    made |= {f"many-{word}-leaving" for word in ("students", "staff")}
    assert first_cells("Why an upload is held") == {code for code in made if "{" not in code}


def test_the_reasons_to_refuse_a_file_are_codes_of_the_reader():
    named = set(re.findall(r"`([a-z-]+)`", section("Why an upload is refused"))) - {"our-fault", "other-sms"}
    assert named <= set(CODES)


def test_the_limits_are_the_usual_ones():
    usual = Limits()
    shown = [int(number) for number in re.findall(r"\| (\d+)(?:%| people) \|", section("Limits"))]
    assert shown == [
        usual.students_leaving,
        usual.staff_leaving,
        usual.handful,
        usual.identity_changes,
        usual.refused_rows,
    ]


def test_every_count_of_a_plan_is_explained():
    assert set(Plan([], [], [], 0, [], []).counts) <= first_cells("Counts")
