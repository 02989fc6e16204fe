"""`openpact scale`: look at frameworks and calibrations, invent judgements, estimate thresholds from judgements."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from openpact import clock

from . import calibrating, checking, judged, simulation
from .calibration import Calibration
from .catalogue import Catalogue, load
from .conditional import NotEstimable
from .errors import BadData
from .framework import Framework
from .scoring import Scale

app = typer.Typer(
    help="The PaCT scale: check frameworks and calibrations, invent judgements, calibrate from judgements.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Area = Annotated[str, typer.Option(help="The learning area: reading, writing, mathematics, or one of your own.")]
Version = Annotated[
    int | None, typer.Option("--framework", help="The framework's version [default: the current one's].")
]
Beside = Annotated[
    list[Path] | None,
    typer.Option(
        "--with", help="A directory or file of frameworks and calibrations beside ours; may be given more than once."
    ),
]


@app.command()
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Frameworks and calibrations, or directories of them [default: ours].")
    ] = None,
) -> None:
    """Say whether frameworks and calibrations can be used, and what their scales are worth.

    Exits with 0 if all is well, 1 if something is wrong with a scale, 2 if a file cannot be used.
    """
    known, ours = _load(files), load()
    out, wrong = Console(file=sys.stdout, soft_wrap=True), False
    for version, framework in known.frameworks.items():
        if not files or version not in ours.frameworks:
            _print_framework(out, framework)
    for named, scale in known.scales.items():
        if not files or named not in ours.scales:
            report = checking.check(scale)
            _print_report(out, scale, report)
            wrong = wrong or bool(report.wrong)
    raise typer.Exit(1 if wrong else 0)


@app.command()
def simulate(
    area: Area,
    students: Annotated[int, typer.Option(help="How many.", min=1)] = 1000,
    missing: Annotated[float, typer.Option(help="The share of judgements that are not made.", min=0, max=0.95)] = 0.0,
    seed: Annotated[int, typer.Option(help="Another number makes other students.", min=0)] = 1,
    framework: Version = None,
    beside: Beside = None,
    output: Annotated[Path | None, typer.Option(help="Where to write it [default: standard output].")] = None,
) -> None:
    """Invent judgements that follow the scale: CSV with a column for each aspect; an empty cell is not judged."""
    scale = _scale(_load(beside), area, framework)
    random = np.random.default_rng(seed)
    points = simulation.students(scale.calibration, students, random)
    drawn = simulation.judgements(scale.calibration, points, random, missing=missing)
    if output is None:
        judged.write(sys.stdout, scale.framework, drawn)
        return
    try:
        with output.open("w", encoding="utf-8", newline="") as stream:
            judged.write(stream, scale.framework, drawn)
    except OSError as error:
        _stop(f"{output} cannot be written: {error.strerror}.")


@app.command()
def calibrate(
    file: Annotated[Path, typer.Argument(help="Judgements: CSV as `simulate` writes it.")],
    area: Area,
    framework: Version = None,
    beside: Beside = None,
    key: Annotated[str | None, typer.Option(help="The new calibration's name [default: the present one's].")] = None,
    since: Annotated[
        datetime | None, typer.Option(help="From when it is current [default: today].", formats=["%Y-%m-%d"])
    ] = None,
    output: Annotated[Path | None, typer.Option(help="Where to write it [default: KEY-VERSION.toml here].")] = None,
) -> None:
    """Estimate thresholds from judgements and write a new calibration.

    Levels, standards and points stay those of the present calibration. Exits with 1 if the judgements cannot tell the thresholds, 2 if
    the file cannot be used.
    """
    known = _load(beside)
    scale = _scale(known, area, framework)
    name = key or scale.calibration.key.removeprefix("illustrative-")
    version = 1 + max((number for other, number in known.calibrations if other == name), default=0)
    target = output or Path(f"{name}-{version}.toml")
    if target.exists():
        _stop(
            f"{target} is there already, and nothing was changed: a version says for ever what a judgement was made with."
        )
    day: date = (since or clock.now()).date()
    try:
        found = calibrating.calibrate(scale, judged.read(file, scale.framework), key=name, version=version, since=day)
    except BadData as wrong:
        _stop(str(wrong))
    except NotEstimable as wrong:
        typer.echo(f"openpact scale: {wrong} Nothing was written.", err=True)
        raise typer.Exit(1) from None
    _print_thresholds(Console(file=sys.stdout, soft_wrap=True), scale.framework, found)
    _keep(target, found.calibration)


def _keep(target: Path, calibration: Calibration) -> None:
    try:
        target.write_text(calibrating.as_toml(calibration), encoding="utf-8")
    except OSError as error:
        _stop(f"{target} cannot be written: {error.strerror}.")
    typer.echo(f"Written to {target}. See what it is worth: openpact scale check {target}")


def _print_thresholds(out: Console, framework: Framework, found: calibrating.Calibrated) -> None:
    new, estimated = found.calibration, found.estimated
    table = Table("Aspect", "Set", "Used", "Threshold", "Error", "Points", title=f"{new.key}, version {new.version}")
    for aspect, used, errors in zip(framework.aspects, found.used, estimated.errors, strict=True):
        table.add_section()
        table.add_row(aspect.key, "1", f"{used[0]}", "", "", "")
        for number, (value, error) in enumerate(zip(new.thresholds[aspect.key], errors, strict=True), 2):
            points = f"{new.points(value):.0f}"
            table.add_row("", f"{number}", f"{used[number - 1]}", f"{value:.2f}", f"{error:.2f}", points)
    out.print(table)
    out.print(
        f"{estimated.students} students tell something; {estimated.rounds} rounds. A threshold is where a set and the one before it are"
        " equally likely, in logits; its mean is held where it was."
    )


def _print_framework(out: Console, framework: Framework) -> None:
    sets = sum(len(aspect.sets) for aspect in framework.aspects)
    out.print(
        f"[b]{framework.name}[/b]: framework {framework.key}, version {framework.version}: {len(framework.aspects)} aspects, {sets} sets"
    )


def _print_report(out: Console, scale: Scale, report: checking.Report) -> None:
    calibration = scale.calibration
    kind = "illustrative, from no data" if calibration.illustrative else f"since {calibration.since}"
    out.print(f"\n[b]{scale.framework.name}[/b]: calibration {calibration.key}, version {calibration.version} ({kind})")
    coverage = Table("95% range covers", "where most students are", "elsewhere")
    coverage.add_row("every aspect judged", _span(report.inside), _span(report.outside))
    if report.missing_inside and report.missing_outside:
        coverage.add_row(
            f"aspects missing, {report.patterns} ways", _span(report.missing_inside), _span(report.missing_outside)
        )
    out.print(coverage)
    precision = Table("every aspect judged, at", "standard error", "width of the range")
    for each in report.precision:
        precision.add_row(f"{each.points} points", f"{each.error:.0f}", f"{each.width:.0f}")
    out.print(precision)
    out.print(f"Students beyond the scale: {report.below:.1%} below 0, {report.above:.1%} above {calibration.top}.")
    for sentence in report.wrong:
        out.print(f"[bold red]Wrong:[/] {sentence}")


def _span(covered: checking.Covered) -> str:
    return f"{covered.low:.1%} to {covered.high:.1%}"


def _load(places: list[Path] | None) -> Catalogue:
    try:
        return load(places or ())
    except BadData as wrong:
        _stop(str(wrong))


def _scale(known: Catalogue, area: str, version: int | None) -> Scale:
    try:
        return known.current(area) if version is None else known.of_framework(area, version)
    except KeyError:
        which = f"version {version} of {area}" if version else area
        _stop(
            f"There is no calibration for {which}; there are {', '.join(sorted({key for key, _ in known.frameworks}))}."
        )


def _stop(message: str) -> NoReturn:
    typer.echo(f"openpact scale: {message}", err=True)
    raise typer.Exit(2)
