"""The school's judgements as a file, for an SMS that does not collect by itself."""

from django.http import HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.pages import SchoolRequest, school_page
from openpact.hub.audit.services import Area, record
from openpact.hub.platform import clock

from .. import feed, files, signals


@require_GET
@school_page(Role.ADMINISTRATOR, Role.LEADER)
def judgements_file(request: SchoolRequest, number: int) -> HttpResponse:
    """Every judgement in its current version. What the SMS has collected by itself stays as it is."""
    rows = feed.current(request.school)
    name = f"judgements-{request.school.number}-{clock.today(request.school.time_zone):%Y-%m-%d}.csv"
    response = HttpResponse(files.csv_of(rows, bom=True), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    signals.file_taken.send(sender=None, school=request.school, user=request.user, rows=len(rows))
    words = ngettext("Downloaded %(n)s judgement as a file.", "Downloaded %(n)s judgements as a file.", len(rows))
    record(request.school, request.user, Area.UPLOADS, words % {"n": len(rows)})
    return response
