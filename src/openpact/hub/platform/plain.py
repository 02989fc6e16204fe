"""Texts without capitals and macrons, for finding and sorting: Tāmati is found as tamati and stands among the T's.

Done here and in the database in the same way, and not by an ICU collation, because the PostgreSQL that comes along with the
product is built without ICU: a name would sort otherwise on a laptop than on a server.
"""

from functools import reduce
from operator import and_

from django.db.models import Func, Q, TextField, Value
from django.db.models.functions import Lower

#: The capitals too: a database whose collation is C does not make them small.
MACRONS, PLAIN = "āēīōūĀĒĪŌŪ", "aeiouaeiou"


def plain(expression: str | Func) -> Func:
    """The plain form of a text, in the database."""
    return Func(Lower(expression), Value(MACRONS), Value(PLAIN), function="translate", output_field=TextField())


def in_order(expression: str | Func) -> Func:
    """What sorts names with numbers as people count: Room 2 before Room 10. Numbers up to six digits."""
    padded = Func(plain(expression), Value(r"(\d+)"), Value(r"00000\1"), Value("g"), function="regexp_replace")
    return Func(
        padded, Value(r"0*(\d{6})"), Value(r"\1"), Value("g"), function="regexp_replace", output_field=TextField()
    )


def plain_text(text: str) -> str:
    """The plain form of a text we have."""
    return text.lower().translate(str.maketrans(MACRONS, PLAIN))


def having(rows, words: str, *fields: str):
    """Those of a queryset's rows that have each word of a text in one of the fields, or across them."""
    text = Func(Value(" "), *fields, function="concat_ws", output_field=TextField())
    wanted = [Q(plain_fields__contains=word) for word in plain_text(words).split()]
    return rows.alias(plain_fields=plain(text)).filter(reduce(and_, wanted, Q()))
