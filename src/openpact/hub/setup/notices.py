"""A school that is not set up yet is asked to."""

from django.urls import reverse
from django.utils.translation import gettext as _

from openpact.hub.notices.sources import Cause
from openpact.hub.schools.models import School

from . import steps


def causes(school: School) -> list[Cause]:
    if steps.is_finished(school):
        return []
    begun = steps.behind(school)
    text = (
        _("%(done)s of %(all)s steps are behind you. What you did is saved.") % {"done": begun, "all": len(steps.STEPS)}
        if begun
        else _("It takes about ten minutes. Each step is saved as it is done, and you can go on at any time.")
    )
    return [
        Cause(
            "set-up",
            _("Go on setting up your school") if begun else _("Set up your school"),
            text,
            reverse("setup", args=[school.number]),
            _("Go on") if begun else _("Begin"),
            icon="school",
            order=1,
        )
    ]
