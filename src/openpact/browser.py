"""Where this machine keeps a Chromium that the browser tests can drive. Prints its path; exit 1 when there is none."""

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def find() -> str | None:
    """The executable: OPENPACT_CHROMIUM, one on the path, Chrome on macOS, or the one Playwright installed."""
    if given := os.environ.get("OPENPACT_CHROMIUM"):
        return given
    for name in NAMES:
        if found := shutil.which(name):
            return found
    if MAC.exists():
        return str(MAC)
    cache = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "ms-playwright"
    for pattern in ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*"):
        if found := next(iter(sorted(cache.glob(pattern), reverse=True)), None):
            return str(found)
    return None


if __name__ == "__main__":
    path = find()
    if path is None:
        sys.exit(1)
    print(path)
