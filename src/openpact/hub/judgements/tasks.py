"""What the worker does about judgements: reminders."""

from django.conf import settings
from django.urls import reverse
from procrastinate.contrib.django import app

from openpact.hub.accounts.models import User
from openpact.hub.platform.mail import Patiently, send
from openpact.hub.platform.tenancy import at_school
from openpact.hub.schools.models import Cycle, School
from openpact.hub.schools.services import all_school_ids

from . import reminders


@app.task(name="judgements.send_reminder", retry=Patiently(attempts=6))
def send_reminder(school_id: int, cycle_id: int, user_id: int) -> None:
    """Mail a teacher what they still have to confirm, if that is so when the mail goes out."""
    with at_school(school_id):
        cycle = Cycle.objects.filter(id=cycle_id).select_related("school").first()
        asked = cycle and reminders.what_is_left(cycle.school, cycle, user_id)
        if not asked:
            return
        user, school = User.objects.get(id=user_id), cycle.school
        url = settings.URL + reverse("judge", args=[school.number])
        words = {"user": user, "school": school, "cycle": cycle, "asked": asked, "url": url}
        send("judgements/mail/reminder.txt", user.email, words)


@app.periodic(cron="5 19 * * *")
@app.task(name="judgements.remind_by_itself", queue="housekeeping")
def remind_by_itself(timestamp: int) -> None:
    """Each morning in New Zealand (just past seven, or eight in summer)."""
    for school_id in all_school_ids():
        with at_school(school_id):
            reminders.remind_by_itself(School.objects.get(id=school_id))
