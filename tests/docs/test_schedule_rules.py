"""The table of rules on the page about the schedule says what the providers declare."""

import re
from pathlib import Path

from openpact.link.providers import PROVIDERS, Provider, Rhythm
from openpact.link.schedule import Place
from openpact.link.told import DAYS, rule

PAGE = (Path(__file__).parents[2] / "docs/explanation/schedule.md").read_text()
SCHOOL = Place(7999, "Pacific/Auckland")


def words(rhythm: Rhythm) -> str:
    """As the pages say it to a school, of any school."""
    said = re.sub(rf" on (?:{'|'.join(DAYS)}) ", ", on the school's own day, ", rule(rhythm, SCHOOL))
    return said + ("; an upload by hand starts the seven days anew" if rhythm.manual_resets else "")


def row(provider: Provider) -> tuple[str, str, str]:
    downloads = words(provider.download) if provider.download else "straight after each automatic upload"
    return provider.name, words(provider.upload), downloads


def test_the_table_has_every_provider_and_its_rule():
    table = PAGE.partition("## The rules\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", table, re.MULTILINE)
    assert [r for r in rows if r[0] not in {"SMS", "---"}] == [row(provider) for provider in PROVIDERS.values()]
