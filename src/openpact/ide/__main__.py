"""`python -m openpact.ide`."""

from .cli import app

app(prog_name="python -m openpact.ide")
