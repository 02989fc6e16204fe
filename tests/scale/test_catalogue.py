"""The catalogue: ours, and what a ministry puts beside it."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from openpact.scale import BadData, load

OURS = Path(str(files("openpact.scale") / "data"))


@pytest.fixture
def ministry(tmp_path) -> Path:
    """A directory with a calibration of its own for our framework of reading."""
    (tmp_path / "calibrations").mkdir()
    text = (OURS / "calibrations" / "illustrative-reading-1.toml").read_text()
    text = text.replace('key = "illustrative-reading"', 'key = "ministry-reading"').replace(
        "since = 2026-01-01", "since = 2027-02-01"
    )
    (tmp_path / "calibrations" / "ministry.toml").write_text(text)
    return tmp_path


def test_there_are_three_areas_of_ours():
    assert {area for area, _ in load().frameworks} == {"reading", "writing", "mathematics"}
    assert load().current("writing").calibration.key == "illustrative-writing"


def test_an_area_that_nobody_knows_has_no_scale():
    with pytest.raises(KeyError):
        load().current("dancing")
    with pytest.raises(KeyError):
        load().of_framework("reading", 9)


def test_a_ministrys_calibration_takes_the_place_of_ours_and_ours_stays_for_old_judgements(ministry):
    catalogue = load([ministry])
    assert catalogue.current("reading").calibration.key == "ministry-reading"
    assert catalogue.current("writing").calibration.key == "illustrative-writing"
    assert ("illustrative-reading", 1) in catalogue.calibrations


def test_a_later_framework_is_current_and_what_was_begun_with_the_earlier_goes_on_with_it(ministry):
    shutil.copytree(OURS / "frameworks", ministry / "frameworks", ignore=shutil.ignore_patterns("[!r]*"))
    framework, calibration = ministry / "frameworks" / "reading-1.toml", ministry / "calibrations" / "ministry.toml"
    framework.write_text(framework.read_text().replace("version = 1", "version = 2"))
    calibration.write_text(calibration.read_text().replace("framework_version = 1", "framework_version = 2"))
    catalogue = load([ministry])
    assert catalogue.current("reading").framework.version == 2
    assert catalogue.of_framework("reading", 1).calibration.key == "illustrative-reading"


def test_a_version_that_is_there_twice_is_refused(ministry):
    shutil.copy(ministry / "calibrations" / "ministry.toml", ministry / "calibrations" / "copy.toml")
    with pytest.raises(BadData, match="ministry-reading of version 1 is there twice"):
        load([ministry])
    (ministry / "calibrations" / "copy.toml").unlink()
    shutil.copytree(OURS / "frameworks", ministry / "frameworks")
    with pytest.raises(BadData, match=r"mathematics-1\.toml: mathematics of version 1 is there twice"):
        load([ministry, ministry])


def test_a_calibration_of_a_framework_that_is_not_there_is_refused(ministry):
    file = ministry / "calibrations" / "ministry.toml"
    file.write_text(file.read_text().replace("framework_version = 1", "framework_version = 7"))
    with pytest.raises(BadData, match=r"ministry\.toml: There is no framework reading of version 7"):
        load([ministry])


def test_what_is_no_toml_is_refused_with_line_and_column(ministry):
    (ministry / "calibrations" / "ministry.toml").write_text("key = \n")
    with pytest.raises(BadData, match=r"ministry\.toml: .*line 1, column 7"):
        load([ministry])


def test_a_directory_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadData, match="There is no such file or directory"):
        load([tmp_path / "misspelt"])


def test_other_files_are_left_alone(ministry):
    (ministry / "calibrations" / "README.md").write_text("Ours.")
    assert load([ministry]).current("reading").calibration.key == "ministry-reading"
