"""How many scores of the scale a second, beside RaschPy's: `python -m bench.scale` measures them alone and writes their part of
docs/reference/speed.md anew."""

import os

# On one core: NumPy would share its products among all of them. It reads this when it is imported.
for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import time  # noqa: E402
import warnings  # noqa: E402
from collections.abc import Callable  # noqa: E402
from datetime import UTC, datetime  # noqa: E402
from importlib.metadata import version  # noqa: E402

import numpy as np  # noqa: E402

from openpact.scale import MISSING, Scale, load, simulation  # noqa: E402

from . import kept, table  # noqa: E402

AREA, ABSENT = "mathematics", 0.1
SIZES = [1_000, 10_000, 100_000]
#: RaschPy keeps an array of students, aspects and sets, and works through it again and again.
PEERS_LARGEST = 10_000
RUNS = 3


def measured() -> dict:
    before = kept.load()
    scale, random = load().current(AREA), np.random.default_rng(1)
    everybody = simulation.judgements(
        scale.calibration, simulation.students(scale.calibration, SIZES[-1], random), random, missing=ABSENT
    )
    rows = [_row(scale, everybody[:size]) for size in SIZES]
    return {
        "when": f"{datetime.now(UTC):%-d %B %Y, %H:%M} UTC", "load": f"{before} before and {kept.load()} after", "runs": RUNS,
        "raschpy": version("raschpy"), "patterns": len(np.unique(everybody != MISSING, axis=0)), "rows": rows,
    }  # fmt: skip


def _row(scale: Scale, judgements: np.ndarray) -> dict:
    """Seconds of the processor for everybody, run by run."""
    keys = [aspect.key for aspect in scale.framework.aspects]
    scale.score_many(judgements)
    one_by_one = [{key: n for key, n in zip(keys, row, strict=True) if n} for row in judgements.tolist()]
    found = {
        "students": len(judgements),
        "many": _seconds(lambda: scale.score_many(judgements)),
        "cold": _seconds(lambda: Scale(scale.framework, scale.calibration).score_many(judgements)),
        "one": _seconds(lambda: [scale.score(each) for each in one_by_one]),
    }
    if len(judgements) <= PEERS_LARGEST:
        found["raschpy"] = _seconds(_peer(scale, judgements))
    return found


def _seconds(do: Callable[[], object]) -> list[float]:
    taken = []
    for _ in range(RUNS):
        began = time.process_time()
        do()
        taken.append(time.process_time() - began)
    return taken


def _peer(scale: Scale, judgements: np.ndarray) -> Callable[[], object]:
    """RaschPy with the same thresholds and judgements. Making it is not measured."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pandas as pd
        import raschpy

        thresholds = scale.calibration.thresholds
        data = pd.DataFrame(np.where(judgements == MISSING, np.nan, judgements - 1.0), columns=list(thresholds))
        peer = raschpy.PCM(data, max_score_vector=[len(each) for each in thresholds.values()], validate=False)
    peer.thresholds_uncentred = pd.DataFrame({key: pd.Series(each) for key, each in thresholds.items()}).T
    ours = [row.measure if row else None for row in scale.score_many(judgements)]
    theirs = peer.person("all", tolerance=1e-8).reindex(range(len(ours)))
    apart = max(abs(mine - other) for mine, other in zip(ours, theirs, strict=True) if mine is not None)
    if apart > 1e-6:
        raise AssertionError(f"RaschPy and OpenPaCT are {apart} logits apart: there is nothing to compare.")
    return lambda: peer.person("all")


def main() -> None:
    results = kept.read()
    results["scale"] = measured()
    kept.keep(results)
    print(table.estimates(results["scale"]))
    print(f"\nLoad average {results['scale']['load']}. Kept in {kept.RESULTS.relative_to(kept.ROOT)}.")


if __name__ == "__main__":
    main()
