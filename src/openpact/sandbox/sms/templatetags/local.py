"""Times in the school's own zone."""

from datetime import datetime

from django import template

from .. import clock
from ..models import School
from ..words import local_time

register = template.Library()


@register.filter
def local(moment: datetime, school: School) -> str:
    return local_time(moment, school.place, clock.now()).capitalize()
