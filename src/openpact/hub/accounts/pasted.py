"""What somebody pasted to invite several people: addresses from a mail programme or a spreadsheet, understood line by line.

    Hēmi Walker <hemi@rimu.school.nz>                      hemi@rimu.school.nz
    Hēmi Walker <hemi@rimu.school.nz>, leader              hemi@rimu.school.nz, Hēmi Walker, leader
    "Walker, Hēmi" <hemi@rimu.school.nz>; ana@rimu.school.nz
    Walker, Hēmi <hemi@rimu.school.nz>; O'Brien, Sean <sean.o'brien@rimu.school.nz>

Nothing is thrown away: of a line in which no address is found the whole text becomes a name that waits for one. Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .models import Role

#: As long as addresses get, so that nobody waits for nonsense. Some have an apostrophe; before one it is a quote.
ADDRESS = re.compile(r"[^\s<>,;:\"'()\[\]|@][^\s<>,;:\"()\[\]|@]{0,63}@[^\s<>,;:\"'()\[\]|@]{1,255}")
#: One part of a line: what stands in quotes keeps its commas.
PART = re.compile(r"(?:\"[^\"]*\"|[^,;\t|\"])+|\"")
ROLES = {
    "administrator": Role.ADMINISTRATOR,
    "admin": Role.ADMINISTRATOR,
    "leader": Role.LEADER,
    "teacher": Role.TEACHER,
    "kaiako": Role.TEACHER,
    "reader": Role.READER,
}
#: Mail programmes quote an address that stands for a name.
QUOTED = re.compile(r"['‘]([^\s'‘’<>@]{1,64}@[^\s'‘’<>@]{1,255})['’]")
#: What stands before the lines of a list.
BULLET = re.compile(r"^\s*(?:[-–—•*·]|\d{1,3}[.)])\s+")
#: Cells of a spreadsheet's first row.
HEADS = {
    "name", "full name", "first name", "given name", "preferred name", "last name", "surname", "family name", "staff", "staff name",
    "email", "e-mail", "email address", "e-mail address", "mail", "role", "position",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Understood:
    """One person. `email` is "" where none was found; `role` is None where none was said, `unknown` what was said for one
    and is none."""

    email: str = ""
    name: str = ""
    role: Role | None = None
    unknown: str = ""


def understand(text: str) -> list[Understood]:
    """Everybody in it, in order."""
    found: list[Understood] = []
    for line in _cleaned(text).splitlines():
        parts = [piece.strip() for part in PART.findall(BULLET.sub("", line)) for piece in _each_with_one_address(part)]
        parts = [part for part in parts if part.strip('" ')]
        if parts and not all(part.strip('" ').lower() in HEADS for part in parts):
            found += _people(parts)
    return found


def guessed_name(email: str) -> str:
    """hemi.walker@… is perhaps Hemi Walker."""
    return " ".join(word.capitalize() for word in re.split(r"[\W\d_]+", email.partition("@")[0]) if word)


def _cleaned(text: str) -> str:
    text = text.replace("\0", "").replace("\u200b", "").replace("\xa0", " ")
    text = text.replace("mailto:", "").translate(str.maketrans("“”", '""'))
    return QUOTED.sub(r"\1", text)


def _each_with_one_address(part: str) -> Iterator[str]:
    """Spaces alone stand between some: a@b.nz c@d.nz."""
    begin = 0
    for match in list(ADDRESS.finditer(part))[:-1]:
        end = match.end() + len(part[match.end() :]) - len(part[match.end() :].lstrip(">)] "))
        yield part[begin:end]
        begin = end
    yield part[begin:]


def _people(parts: list[str]) -> Iterator[Understood]:
    """The people of one line. With several addresses, a text without one belongs to the address that follows, unless it is a
    role; with one address it all belongs together."""
    several = sum(bool(ADDRESS.search(part)) for part in parts) > 1
    person, ends = Understood(), False
    for part in parts:
        if several and ends and (ADDRESS.search(part) or not _role(part)):
            yield person
            person, ends = Understood(), False
        person = _with(person, part)
        ends = bool(person.email)
    yield person


def _with(person: Understood, part: str) -> Understood:
    """What one more part says about somebody."""
    match = None if person.email else ADDRESS.search(part)
    if match:
        before, after = part[: match.start()].rstrip("<([ "), part[match.end() :].lstrip(">)] ")
        if person.name and before and part[: match.start()].endswith("<") and not _role(before):
            # Walker, Hēmi <hemi@...: without quotes the comma stands between two parts.
            person, before = replace(person, name=f"{before} {person.name}"), ""
        person = replace(person, email=match[0].rstrip("."))
        for text in (before, after):
            person = _with_words(person, text)
        return person
    return _with_words(person, part)


def _with_words(person: Understood, text: str) -> Understood:
    text = text.strip("[]<> -–—•*·")
    if text.startswith("(") or text.count("(") != text.count(")"):
        text = text.strip("() ")
    if not text.strip('" '):
        return person
    if role := _role(text):
        return replace(person, role=role, unknown="")
    if person.name and person.email:
        return replace(person, unknown=text) if person.role is None else person
    return replace(person, name=f"{person.name} {_name(text)}".strip())


def _role(text: str) -> Role | None:
    return ROLES.get(text.strip('()[]" ').lower().removeprefix("pact ").strip())


def _name(text: str) -> str:
    """Mail programmes write "Walker, Hēmi"."""
    bare = " ".join(text.replace('"', "").split())
    last, comma, first = bare.partition(", ")
    return f"{first} {last}" if comma and text.startswith('"') else bare
