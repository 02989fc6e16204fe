"""The operator brings in a school's register file: what comes this way is vouched for, as if the national register gave it."""

import os
from pathlib import Path

import django


def bring_in(number: int, path: Path) -> str:
    """Take the file in; the answer is what to tell the operator. Raises ValueError in words."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openpact.hub.settings")
    django.setup()
    from openpact.hub.platform.tenancy import at_school
    from openpact.hub.register import deliveries
    from openpact.hub.register.models import Delivery, Source
    from openpact.hub.schools.models import School
    from openpact.hub.schools.services import school_of_number

    try:
        content = path.read_bytes()
    except OSError as trouble:
        raise ValueError(f"{path} cannot be read: {trouble.strerror}. Nothing was changed.") from None
    school_id = school_of_number(number)
    if school_id is None:
        raise ValueError(f"There is no school {number}. Nothing was changed.")
    with at_school(school_id):
        delivery = deliveries.receive(School.objects.get(id=school_id), content, Source.OPERATOR)
    why = " ".join(reason["message"] for reason in delivery.reasons)
    counts = delivery.counts
    match delivery.state:
        case Delivery.State.REFUSED:
            raise ValueError(f"The file cannot be used: {why} Nothing was changed.")
        case Delivery.State.HELD:
            return f"The file waits until an administrator of school {number} has looked at it: {why}"
        case Delivery.State.UNCHANGED:
            return f"School {number}: {counts['rows']} enrolments, nothing new."
    return (
        f"School {number}: {counts['rows']} enrolments; {counts['arrives']} new, {counts['returns']} again,"
        f" {counts['changes']} changed, {counts['goes']} not listed any more."
    )
