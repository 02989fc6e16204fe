"""The operator's part for an SMS that needs no secret: credentials for its vendor."""

import os

import django

from openpact.link.providers import PROVIDERS


def _load() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openpact.hub.settings")
    django.setup()


def add(provider: str) -> str:
    """New credentials; the answer is what to tell the operator, and holds them. Raises ValueError in words."""
    _load()
    from openpact.hub.sms import vendors

    try:
        credentials = vendors.create(provider)
    except vendors.NotAVendor:
        fit = ", ".join(p.key for p in PROVIDERS.values() if not p.uses_secret)
        raise ValueError(f"{provider!r} is no SMS that calls with its vendor's credentials: there is {fit}.") from None
    return (
        f"Give these credentials to the vendor of {PROVIDERS[provider].name}. They are shown this once:\n{credentials}"
    )


def listing() -> list[str]:
    """A line for each, the newest first."""
    _load()
    from openpact.hub.sms.models import VendorCredentials

    return [
        f"…{one.hint}  {one.provider}  made {one.created_at:%Y-%m-%d}"
        f"  last used {f'{one.last_used_at:%Y-%m-%d %H:%M} UTC' if one.last_used_at else 'never'}"
        + (f"  ended {one.ends_at:%Y-%m-%d %H:%M} UTC" if one.ends_at else "")
        for one in VendorCredentials.objects.all()
    ]


def revoke(hint: str) -> str:
    """End the credentials that end in these four characters. Raises ValueError in words."""
    _load()
    from openpact.hub.sms import vendors

    if not vendors.revoke(hint.removeprefix("…")):
        raise ValueError(f"No credentials that hold end in {hint!r}. Nothing was changed.")
    return "Revoked: the vendor is shut out at once, for all schools."
