"""Filters of the report pages."""

from django import template

from ..judgement_table import day_of, standard_of, year_of

register = template.Library()
register.filter("year_of", year_of)
register.filter("day_of", day_of)
register.filter("standard_of", standard_of)
