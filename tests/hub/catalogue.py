"""The texts that translators are given: what the steps of docs/how-to/translate.md collect."""

import gettext
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

ROOMS = Path(__file__).parents[2] / "src/openpact"
#: Whose texts stand on our pages too, translated by themselves.
OTHERS = {"django": "conf/locale", "allauth": "locale"}


@cache
def collected() -> frozenset[str] | None:
    """Of a copy: on its way makemessages writes beside the templates. In a language whose plurals Django knows.

    None where GNU gettext is not installed.
    """
    if shutil.which("msgfmt") is None:
        return None
    with TemporaryDirectory() as there:
        copy = Path(there) / "openpact"
        shutil.copytree(ROOMS, copy, ignore=shutil.ignore_patterns("__pycache__", "static", "locale"))
        (copy / "locale").mkdir()
        words = copy / "locale/eo/LC_MESSAGES/django.po"
        subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "-l", "eo"], cwd=copy, check=True, capture_output=True
        )
        # Untranslated ones are in no catalogue: each is translated by itself.
        subprocess.run(["msgen", "--output-file", words, words], check=True)
        subprocess.run(["msgfmt", "--check-format", "--output-file", words.with_suffix(".mo"), words], check=True)
        return frozenset(texts_of(words.with_suffix(".mo")))


@cache
def of_others() -> frozenset[str]:
    """The texts of Django itself and of allauth, as far as they are translated into German."""
    places = [Path(find_spec(name).origin).parent / where for name, where in OTHERS.items()]
    return frozenset(text for place in places for text in texts_of(place / "de/LC_MESSAGES/django.mo"))


def texts_of(catalogue: Path) -> Iterator[str]:
    """Of a text with a plural, the singular."""
    with catalogue.open("rb") as file:
        texts = gettext.GNUTranslations(file)._catalog
    yield from (text if isinstance(text, str) else text[0] for text in texts if text)
