"""The operator's first step for a school: it is added, and its first administrator is invited."""

import os

import django


def add_school(*, number: int, name: str, kind: str, zone: str, administrator: str, link: bool) -> str:
    """Add the school and invite its PaCT administrator; the answer is what to tell the operator.

    With `link` the invitation's link is in the answer and no mail is queued. Raises ValueError in words for the operator.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openpact.hub.settings")
    django.setup()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.db import transaction

    from openpact.hub.accounts import invitations
    from openpact.hub.accounts.models import Role
    from openpact.hub.accounts.tasks import make_link
    from openpact.hub.platform.tenancy import at_school
    from openpact.hub.schools.models import School
    from openpact.hub.schools.services import NumberTaken, create_school

    if kind not in School.Kind.values:
        raise ValueError(f"There is no kind of school {kind!r}: choose one of {', '.join(School.Kind.values)}.")
    if zone not in School.Zone.values:
        raise ValueError(f"A school is in {' or '.join(School.Zone.values)}.")
    if not 1 <= number <= 9999:
        raise ValueError("A school's number has 1 to 4 digits.")
    try:
        validate_email(administrator)
    except ValidationError:
        raise ValueError(f"{administrator!r} is not an e-mail address.") from None
    try:
        with transaction.atomic():
            school = create_school(number=number, name=name, kind=kind, time_zone=zone)
            with at_school(school.id):
                invitation = invitations.invite_by_hand(
                    school, administrator, administrator.partition("@")[0], Role.ADMINISTRATOR, None, mail=not link
                )
                url = make_link(invitation) if link else ""
    except NumberTaken as taken:
        raise ValueError(f"{taken} Nothing was changed.") from None
    if link:
        return f"Added {name}. Give its administrator this link, it works for 14 days and only once:\n{url}"
    return f"Added {name}. An invitation for its administrator is on its way to {administrator}."
