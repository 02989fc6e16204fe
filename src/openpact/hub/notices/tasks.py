"""What the worker does for notices: look for each school every hour, and in the morning mail whoever wants it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from procrastinate.contrib.django import app

from openpact.hub.platform import clock
from openpact.hub.platform.mail import Patiently
from openpact.hub.platform.tenancy import at_school
from openpact.hub.schools.models import School
from openpact.hub.schools.services import all_school_ids

#: The hour, on the school's wall, from which the digest of a day is sent.
MORNING = 7


@app.periodic(cron="11 * * * *")
@app.task(name="notices.look", queue="housekeeping", queueing_lock="notices.look")
def look_everywhere(timestamp: int) -> None:
    """New causes become notices and old ones are closed, also where nobody looks."""
    from . import digests, services

    for school_id in all_school_ids():
        with at_school(school_id):
            school = School.objects.get(id=school_id)
            services.look(school)
            if is_morning(clock.now(), school.time_zone):
                for user_id in digests.due(school):
                    send_digest.defer(school_id=school_id, user_id=user_id)


def is_morning(now: datetime, zone: str) -> bool:
    """From MORNING on: a worker that was off early catches up."""
    return now.astimezone(ZoneInfo(zone)).hour >= MORNING


@app.task(name="notices.send_digest", retry=Patiently(attempts=6))
def send_digest(school_id: int, user_id: int) -> None:
    from . import digests

    with at_school(school_id):
        digests.send(School.objects.get(id=school_id), user_id)
