"""Times of day as pages say them: `10:20pm`, as in the words of the schedule, not Django's `10:20 p.m.`.

In every template without being loaded. A moment is shown in the zone that is in force there: see {% timezone %}.
"""

from datetime import datetime

from django import template
from django.utils.formats import date_format

from openpact.link.told import minute

from ..told import told

register = template.Library()


@register.filter(expects_localtime=True)
def moment(value: datetime | None, day: str = "j F Y") -> str:
    """`1 December 2026, 10:20pm`; `day` is the date's format, as for Django's own `date`."""
    return f"{date_format(value, day)}, {told(minute(value.time()))}" if value else ""


@register.filter(expects_localtime=True)
def clock(value: datetime | None) -> str:
    """`10:20pm`."""
    return told(minute(value.time())) if value else ""
