"""Where results are kept, and on which machine they were measured."""

import json
import os
import platform
from pathlib import Path

from .contenders import ROOT
from .page import page

RESULTS = Path(__file__).parent / "results.json"
SPEED = ROOT / "docs" / "reference" / "speed.md"


def keep(results: dict) -> None:
    """Results into their file, and the page from them."""
    RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    SPEED.write_text(page(results))


def read() -> dict:
    return json.loads(RESULTS.read_text())


def machine() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    cpu = models[0] if models else platform.machine()
    return f"{os.cpu_count()} cores of {cpu}, {platform.system()}, Python {platform.python_version()}"


def load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
