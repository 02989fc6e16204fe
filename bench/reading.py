"""The IDE reader alone: bytes in memory to people."""

from pathlib import Path

from openpact import ide

from . import job as jobs


def main() -> None:
    job = jobs.Job.from_argument()

    def load(path: Path) -> None:
        if ide.read(path.read_bytes()).errors:
            raise SystemExit("Rows were refused: there is nothing to measure.")

    jobs.run(job, empty=lambda: None, load=load)


if __name__ == "__main__":
    main()
