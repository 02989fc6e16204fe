"""The people who run this PaCT: who may open the console under /operator/, and help for whoever lost their second factor."""

import os

import django


def _load() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openpact.hub.settings")
    django.setup()


def add(email: str, name: str) -> str:
    """Make somebody an operator; the answer is what to tell whoever asked. Raises ValueError in words."""
    _load()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from openpact.hub.operator import operators

    try:
        validate_email(email)
    except ValidationError:
        raise ValueError(f"{email!r} is not an e-mail address.") from None
    user, link = operators.add(email, name)
    then = "The console, at /operator/, asks for a passkey or codes from an app the first time."
    if not link:
        return f"{user.email} is an operator now, and signs in as before. {then}"
    return f"{user.email} is an operator now. Give them this link to set a password; it works for three days, once:\n{link}\n{then}"


def listing() -> list[str]:
    """A line for each, by name."""
    _load()
    from openpact.hub.accounts.second_factor import has_one
    from openpact.hub.operator.models import Operator

    return [
        f"{one.email}  {one.name}  last signed in {f'{one.last_login:%Y-%m-%d %H:%M} UTC' if one.last_login else 'never'}"
        + ("" if has_one(one) else "  no second factor yet")
        for one in Operator.objects.filter(is_staff=True)
    ]


def remove(email: str) -> str:
    """Raises ValueError in words."""
    _load()
    from openpact.hub.operator import operators

    try:
        operators.remove(email)
    except operators.NoSuchAccount:
        raise ValueError(f"{email!r} is no operator. Nothing was changed.") from None
    return f"{email} is no operator any more, and is signed out everywhere."


def clear_second_factors(email: str) -> str:
    """Raises ValueError in words."""
    _load()
    from openpact.hub.operator import operators

    try:
        removed = operators.clear_second_factors(email)
    except operators.NoSuchAccount:
        raise ValueError(f"Nobody signs in as {email!r}. Nothing was changed.") from None
    if not removed:
        return f"{email} has no second factor. Nothing was changed but that they are signed out."
    return f"Passkeys, codes and recovery codes of {email} are removed; they are signed out and told by mail."
