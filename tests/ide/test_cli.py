"""`openpact ide`: what it prints, and how it exits."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from openpact.ide import DAMAGES, read, sample
from openpact.ide.cli import app
from openpact.ide.codes import CODES
from openpact.ide.codes.page import page

from .files import full, short, student, teacher

CLEAN = full(student(), teacher())
WARNED = full(student(Gender="X"))
REFUSED = full(student(), teacher(Role="Teacher"))
UNUSABLE = b"hello\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str, file: bytes | None = None, stdin: bytes | None = None):
        if file is not None:
            (tmp_path / "ide.csv").write_bytes(file)
        return CliRunner().invoke(app, list(arguments), input=stdin)

    return invoke


@pytest.mark.parametrize("format", ["text", "json"])
@pytest.mark.parametrize("file, code", [(CLEAN, 0), (WARNED, 0), (REFUSED, 1), (UNUSABLE, 2), (b"", 2)])
def test_it_exits_with_0_if_clean_or_warned_1_for_errors_in_rows_and_2_if_unusable(run, format, file, code):
    assert run("check", "ide.csv", "--format", format, file=file).exit_code == code
    assert run("check", "-", "--format", format, stdin=file).exit_code == code


def test_a_file_that_is_not_there_is_unusable(run):
    result = run("check", "nowhere.csv")
    assert result.exit_code == 2
    assert "nowhere.csv cannot be read: No such file or directory" in result.stderr


def test_a_directory_is_no_file(run, tmp_path):
    assert run("check", str(tmp_path)).exit_code == 2


def test_another_schools_file_is_unusable(run):
    assert run("check", "ide.csv", "--school-number", "123", file=CLEAN).exit_code == 0
    result = run("check", "ide.csv", "--school-number", "124", file=CLEAN)
    assert result.exit_code == 2
    assert "foreign-school" in result.stdout
    assert "cannot be used" in result.stdout


def test_a_file_that_is_too_large_is_unusable(run):
    result = run("check", "ide.csv", "--max-bytes", "100", file=CLEAN)
    assert result.exit_code == 2
    assert "too-large" in result.stdout


def test_a_finding_is_printed_with_its_line_and_a_marker_under_the_cell(run):
    result = run("check", "ide.csv", file=short("1,Nīkau,Te Rito,Pupil", "2,A,B,Student"))
    assert result.stdout.splitlines() == [
        "ide.csv: line 2, mlepRole: error bad-role",
        "  'Pupil' is not a role.",
        "    1,Nīkau,Te Rito,Pupil",
        "                    ^^^^^",
        "  Use Student, TeachingStaff, NonTeachingStaff, ParentCaregiver or Alumni.",
        "",
        "ide.csv: version 1.6, utf-8, comma-separated",
        "1 people (1 students, 0 teaching staff) in 0 groups, from 2 rows",
        "1 errors, 0 warnings",
    ]


def marked(output: str) -> str:
    """What stands above the marker."""
    lines = output.splitlines()
    at = next(number for number, line in enumerate(lines) if set(line.strip()) == {"^"})
    return lines[at - 1][lines[at].index("^") : lines[at].rindex("^") + 1]


@pytest.mark.parametrize(
    "row, cell",
    [
        ('1,"A, B*",C,Student', "A, B*"),
        ("1,  A*  ,C,Student", "A*"),
        ("1,A,C, Pupil", "Pupil"),
        ("1,A\tB*,C,Student", "A B*"),
        (f"{'1' * 200},A,{'C' * 20}*,Student", "C" * 20 + "*"),
    ],
)
def test_the_marker_is_under_the_cell_though_it_is_quoted_padded_or_far_to_the_right(run, row, cell):
    assert marked(run("check", "ide.csv", file=short(row)).stdout) == cell


def test_the_marker_counts_the_columns_of_wide_letters(run):
    output = run("check", "ide.csv", file=short("1,李娜,B,Pupil")).stdout.splitlines()
    assert output[3].index("^") == 4 + len("1,") + 4 + len(",B,")


def test_a_line_is_shown_without_what_could_harm_a_terminal(run):
    output = run("check", "ide.csv", file=short("1,A\x1b[31m,B,Student")).stdout
    assert "\x1b" not in output
    assert "A\ufffd[31m" in output


def test_a_blank_cell_gets_a_marker_too(run):
    output = run("check", "ide.csv", file=short("1,,B,Student")).stdout.splitlines()
    assert output[2:4] == ["    1,,B,Student", "      ^"]


def test_windows_1252_lines_are_shown_as_they_were_read(run):
    output = run("check", "ide.csv", file=short("1,Zoë,B,Pupil").decode().encode("cp1252")).stdout
    assert "    1,Zoë,B,Pupil" in output


def test_output_is_plain_when_it_does_not_go_to_a_terminal(run):
    assert "\x1b" not in run("check", "ide.csv", file=REFUSED).stdout


def test_json_is_one_object_with_the_facts_and_the_findings(run):
    made = json.loads(run("check", "ide.csv", "--format", "json", file=REFUSED).stdout)
    (issue,) = made.pop("issues")
    assert made == {
        "usable": True,
        "version": "1.71",
        "school_number": 123,
        "exported_at": "2026-02-16T02:15:00",
        "encoding": "utf-8",
        "delimiter": ",",
        "rows": 2,
        "selection": None,
        "people": 1,
        "students": 1,
        "teaching_staff": 0,
        "groups": 2,
        "errors": 1,
        "warnings": 0,
    }
    assert issue == {
        "line": 3,
        "column": "mlepRole",
        "code": "bad-role",
        "severity": "error",
        "message": "'Teacher' is not a role.",
        "value": "Teacher",
        "remedy": CODES["bad-role"].remedy,
    }


def test_json_of_an_unusable_file_has_what_is_known_and_the_one_finding(run):
    data = full(student(Role="Pupil"), trailer="0456#1.71#2026-02-16 02:15:00")
    made = json.loads(run("check", "ide.csv", "--format", "json", "--school-number", "123", file=data).stdout)
    assert (made["usable"], made["school_number"], made["version"]) == (False, 456, "1.71")
    assert (made["people"], made["rows"], made["errors"], made["warnings"]) == (0, 1, 1, 0)
    assert [issue["code"] for issue in made["issues"]] == ["foreign-school"]


def test_a_sample_is_a_clean_file_of_the_school_asked_for(run, tmp_path):
    result = run(
        "sample",
        "--kind",
        "secondary",
        "--students",
        "40",
        "--seed",
        "9",
        "--school-number",
        "321",
        "--output",
        "a.csv",
    )
    assert result.exit_code == 0
    file = read((tmp_path / "a.csv").read_bytes(), school_number=321)
    assert file.people == sample.people(9, 40, "secondary")
    assert file.issues == []


def test_a_sample_goes_to_standard_output_and_is_always_the_same(run):
    first, second = run("sample", "--students", "20"), run("sample", "--students", "20")
    assert first.stdout_bytes == second.stdout_bytes
    assert read(first.stdout_bytes).people == sample.people(1, 20)


def test_a_sample_can_be_exported_at_another_time(run):
    data = run("sample", "--students", "5", "--exported-at", "2026-03-01T02:00:00").stdout_bytes
    assert data.endswith(b"0001#1.71#2026-03-01 02:00:00\r\n")


@pytest.mark.parametrize("kind", ["bad-role", "mojibake", "truncated", "header-only"])
def test_a_sample_can_be_damaged(run, kind):
    file = read(run("sample", "--students", "20", "--damage", kind).stdout_bytes)
    assert {issue.code for issue in file.issues} == {DAMAGES[kind].code} - {""}


def test_a_sample_can_be_damaged_in_several_ways(run):
    file = read(run("sample", "--students", "50", "--damage", "bad-role", "--damage", "excel-date").stdout_bytes)
    assert {issue.code for issue in file.issues} == {"bad-role", "excel-date"}


def test_damage_that_is_not_possible_is_said_in_one_line(run):
    result = run("sample", "--students", "5", "--damage", "empty", "--damage", "bad-role")
    assert result.exit_code == 2
    assert result.stderr.startswith("openpact ide: bad-role: only a good file can be damaged")


def test_a_sample_that_cannot_be_written_is_said_in_one_line(run):
    result = run("sample", "--students", "5", "--output", "no/such/folder.csv")
    assert (result.exit_code, result.stderr) == (
        2,
        "openpact ide: no/such/folder.csv cannot be written: No such file or directory\n",
    )


def test_a_code_can_be_looked_up(run):
    assert run("codes", "excel-date").stdout.startswith("# excel-date\n")
    assert run("codes").stdout == page()
    assert run("codes", "nonsense").exit_code == 2


@pytest.mark.parametrize("file, code", [(CLEAN, 0), (REFUSED, 1), (UNUSABLE, 2)])
def test_it_runs_as_a_module(tmp_path, file, code):
    (tmp_path / "ide.csv").write_bytes(file)
    command = [sys.executable, "-m", "openpact.ide", "check", str(tmp_path / "ide.csv"), "--format", "json"]
    result = subprocess.run(command, capture_output=True, check=False)
    assert result.returncode == code
    assert json.loads(result.stdout)["errors"] == (code > 0)


def test_the_library_needs_nothing_but_the_standard_library():
    program = (
        "import sys, openpact.ide; "
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'typer', 'rich', 'click', 'django', 'httpx'}))"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "[]\n"
