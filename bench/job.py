"""What a measured program is given, and what it prints: one line of JSON.

Every pipeline runs in a process of its own, so that each has its own peak memory and none warms another up. It is
handed a folder with the files of a workload, `1.csv`, `2.csv`, ... (IDE files, to be imported one after the other into
an empty school), their names, the address of its database, and how often to go through them all.

This file knows only the standard library: the peers' own environments use it too.
"""

import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Job:
    folder: Path
    steps: list[str]
    database: str
    owner: str
    rounds: int
    warm_up: bool = True

    def as_argument(self) -> str:
        return json.dumps({**vars(self), "folder": str(self.folder)})

    @classmethod
    def from_argument(cls) -> "Job":
        values = json.loads(sys.argv[-1])
        return cls(**values | {"folder": Path(values["folder"])})

    def file(self, number: int) -> Path:
        return self.folder / f"{number + 1}.csv"


def run(
    job: Job,
    *,
    empty: Callable[[], None],
    load: Callable[[Path], None],
    count: Callable[[], int] | None = None,
) -> None:
    """Go through the files `rounds` times, each time into an empty school; print seconds per step and the peak memory.

    With `warm_up` one more round goes ahead that is not counted: it pays for imports and first connections. `count` tells how many
    people there are afterwards, so that nobody is quick by leaving people out.
    """
    seconds: dict[str, list[float]] = {step: [] for step in job.steps}
    for number in range(job.rounds + job.warm_up):
        empty()
        for place, step in enumerate(job.steps):
            gc.collect()
            began = time.perf_counter()
            load(job.file(place))
            took = time.perf_counter() - began
            if number or not job.warm_up:
                seconds[step].append(took)
    people = count() if count else None
    print(json.dumps({"seconds": seconds, "peak_bytes": _peak(), "people": people}), flush=True)


def _peak() -> int:
    """The most memory this process had resident. Linux hands `ru_maxrss` on from parent to child, so ask /proc first."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
