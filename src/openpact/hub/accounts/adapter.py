"""How accounts behave: nobody signs up by themselves, people come by invitation, guessing is slowed down, and mail leaves as a job."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as current
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from openpact.hub.platform import clock

from . import throttle

#: The ways to show that it is oneself, in words for a link.
REAUTHENTICATION = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use a code from your app, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "The address and the password do not belong together. Look at both; capital letters count in the password."
        ),
        "incorrect_password": _("That is not your password."),
        "incorrect_code": _("That is not right. Try the newest code, or another way to sign in."),
    }

    def is_open_for_signup(self, request):
        return False

    # --- Guessing: throttle.py instead of allauth's own limits ---------------------------------------------------

    def pre_authenticate(self, request, **credentials):
        self._attempt = throttle.password(request, credentials.get("email", ""))

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        if user is not None:
            self._attempt.succeeded()
        return user

    def reauthenticate(self, user, password):
        return self.authenticate(self.request, email=user.email, password=password) == user

    def is_reauthentication_required(self, *, app, **how):
        """Whoever has just signed in, or shown it again, has just shown who they are: by our clock (see signals)."""
        records = get_authentication_records(current.request, current.request.user)
        if records and clock.now().timestamp() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **how)

    def get_reauthentication_methods(self, user):
        methods = super().get_reauthentication_methods(user)
        return [
            method | {"description": REAUTHENTICATION.get(method["id"], method["description"])} for method in methods
        ]

    def get_password_change_redirect_url(self, request):
        return reverse("your-account")

    # --- Mail ------------------------------------------------------------------------------------------------------

    def send_password_reset_mail(self, user, email, context):
        from .tasks import send_password_reset

        if throttle.may_mail_reset(user):
            send_password_reset.defer(user_id=user.id)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """What changed about how somebody signs in, to their address."""
        from .tasks import send_account_notice

        send_account_notice.defer(user_id=user.pk, what=template_prefix.rpartition("/")[2])

    def send_mail(self, template_prefix, email, context):
        """Nothing else allauth would mail is wanted, least of all to addresses that have no account here."""
