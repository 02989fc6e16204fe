"""What the worker does for registers: each school's file once a week, and when somebody asks for it."""

from procrastinate.contrib.django import app

from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.schools.models import School
from openpact.hub.schools.services import all_school_ids


@app.periodic(cron="*/10 * * * *")
@app.task(name="register.round", queue="housekeeping", queueing_lock="register.round")
def fetch_what_is_due(timestamp: int) -> None:
    from .fetching import is_due
    from .models import Register

    for school_id in all_school_ids():
        with at_school(school_id):
            register = Register.objects.filter(school=school_id).first()
            if register is not None and is_due(School.objects.get(id=school_id), register, clock.now()):
                fetch.configure(lock=f"register-{school_id}").defer(school_id=school_id, by_hand=False)


@app.task(name="register.fetch", queue="exchanges")
def fetch(school_id: int, by_hand: bool, user_id: int | None = None) -> None:
    """Safe to run again: the same file twice is one change."""
    from . import fetching

    fetching.bring(school_id, by_hand=by_hand, user_id=user_id)
