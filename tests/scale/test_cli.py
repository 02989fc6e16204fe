"""`openpact scale`: what it prints, what it writes, and with which code it ends."""

import csv
import importlib.util
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from openpact.cli import app
from openpact.scale import checking, load
from openpact.scale.calibrating import as_toml, calibrate

from .made_up import scale

FRAMEWORK = """
key = "dancing"
version = 1
name = "Dancing"
source = "A test."
aspects = [
  {key = "jumps", name = "Jumps", short = "Jumps", about = "", expected = [1, 8], sets = SETS},
  {key = "turns", name = "Turns", short = "Turns", about = "", expected = [1, 8], sets = SETS},
]
""".replace(
    "SETS", str([{"label": f"{n}", "says": "", "years": [1, 8]} for n in range(1, 4)]).replace("'", '"').replace(": ", "=").replace('"label"', "label").replace('"says"', "says").replace('"years"', "years")
)  # fmt: skip


@pytest.fixture
def openpact(tmp_path, monkeypatch):
    """Run it in an empty directory: (exit code, all that it said)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def openpact(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["scale", *words])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, " ".join(result.output.split())

    return openpact


@pytest.fixture
def dancing(tmp_path):
    """A small framework of our own, and dancing(thresholds) gives it a calibration."""
    (tmp_path / "ministry" / "frameworks").mkdir(parents=True)
    (tmp_path / "ministry" / "calibrations").mkdir()
    (tmp_path / "ministry" / "frameworks" / "dancing.toml").write_text(FRAMEWORK)

    def dancing(*thresholds, **changes) -> str:
        made = scale(thresholds, framework=("dancing", 1), key="of-dancing", **changes).calibration
        text = as_toml(made).replace('"a" =', "jumps =").replace('"b" =', "turns =")
        (tmp_path / "ministry" / "calibrations" / "dancing.toml").write_text(text)
        return "ministry"

    return dancing


def rows(file: str) -> list[list[str]]:
    with Path(file).open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_without_numpy_it_says_what_to_install(openpact, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    code, said = openpact("check")
    assert code == 2
    assert "pip install 'openpact[scale]'" in said


def test_its_help_is_its_own(openpact):
    code, said = openpact("--help")
    assert code == 0
    assert {"check", "simulate", "calibrate"} <= set(said.split())


class TestSimulate:
    def test_it_writes_a_column_for_each_aspect_and_a_line_for_each_student(self, openpact):
        assert openpact(
            "simulate", "--area", "reading", "--students", "50", "--missing", "0.3", "--output", "made.csv"
        ) == (0, "")
        header, *students = rows("made.csv")
        assert header == [aspect.key for aspect in load().current("reading").framework.aspects]
        assert len(students) == 50
        cells = [cell for student in students for cell in student]
        assert 0.15 < cells.count("") / len(cells) < 0.45
        assert {int(cell) for cell in cells if cell} <= set(range(1, 10))

    def test_the_same_seed_invents_the_same_students(self, openpact):
        said = [
            openpact("simulate", "--area", "writing", "--students", "20", "--seed", seed) for seed in ("4", "4", "5")
        ]
        assert said[0] == said[1] != said[2]

    @pytest.mark.parametrize("words", [["--area", "knitting"], ["--area", "reading", "--framework", "9"]])
    def test_what_has_no_calibration_is_refused(self, openpact, words):
        code, said = openpact("simulate", *words)
        assert code == 2
        assert "There is no calibration for" in said
        assert "mathematics, reading, writing" in said


class TestCalibrate:
    @pytest.fixture
    def made(self, openpact) -> str:
        openpact("simulate", "--area", "reading", "--students", "1500", "--output", "made.csv")
        return "made.csv"

    def test_a_new_calibration_keeps_what_people_decided_and_says_where_it_comes_from(self, openpact, made):
        code, said = openpact("calibrate", made, "--area", "reading", "--since", "2027-02-01")
        assert code == 0
        assert "Written to reading-1.toml" in said
        catalogue = load([Path("reading-1.toml").resolve()])
        old, new = catalogue.scales["illustrative-reading", 1], catalogue.current("reading")
        assert (new.calibration.key, new.calibration.version, new.calibration.illustrative) == ("reading", 1, False)
        for kept in ("unit", "origin", "top", "needed", "levels", "standards", "framework"):
            assert getattr(new.calibration, kept) == getattr(old.calibration, kept)
        assert "students; points, levels and standards of illustrative-reading, version 1" in new.calibration.source
        assert new.calibration.students == pytest.approx(old.calibration.students, abs=20)
        values = [np.concatenate([*map(np.array, each.calibration.thresholds.values())]) for each in (old, new)]
        assert values[1].mean() == pytest.approx(values[0].mean(), abs=1e-3)
        assert np.abs(values[1] - values[0]).max() < 1.5

    def test_it_prints_how_often_each_set_was_used_with_its_threshold_and_error(self, openpact, made):
        _, said = openpact("calibrate", made, "--area", "reading")
        first = [line[0] for line in rows(made)[1:]]
        assert f"processing-system │ 1 │ {first.count('1')} │" in said
        assert f"│ 2 │ {first.count('2')} │ -" in said

    def test_the_next_one_has_the_next_version(self, openpact, made):
        openpact("calibrate", made, "--area", "reading")
        code, said = openpact("calibrate", made, "--area", "reading", "--with", "reading-1.toml")
        assert code == 0
        assert "Written to reading-2.toml" in said

    def test_a_file_that_is_there_is_never_written_over(self, openpact, made):
        Path("reading-1.toml").write_text("mine")
        code, said = openpact("calibrate", made, "--area", "reading")
        assert code == 2
        assert "reading-1.toml is there already, and nothing was changed" in said
        assert Path("reading-1.toml").read_text() == "mine"

    def test_judgements_that_cannot_tell_a_threshold_are_refused_with_the_aspect_and_the_set(self, openpact, made):
        header, *students = rows(made)
        Path("few.csv").write_text(
            "\n".join(",".join(line) for line in [header, *(s for s in students if s[0] != "7")])
        )
        code, said = openpact("calibrate", "few.csv", "--area", "reading")
        assert code == 1
        assert "processing-system: of the students who say something, nobody is at set 7. Nothing was written." in said
        assert not Path("reading-1.toml").exists()

    @pytest.mark.parametrize(
        "text, says",
        [
            ("jumps,turns\n1,2\n1,4\n", "line 3, column 2 (turns): '4' is none of its sets, 1 to 3."),
            ("jumps,turns\n1,two\n", "line 2, column 2 (turns): 'two' is none of its sets"),
            ("jumps,turns\n0,1\n", "line 2, column 1 (jumps): '0' is none of its sets"),
            ("jumps,turns\n1,2,3\n", "line 2: It has 3 cells, the first line 2."),
            ("jumps,leaps\n", "line 1, column 2: Dancing has no aspect 'leaps'."),
            ("jumps,jumps\n", "line 1, column 2: There is a second column 'jumps'."),
            ("jumps\n1\n", "line 1: There is no column 'turns'; every aspect has one."),
            ("", "line 1: There is no column 'jumps'"),
            ('jumps,turns\n1,"2\n', "line 2"),
        ],
    )
    def test_a_bad_file_is_refused_with_line_and_column(self, openpact, dancing, text, says):
        dancing([-1.0, 1.0], [0.0, 2.0])
        Path("bad.csv").write_text(text)
        code, said = openpact("calibrate", "bad.csv", "--area", "dancing", "--with", "ministry")
        assert code == 2
        assert says in said

    def test_a_file_that_is_no_text_or_not_there_is_refused(self, openpact):
        Path("bad.csv").write_bytes(b"\xff\xfe\x00")
        assert "It is no UTF-8 text" in openpact("calibrate", "bad.csv", "--area", "reading")[1]
        assert "It cannot be read" in openpact("calibrate", "none.csv", "--area", "reading")[1]

    def test_spaces_empty_lines_a_mark_at_the_beginning_and_another_order_of_columns_do_no_harm(
        self, openpact, dancing
    ):
        dancing([-1.0, 1.0], [0.0, 2.0])
        students = ["1,2", "2,1", "3,2", "2,3", "1,3", " 3 ,1", "2,2", "", "3,"]
        Path("good.csv").write_text("\ufeffturns, jumps\n" + "\n".join(students * 20), encoding="utf-8")
        code, said = openpact("calibrate", "good.csv", "--area", "dancing", "--with", "ministry")
        assert code == 0
        assert "jumps │ 1 │ 40 │" in said
        assert "140 students tell something" in said


class TestCheck:
    def test_a_sound_scale_is_shown_with_coverage_and_precision(self, openpact, dancing):
        code, said = openpact("check", dancing([-1.0, 1.0], [0.0, 2.0], students=(60.0, 1.0)))
        assert "Dancing: framework dancing, version 1: 2 aspects, 6 sets" in said
        assert "calibration of-dancing, version 1 (illustrative, from no data)" in said
        assert "aspects missing, 2 ways" in said
        assert "│ 100 points │" in said
        assert "Students beyond the scale: 0.0% below 0, 0.0% above 120." in said
        assert "reading" not in said
        assert code == (1 if "Wrong" in said else 0)

    def test_reversed_thresholds_are_wrong(self, openpact, dancing):
        code, said = openpact("check", dancing([1.0, -1.0], [0.0, 2.0]))
        assert code == 1
        assert "Wrong: The thresholds of jumps to its sets 2 and 3 are reversed." in said

    def test_a_framework_alone_is_checked_too(self, openpact, dancing):
        code, said = openpact("check", "ministry/frameworks/dancing.toml")
        assert (code, said) == (0, "Dancing: framework dancing, version 1: 2 aspects, 6 sets")

    def test_a_file_that_cannot_be_used_ends_with_2_and_says_why(self, openpact, dancing):
        dancing([1.0], [0.0, 2.0])
        code, said = openpact("check", "ministry")
        assert code == 2
        assert "dancing.toml: Thresholds do not fit the framework's aspects and sets" in said
        assert openpact("check", "elsewhere")[0] == 2


@pytest.mark.parametrize("area", ["mathematics", "reading"])
def test_what_is_written_is_read_as_the_same(area, tmp_path):
    made, random = load().current(area), np.random.default_rng(2)
    drawn = random.integers(1, 8, (400, len(made.framework.aspects)))
    for column, aspect in enumerate(made.framework.aspects):
        drawn[: len(aspect.sets), column] = range(1, len(aspect.sets) + 1)
        drawn[:, column] = np.minimum(drawn[:, column], len(aspect.sets))
    found = calibrate(made, drawn, key='of "ours"\n\\', version=3, since=made.calibration.since).calibration
    (tmp_path / "new.toml").write_text(as_toml(found), encoding="utf-8")
    assert load([tmp_path / "new.toml"]).calibrations['of "ours"\n\\', 3] == found


def test_a_report_says_where_a_scale_is_precise_and_which_students_it_loses():
    report = checking.check(scale([[-1.0, 1.0], [0.0, 2.0]], students=(60.0, 60.0), needed=2))
    assert report.missing_inside is report.missing_outside is None
    assert report.patterns == 0
    assert report.below == pytest.approx(0.1587, abs=1e-4)
    assert report.above == pytest.approx(0.1587, abs=1e-4)
    assert [each.points for each in report.precision] == [0, 100]
    assert report.inside.low >= 0.94
    assert report.wrong
