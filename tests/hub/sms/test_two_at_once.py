"""Two uploads for one school at the same moment are applied one after the other."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Membership, Person
from openpact.hub.roster.services import state_of
from openpact.hub.schools.services import create_school
from openpact.hub.sms import processing

from ..roster.files import student
from .uploads import fresh, link, send, written


@pytest.mark.usefixtures("transactional_db_as_owner")
def test_two_workers_at_once_leave_what_the_newer_file_says():
    school = create_school(number=7999, name="Kōwhai Flats School", kind="year-7-15")
    link(school)
    first = [student(str(n), nsn=f"{n:010}", home_groups=("Rm 1",)) for n in range(300)]
    second = [student(str(n), nsn=f"{n:010}", home_groups=("Rm 2",)) for n in range(20, 310)]
    exchanges = [send(school, written(first)), send(school, written(second, later=1))]
    together = Barrier(2)

    def work(exchange) -> None:
        try:
            together.wait(30)
            processing.process(school.id, exchange.id)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, exchanges))
    older, newer = (fresh(school, exchange) for exchange in exchanges)
    assert newer.state == "applied"
    assert older.state in {"applied", "superseded"}
    with at_school(school.id):
        assert set(Person.objects.filter(active=True).values_list("sms_id", flat=True)) == {p.sms_id for p in second}
        assert set(Membership.objects.values_list("group__name", flat=True)) == {"Rm 2"}
        assert Membership.objects.count() == len(second)
        assert state_of(school).version == (2 if older.state == "applied" else 1)
