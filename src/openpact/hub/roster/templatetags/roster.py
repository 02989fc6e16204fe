"""How people of a list are spoken of: see people_table."""

from django import template

from .. import people_table

register = template.Library()
register.filter("homes", people_table.homes)
register.filter("others", people_table.others)
register.filter("year", people_table.year)
