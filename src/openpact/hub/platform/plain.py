"""Texts as people look for them and sort them: without capitals, macrons and other accents, and without apostrophes.

Tāmati is found as tamati and stands among the T's, O'Brien as obrien and among the O's; Mc and Mac are letters like any
others; Te Ariki stands before Teague, since a space comes before every letter, and a hyphen is one.

Done here and in the database in the same way, byte by byte, and not by an ICU collation, because the PostgreSQL that comes
along with the product is built without ICU: a name would sort otherwise on a laptop than on a server.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Func, Q, TextField, Value
from django.db.models.functions import Collate, Lower

#: Accents once a letter is taken apart, and whatever people type for an apostrophe, a glottal stop or an ʻokina.
DROPPED = "[\u0300-\u036f'‘’‛ʹʻʼʽˈˊˋ`´]"
#: Letters that are no letter with an accent, and hyphens.
OTHERS, FOR_OTHERS = "ØøŁłĐđıß-‐‑–", "oollddis    "


def plain(expression: str | Func) -> Func:
    """The plain form of a text, in the database."""
    apart = Func(expression, template="normalize(%(expressions)s, NFD)", output_field=TextField())
    bare = Func(apart, Value(DROPPED), Value(""), Value("g"), function="regexp_replace")
    replaced = Func(bare, Value(OTHERS), Value(FOR_OTHERS), function="translate", output_field=TextField())
    return Collate(Lower(replaced), "C")


def in_order(expression: str | Func) -> Func:
    """What sorts names with numbers as people count: Room 2 before Room 10. Numbers up to six digits."""
    padded = Func(plain(expression), Value(r"(\d+)"), Value(r"00000\1"), Value("g"), function="regexp_replace")
    return Func(
        padded, Value(r"0*(\d{6})"), Value(r"\1"), Value("g"), function="regexp_replace", output_field=TextField()
    )


def plain_text(text: str) -> str:
    """The plain form of a text we have."""
    bare = re.sub(DROPPED, "", unicodedata.normalize("NFD", text))
    return bare.translate(str.maketrans(OTHERS, FOR_OTHERS)).lower()


def having(rows, words: str, *fields: str, also: Mapping[Any, str] | None = None):
    """Those of a queryset's rows that have each word of a text in one of the fields, or across them. `also` is what pages say
    of rows besides, by their keys."""
    text = Func(Value(" "), *fields, function="concat_ws", output_field=TextField())
    said = {key: plain_text(more) for key, more in (also or {}).items()}
    wanted = [
        Q(plain_fields__contains=word) | Q(pk__in=[key for key, more in said.items() if word in more])
        for word in plain_text(words).split()
    ]
    return rows.alias(plain_fields=plain(text)).filter(reduce(and_, wanted, Q()))
