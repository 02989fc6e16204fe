"""PaCT as the tests of an SMS's side play it: the conformance kit's own."""

from openpact.conform.played_hub import PlayedHub as FakeHub
from openpact.conform.played_hub import as_json, problem, serving, serving_all

__all__ = ["FakeHub", "as_json", "problem", "serving", "serving_all"]
