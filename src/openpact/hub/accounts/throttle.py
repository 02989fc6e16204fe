"""Guessing is slowed down, and nobody can be locked out by it.

Tries are counted by who makes them for which account, never by the account alone: whoever guesses a colleague's password
stops themselves, and the colleague signs in at once from elsewhere. From the same address too (a whole school has one), if
their browser has signed in to the account before, or has just set its password by mail: it carries a cookie, and its
tries are counted apart. A passkey cannot be guessed, so it is not counted at all.

One address that tries many accounts is slowed down, and not refused either: a whole school has one, and a student could keep
its teachers from every new computer. Beyond so many wrong passwords from an address, browsers an account does not know have
fewer tries at it from there, counted for that account alone. Whoever has the right password comes in; whoever tries a list of
names gets that much at each.

A code is six digits, so those are counted for the account as well, over all browsers it does not know. Only who has the
right password gets so far, and a passkey or a known browser passes even then.

Counted before the try and given back when it was right, so a hundred at the same moment are a hundred. In our own windows
(platform.rates) and not in allauth's limits: those count by the account alone.
"""

import ipaddress
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openpact.hub.platform import rates
from openpact.hub.platform.rates import Allowance, Rate

from . import device
from .models import User

#: Wrong passwords of one caller for one account.
TRIES = (Rate("sign-in", 5, timedelta(minutes=5)), Rate("sign-in-day", 60, timedelta(days=1)))
#: Wrong passwords of one address for all accounts, from browsers they do not know; and of such browsers for one account from
#: an address that is beyond it.
FROM_ONE_ADDRESS = Rate("sign-in-address", 100, timedelta(minutes=10))
BEYOND_IT = Rate("sign-in-beyond", 2, timedelta(minutes=5))
#: Wrong codes of one caller for one account, and of all browsers an account does not know.
CODES = Rate("sign-in-code", 5, timedelta(minutes=5))
CODES_OF_AN_ACCOUNT = Rate("sign-in-codes", 30, timedelta(hours=1))
#: Mails to set a new password, to one account.
RESETS = Rate("password-reset", 3, timedelta(minutes=15))


#: Whose count, and by which rate.
Counted = tuple[str, Rate]


class Attempt:
    """A try that is counted; `succeeded` gives it back."""

    def __init__(self, counted: list[Counted]) -> None:
        self._counted = counted

    def succeeded(self) -> None:
        for caller, rate in self._counted:
            rates.give_back(caller, rate)


def password(request: HttpRequest, email: str) -> Attempt:
    """Count a try at the password of the account with this address, whether or not there is one. Raises ValidationError."""
    account = email.strip().lower()
    known = device.known_for(request, User.objects.filter(email__iexact=account).first())
    here = address(request)
    limits = [(_key(known or here, account), rate) for rate in TRIES]
    if known:
        return _count(limits)
    all_of_them = (_key(here, ""), FROM_ONE_ADDRESS)
    if rates.count(*all_of_them).exceeded:
        limits.append((_key(here, account), BEYOND_IT))
    return _count(limits, beside=[all_of_them])


@contextmanager
def code(request: HttpRequest, user: User) -> Iterator[None]:
    """Around the look at a code; it counts unless it comes through. Raises ValidationError."""
    known = device.known_for(request, user)
    limits = [(_key(known or address(request), f"code {user.pk}"), CODES)]
    if not known:
        limits.append((_key("", f"code {user.pk}"), CODES_OF_AN_ACCOUNT))
    attempt = _count(limits)
    yield
    attempt.succeeded()


def may_mail_reset(user: User) -> bool:
    """Nobody's mailbox is filled by somebody who asks again and again; the mails sent before go on working."""
    return not rates.count(_key("", f"reset {user.pk}"), RESETS).exceeded


def address(request: HttpRequest) -> str:
    """Where the caller is; of an IPv6 address the network, since one household has them all."""
    from allauth.account.adapter import get_adapter

    ip = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    return str(ip if ip.version == 4 else ipaddress.ip_network(f"{ip}/64", strict=False))


def _count(limits: list[Counted], *, beside: Sequence[Counted] = ()) -> Attempt:
    """Count by each limit; `beside` is counted already, and limits nothing by itself."""
    exceeded = [allowance for allowance in (rates.count(*one) for one in limits) if allowance.exceeded]
    if exceeded:
        raise ValidationError(_in_words(exceeded), code="throttled")
    return Attempt([*limits, *beside])


def _in_words(exceeded: list[Allowance]) -> str:
    minutes = max(-(-allowance.resets_in // 60) for allowance in exceeded)
    wait = ngettext("in a minute", "in %(minutes)d minutes", minutes) % {"minutes": minutes}
    if minutes > 90:
        wait = _("in %(hours)d hours") % {"hours": -(-minutes // 60)}
    return _(
        "That was wrong too often from here, so PaCT waits before it looks again: try %(wait)s. Your account is not locked:"
        " a passkey works at once, and so does signing in from another place or a browser you have used before. Setting a"
        " new password by mail helps here too."
    ) % {"wait": wait}


def _key(caller: str, what: str) -> str:
    """Neither addresses nor accounts can be read in the table of counts."""
    return "sign-in " + salted_hmac("openpact.throttle", f"{caller} {what}", algorithm="sha256").hexdigest()
