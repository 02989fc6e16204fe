"""What somebody types to find people: parts of names, classes, year levels, an id, or a whole NSN."""

import re
from dataclasses import dataclass

#: One word for each kind of group that people write in several ways, after which a number stands.
KINDS = {
    "year": ("years?", "yrs?", "y", "tau"),
    "room": ("rooms?", "rms?", "rumas?", "r"),
}
SPELLINGS = {"year", "yr", "y", "tau"}, {"room", "rm", "ruma"}
SHORT = re.compile(r"(year|yr|y|tau|room|rm|ruma)(\d{1,3})")
WHOLE_NSN = re.compile(r"\d{10}")


@dataclass(frozen=True, slots=True)
class Term:
    """Something that must hold of whoever is found: `name` is part of one of their names, or the plain name of a group of
    theirs matches the regular expression `group`. An empty one is not looked for."""

    name: str
    group: str


def terms(plain: str) -> list[Term]:
    """The terms of a text in its plain form (platform.plain): all must hold.

    A year level or a room is one term, however it is written: `year 4`, `Y4`, `tau 4`; `room 2`, `rm2`. A number alone is a
    whole number in a group's name: 2 is not found in Room 12.
    """
    words = plain.split()
    found = []
    while words:
        word = words.pop(0)
        short = SHORT.fullmatch(word)
        kind = _kind(short[1] if short else word)
        if kind and short:
            found.append(Term("", _numbered(kind, short[2])))
        elif kind and words and words[0].isdecimal():
            found.append(Term("", _numbered(kind, words.pop(0))))
        elif word.isdecimal():
            found.append(Term("", _number(word)))
        else:
            found.append(Term(word, re.escape(word)))
    return found


def whole_nsn(text: str) -> str:
    """The NSN that a text is, however it is spaced; empty if it is no whole one."""
    digits = "".join(text.split())
    return digits if WHOLE_NSN.fullmatch(digits) and digits.isascii() else ""


def _kind(word: str) -> str:
    return next((kind for kind, spellings in zip(KINDS, SPELLINGS, strict=True) if word in spellings), "")


def _numbered(kind: str, number: str) -> str:
    return f"(^|[^a-z0-9])({'|'.join(KINDS[kind])})[^a-z0-9]*{_number(number, alone=False)}"


def _number(number: str, *, alone: bool = True) -> str:
    start = "(^|[^0-9])" if alone else ""
    return f"{start}0*{number.lstrip('0') or '0'}([^0-9]|$)"
