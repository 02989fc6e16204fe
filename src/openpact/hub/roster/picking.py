"""The list of students to put into a group: the people table, with a box to tick on each row."""

from django.utils.translation import gettext_lazy as _

from openpact.hub.platform.lists import Column, Table

from .people_table import HOME, NAME, find

PICKING = Table(
    "picking",
    _("students"),
    (Column("tick", _("Put in")), NAME, HOME),
    sort="name",
    rows="roster/groups/pick_rows.html",
    empty="roster/groups/nobody_to_pick.html",
    find=find,
    finds=_("Search by name, class, year or id"),
    per_page=100,
)
