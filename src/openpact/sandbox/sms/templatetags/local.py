"""What templates say of a school's times, and of what became of its uploads."""

from datetime import datetime

from django import template

from openpact.connect import ExchangeState

from .. import clock, log
from ..models import LogEntry, School
from ..words import local_time

register = template.Library()


@register.filter
def local(moment: datetime, school: School) -> str:
    words = local_time(moment, school.place, clock.now())
    return words[:1].upper() + words[1:]


@register.inclusion_tag("sms/log/state.html")
def state_of(entry: LogEntry) -> dict[str, str]:
    """An upload's state; what is no upload has one only if it went wrong."""
    if entry.exchange_state in set(ExchangeState):
        words, look = log.STATES[ExchangeState(entry.exchange_state)]
    elif entry.went_wrong:
        words, look = "Not done", "warn"
    else:
        words, look = entry.exchange_state, ""
    return {"words": words, "look": look}
