"""What the rooms without Django say, on pages; and lists of names. In every template without being loaded."""

from django import template

from .. import told

register = template.Library()
register.filter("told", told.told)
register.filter("listed", told.listed)


@register.filter
def told_reasons(stored: list[told.Row]) -> list[told.Row]:
    """Of an upload or of a register file."""
    return [told.reason(row) for row in stored]
