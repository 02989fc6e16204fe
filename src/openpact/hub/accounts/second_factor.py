"""Passkeys, codes from an app, recovery codes: allauth.mfa as PaCT wants it, and who has to have one."""

import base64
from urllib.parse import urlsplit

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as codes
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as passkeys
from cryptography.fernet import Fernet
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from . import throttle
from .models import Access, Role, User

#: What signs somebody in by itself or beside a password; recovery codes only stand in for one of these.
FACTORS = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)
#: Seconds in which an app's code is taken, and some more: its own half minute, the one before and the one after.
GOOD_FOR = 120


def has_one(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def takes_recovery_codes(user: User) -> bool:
    """Removing the only one makes recovery codes stop working: they only stand in for it."""
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return Authenticator.Type.RECOVERY_CODES in kinds and sum(kind in FACTORS for kind in kinds) == 1


def is_missing(user: User, access: Access) -> bool:
    """The operator asks for a second factor in this role, and the account has none."""
    match settings.REQUIRE_SECOND_FACTOR:
        case "none":
            return False
        case "administrators" if access.role != Role.ADMINISTRATOR:
            return False
    return not has_one(user)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That is not the code, or it is used up. Wait for the next one, or use a recovery code."),
    }

    def encrypt(self, text):
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self):
        """Passkeys belong to the host PaCT is reached at, whatever name this request used."""
        return {"id": urlsplit(settings.URL).hostname, "name": "PaCT"}

    def generate_authenticator_name(self, user, type):
        return str(_("Passkey"))


def _cipher() -> Fernet:
    """The keys of code apps have to be read again, so they are encrypted, with a key made from OPENPACT_SECRET_KEY."""
    key = salted_hmac("openpact.second-factor", "", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))


class _Throttled:
    """Guessing is slowed down, and a code works once for as long as it is good (allauth remembers it for half of that)."""

    def clean_code(self):
        with throttle.code(context.request, self.user):
            code = super().clean_code()
            used = salted_hmac("openpact.used-code", f"{self.user.pk} {code.strip()}", algorithm="sha256").hexdigest()
            if not cache.add(f"used-code:{used}", True, timeout=GOOD_FOR):
                raise SecondFactorAdapter().validation_error("incorrect_code")
            return code


class AuthenticateForm(_Throttled, codes.AuthenticateForm):
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits from your app, or one of your recovery codes."),
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class ReauthenticateForm(_Throttled, codes.ReauthenticateForm):
    code = AuthenticateForm.base_fields["code"]


class AddPasskeyForm(passkeys.AddWebAuthnForm):
    name = forms.CharField(
        label=_("What you call it"),
        required=False,
        max_length=60,
        help_text=_("So that you can tell it from others later, such as “my phone”."),
    )
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without a password"),
        required=False,
        initial=True,
        help_text=_("Untick this for an old security key that can only stand beside a password."),
    )
