"""The results as tables: Markdown, which reads well on a terminal too."""

from collections.abc import Iterable
from statistics import median

WORDS = {"scratch": "from scratch", "unchanged": "again, unchanged", "changed": "1% changed"}
#: What we aim for: our time over dlt's, at most.
AIMS = {"scratch": ("under 1", 1.0), "unchanged": ("under 1/5", 0.2), "changed": ("under 1/3", 1 / 3)}


def contenders(rows: list[dict]) -> str:
    lines = [["", *WORDS.values(), "peak memory"]]
    for row in rows:
        name = f"{row['name']} {row['version']}".strip()
        if "failed" in row:
            lines.append([name, "did not run on this machine", "", "", ""])
            continue
        cells = [_spread(row["seconds"].get(step)) for step in WORDS]
        lines.append([name, *cells, _megabytes(row["peak_bytes"])])
    return _markdown(lines)


def ratios(rows: list[dict]) -> str:
    """How often our time goes into each other's: 4 means four times as fast as they are."""
    ours = next(row for row in rows if row["key"] == "ours")
    lines = [["OpenPaCT's time over", *WORDS.values()]]
    for row in rows:
        if row is ours or "failed" in row:
            continue
        lines.append([row["name"], *[_ratio(ours, row, step) for step in WORDS]])
    lines.append(["the aim, over dlt's merge", *[AIMS[step][0] for step in WORDS]])
    return _markdown(lines)


def includes(rows: list[dict]) -> str:
    return "\n".join(f"- **{row['name']}**: {row['includes']}." for row in rows)


def estimates(found: dict) -> str:
    """Scores a second."""
    names = {"many": "score_many, tables made", "cold": "score_many, from nothing", "one": "score, one at a time"}
    peer = f"RaschPy {found['raschpy']}"
    lines = [["students", *names.values(), peer]]
    for row in found["rows"]:
        rates = [f"{row['students'] / median(row[each]):,.0f}" if each in row else "–" for each in [*names, "raschpy"]]
        lines.append([f"{row['students']:,}", *rates])
    return _markdown(lines)


def sizes(rows: list[dict]) -> str:
    head = [
        "people",
        "file",
        "from scratch",
        "a person",
        "unchanged",
        "a person",
        "peak memory",
        "reader alone",
        "its peak",
    ]
    lines = [head]
    for row in rows:
        cells = [f"{row['people']:,}", _megabytes(row["bytes"])]
        for step in ("scratch", "unchanged"):
            took = median(row["ours"]["seconds"][step])
            cells += [_seconds(took), f"{took / row['people'] * 1e6:,.0f} µs"]
        reading = median(row["reader"]["seconds"]["scratch"])
        cells.append(_megabytes(row["ours"]["peak_bytes"]))
        cells += [f"{row['people'] / reading:,.0f} rows/s", _megabytes(row["reader"]["peak_bytes"])]
        lines.append(cells)
    return _markdown(lines)


def runs(rows: list[dict]) -> str:
    """How often each was measured."""
    counts = {row["name"]: len(next(iter(row["seconds"].values()), [])) for row in rows if "failed" not in row}
    return ", ".join(f"{name} {count} times" for name, count in counts.items())


def _ratio(ours: dict, theirs: dict, step: str) -> str:
    if not theirs["seconds"].get(step):
        return "–"
    return f"{median(ours['seconds'][step]) / median(theirs['seconds'][step]):.2f}"


def _spread(seconds: list[float] | None) -> str:
    if not seconds:
        return "–"
    return f"{_seconds(median(seconds))} ({_seconds(min(seconds))} – {_seconds(max(seconds))})"


def _seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s" if value < 10 else f"{value:.0f} s"


def _megabytes(value: int) -> str:
    return f"{value / 1e6:.0f} MB" if value >= 1e6 else f"{value / 1e3:.0f} kB"


def _markdown(lines: list[list[str]]) -> str:
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    head, *rest = [_line(line, widths) for line in lines]
    return "\n".join([head, _line(["-" * width for width in widths], widths), *rest])


def _line(cells: Iterable[str], widths: list[int]) -> str:
    return "| " + " | ".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True)) + " |"
