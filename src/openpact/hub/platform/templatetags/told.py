"""What the rooms without Django say, on pages; and lists of names. In every template without being loaded."""

from django import template

from .. import told

register = template.Library()
register.filter("told", told.told)
register.filter("listed", told.listed)
