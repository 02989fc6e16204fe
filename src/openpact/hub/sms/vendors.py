"""Vendor credentials: an SMS that needs no secret calls with its vendor's own, for exactly the schools that selected it.

Whether a school has selected it is asked with each call, so unselecting ends it at once. Credentials belong to no school:
the operator makes and revokes them (`openpact vendor`). Their form is that of a school's secret.
"""

from dataclasses import dataclass

from django.db import connection, transaction
from oauth2_provider.models import get_access_token_model

from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.link.providers import PROVIDERS
from openpact.link.secret import Secret as SecretText

from .models import Connection, VendorCredentials
from .secrets import USE_NOTED_EVERY, new_client


class NotAVendor(Exception):
    """Schools give this SMS a secret of their own, or there is no such SMS."""


@dataclass(frozen=True, slots=True)
class Selected:
    """A school that uses the vendor's SMS at present."""

    school_number: int
    school_name: str
    time_zone: str


def create(provider: str) -> SecretText:
    """New credentials for the vendor of an SMS; earlier ones go on. The answer is the only place where they ever stand."""
    if provider not in PROVIDERS or PROVIDERS[provider].uses_secret:
        raise NotAVendor(provider)
    with transaction.atomic():
        text, application = new_client(f"Vendor {provider}")
        VendorCredentials.objects.create(
            application=application, provider=provider, hint=str(text)[-4:], created_at=clock.now()
        )
    return text


def revoke(hint: str) -> int:
    """End the credentials whose last four characters these are, and their tokens, at once; answers how many."""
    ending = list(VendorCredentials.objects.filter(hint=hint, ends_at=None))
    VendorCredentials.objects.filter(id__in=[one.id for one in ending]).update(ends_at=clock.now())
    get_access_token_model().objects.filter(application_id__in=[one.application_id for one in ending]).delete()
    return len(ending)


def find(application_id: int) -> VendorCredentials | None:
    """The credentials behind an OAuth 2.0 client, if they hold. Notes that they were used."""
    found = VendorCredentials.objects.filter(application_id=application_id, ends_at=None).first()
    now = clock.now()
    if found is not None and (found.last_used_at is None or found.last_used_at <= now - USE_NOTED_EVERY):
        VendorCredentials.objects.filter(id=found.id).update(last_used_at=now)
    return found


def holds(application_id: int) -> bool:
    """Whether the vendor's credentials that are this OAuth 2.0 client hold."""
    return VendorCredentials.objects.filter(application_id=application_id, ends_at=None).exists()


def schools(provider: str) -> list[Selected]:
    """The schools that have selected this SMS, by number. One door for all of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, name, time_zone FROM sms_schools_of_vendor(%s)", [provider])
        return [Selected(*row) for row in cursor.fetchall()]


def school_that_selected(provider: str, number: int) -> int | None:
    """The key of the school with this number, if it has selected this SMS."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT schools_of_number(%s)", [number])
        (school_id,) = cursor.fetchone()
    if school_id is None:
        return None
    with at_school(school_id):
        return (
            school_id
            if Connection.objects.filter(school_id=school_id, use_sms=True, provider=provider).exists()
            else None
        )
