"""Is a password hard to guess? Beside Django's own checks (length, similarity to name and address, the 20,000 most common).

zxcvbn guesses as a guesser does: 30,000 common passwords, English words and names, keyboard rows, years and dates, with
the usual capitals and @ for a. It needs no network, and a long sentence passes however plain its words are.
"""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

#: What everybody at a school here would try first. zxcvbn knows none of it.
HERE = [
    "pact", "openpact", "aotearoa", "kiwi", "kura", "school", "teacher", "kaiako", "principal", "tumuaki", "office", "admin",
    "reading", "writing", "maths", "kowhai", "kauri", "rimu", "tui", "auckland", "wellington", "christchurch", "hamilton",
    "dunedin", "tauranga", "allblacks",
]  # fmt: skip
#: Guesses until it would be found.
ENOUGH = 10**9
#: Beyond this many characters nothing becomes easier to guess, and looking would take time.
LOOKED_AT = 72


class HardToGuessValidator:
    """For AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user=None) -> None:
        from zxcvbn import zxcvbn

        found = zxcvbn(password[:LOOKED_AT], user_inputs=[*HERE, *_about(user)])
        if found["guesses"] < ENOUGH:
            raise ValidationError(_in_words(found), code="password_easy_to_guess")

    def get_help_text(self) -> str:
        return _("Best is a short sentence of your own, or four words that do not belong together.")


def _about(user) -> Iterator[str]:
    """The words of a person's name and address."""
    for value in (getattr(user, "name", ""), getattr(user, "email", "")):
        for word in (value or "").replace("@", " ").replace(".", " ").split():
            yield word.lower()


def _in_words(found: dict) -> str:
    patterns = {match["pattern"] for match in found["sequence"]}
    dictionaries = {match.get("dictionary_name") for match in found["sequence"]}
    if "user_inputs" in dictionaries:
        why = _("it is made of your name, your address or words everybody at a school would try")
    elif "passwords" in dictionaries:
        why = _("it is like passwords that many people use")
    elif "spatial" in patterns:
        why = _("it follows the keys of the keyboard")
    elif "repeat" in patterns or "sequence" in patterns:
        why = _("it repeats itself, or counts")
    elif "date" in patterns:
        why = _("it is mostly a date")
    else:
        why = _("it is one word or name with little around it")
    return _("This password is easy to guess: %(why)s. Add more words.") % {"why": why}
