"""What others have printed, worked through to the digits they printed.

Where R packages print seven digits of what they maximised, their search has stopped within STOPPED of the maximum; ours ends at it
(test_conditional).
"""

import numpy as np
import pytest

from openpact.scale.conditional import NOT_JUDGED, estimate
from openpact.scale.estimate import weighted_likelihood

from .r_numbers import R

STOPPED = 2e-5


def printed(values, digits: int) -> list[float]:
    return [round(float(each), digits) + 0.0 for each in values]


def test_warms_estimates_of_five_items_as_in_fischer_and_molenaar():
    """Fischer, G. H., & Molenaar, I. W. (Eds.) (1995). Rasch models: foundations, recent developments, and applications. New York:
    Springer. Table 4.1 (p. 59); its numbers are repeated in the manual of Winsteps, "WMLE" (winsteps.com/winman/wmle.htm).
    """
    measures, _ = weighted_likelihood([[-1.5], [-0.75], [0.0], [0.75], [1.5]])
    assert printed(measures, 2) == [-2.95, -1.45, -0.46, 0.46, 1.45, 2.95]


def test_a_table_of_scores_with_thresholds_from_the_data_as_in_easyrasch2():
    """easyRasch2 (R), documentation of RMscoreSE: `set.seed(42); matrix(sample(0:3, 200 * 6, replace = TRUE), nrow = 200)`. Thresholds by
    conditional maximum likelihood in eRm, then Warm's estimates and their standard errors.
    """
    thresholds = estimate(R(42).matrix(4, 200, 6), [3] * 6).thresholds
    measures, errors = weighted_likelihood(thresholds)
    assert printed(measures, 3) == [
        -2.543, -1.581, -1.170, -0.902, -0.699, -0.530, -0.381, -0.246, -0.117, 0.007,
        0.132, 0.260, 0.394, 0.541, 0.707, 0.906, 1.165, 1.560, 2.472,
    ]  # fmt: skip
    assert printed(errors, 3) == [
        1.298, 0.738, 0.575, 0.494, 0.446, 0.415, 0.394, 0.381, 0.374, 0.371,
        0.373, 0.380, 0.393, 0.412, 0.442, 0.489, 0.567, 0.724, 1.259,
    ]  # fmt: skip
    assert measures[[0, 9, 18]] == pytest.approx([-2.543004730, 0.007350623, 2.472071226], abs=STOPPED)


def test_thresholds_and_their_errors_as_in_psychotools():
    """easyRasch2, documentation of RMitemParameters: `set.seed(1); matrix(sample(0:2, 250 * 5, replace = TRUE), nrow = 250)`, conditional
    maximum likelihood by psychotools::pcmodel.
    """
    found = estimate(R(1).matrix(3, 250, 5), [2] * 5)
    assert np.ravel(found.thresholds) == pytest.approx([
        -0.013827472, 0.08639039, 0.164981820, -0.10073089, 0.008649071, 0.11308001, -0.216719823, 0.05432339, 0.202788083, -0.29893458,
    ], abs=STOPPED)  # fmt: skip
    assert printed(np.ravel(found.errors), 3) == [0.149, 0.154, 0.152, 0.156, 0.148, 0.155, 0.152, 0.148, 0.157, 0.156]


def test_items_of_one_step_are_the_rasch_model():
    """The same page: after those data, `matrix(sample(0:1, 250 * 6, replace = TRUE), nrow = 250)`."""
    random = R(1)
    random.matrix(3, 250, 5)
    found = estimate(random.matrix(2, 250, 6), [1] * 6)
    assert np.ravel(found.thresholds) == pytest.approx(
        [-0.05391210, -0.02152718, -0.03771319, 0.07541289, 0.05926676, -0.02152718], abs=STOPPED
    )
    assert np.ravel(found.errors) == pytest.approx(
        [0.1161968, 0.1161144, 0.1161523, 0.1160244, 0.1160231, 0.1161144], abs=STOPPED
    )


def test_students_with_missing_judgements_as_in_easyrasch2():
    """easyRasch2, documentation of RMpersonParameters: `set.seed(1)`, six items of three categories for 200 persons, 30 answers taken away."""
    random = R(1)
    data = random.matrix(3, 200, 6)
    data[random.choose(200, 30), random.sample(6, 30)] = NOT_JUDGED
    thresholds = estimate(data, [2] * 6).thresholds
    measures, errors = weighted_likelihood(thresholds)
    rows = data[:6]
    assert (rows != NOT_JUDGED).all()
    raw = rows.sum(axis=1)
    assert raw.tolist() == [5, 5, 2, 7, 0, 2]
    assert measures[raw] == pytest.approx(
        [-0.2224510, -0.2224510, -1.0471828, 0.2239135, -2.4725321, -1.0471828], abs=STOPPED
    )
    assert errors[raw] == pytest.approx([0.5054892, 0.5054892, 0.6395816, 0.5053530, 1.3253669, 0.6395816], abs=STOPPED)
