"""What a new password has to be, and in which words that is said."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from openpact.hub.accounts.models import User

HEMI = User(email="hemi.parata@kowhai.example", name="Hēmi Parata")


def complaints(password: str, user: User = HEMI) -> str:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@pytest.mark.parametrize(
    "password",
    [
        "kererū over the hill",
        "tūī sings at dawn",
        "four quiet green buses",
        "Ki mai koe ki a au",
        "x7Qm-29vL.Rt",
        "a" + "long sentence " * 300,
    ],
)
def test_a_sentence_or_something_random_is_good(password):
    assert complaints(password) == ""


@pytest.mark.parametrize(
    "password, why",
    [
        ("short", "at least 10 characters"),
        ("password123", "too common"),
        ("Password123!", "many people use"),
        ("P@ssw0rd2026", "many people use"),
        ("letmein2026", "many people use"),
        ("1qaz2wsx3edc", "easy to guess"),
        ("qazwsxedcrfv", "easy to guess"),
        ("abcabcabcabc", "easy to guess"),
        ("14/07/1987..", "easy to guess"),
        ("Wellington1", "everybody at a school would try"),
        ("Aotearoa2026", "everybody at a school would try"),
        ("PaCTteacher1", "everybody at a school would try"),
        ("KowhaiSchool26", "everybody at a school would try"),
        ("hemi.parata@kowhai", "too similar to the email"),
        ("ParataHemi2026", "too similar to the name"),
    ],
)
def test_what_others_would_try_is_refused_with_the_reason(password, why):
    assert why in complaints(password)


def test_a_name_with_a_macron_counts_as_the_name():
    assert "name" in complaints("Hēmi Parata")


def test_the_words_never_hold_the_password():
    assert "Wellington" not in complaints("Wellington1")
