"""Two administrators at the same moment: whatever they do to each other, one stays. Real commits on real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from openpact.hub.accounts import access as services
from openpact.hub.accounts.access import LastAdministrator, NotChanged
from openpact.hub.accounts.models import Access, Role
from openpact.hub.accounts.services import HOLDS, give_access
from openpact.hub.platform.tenancy import at_school
from openpact.hub.schools.services import create_school

from ..conftest import make_user


@pytest.fixture
def stage(committed):
    school = create_school(number=7999, name="Kōwhai Flats School", kind="year-7-15")
    users = [make_user(f"office{n}@kowhai.example", f"Office {n}") for n in range(2)]
    with at_school(school.id):
        accesses = [give_access(school, user, Role.ADMINISTRATOR) for user in users]
    return school, users, accesses


def administrators(school) -> int:
    with at_school(school.id):
        return Access.objects.filter(HOLDS, role=Role.ADMINISTRATOR).count()


def lower(school, access, by):
    return services.change_role(school, access.id, Role.READER, by)


def remove(school, access, by):
    return services.remove(school, access.id, by)


@pytest.mark.parametrize("acts", [(remove, remove), (lower, lower), (remove, lower)])
@pytest.mark.parametrize("whom", ["each other", "oneself"])
def test_one_stays(stage, acts, whom):
    school, users, accesses = stage
    targets = accesses if whom == "oneself" else accesses[::-1]
    together = Barrier(2)

    def work(act, by, target) -> str:
        try:
            together.wait(30)
            with at_school(school.id, user_id=by.id):
                act(school, target, by)
                return "done"
        except LastAdministrator:
            return "last"
        except NotChanged:
            return "not an administrator any more"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(work, acts, users, targets))
    assert answers == ["done", "last" if whom == "oneself" else "not an administrator any more"]
    assert administrators(school) == 1


def test_the_second_waits_until_the_first_is_through(stage):
    """Whoever looks while another change is not committed yet would still count the one who goes."""
    school, (first, second), (of_first, of_second) = stage
    begun = Barrier(2)

    def go_slowly() -> None:
        try:
            with at_school(school.id):
                services.remove(school, of_first.id, first)
                begun.wait(30)
                # The other has all the time to look at what is not committed yet.
                connection.cursor().execute("SELECT pg_sleep(0.3)")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(go_slowly)
        begun.wait(30)
        with pytest.raises(LastAdministrator), at_school(school.id):
            services.remove(school, of_second.id, second)
        slow.result(30)
    assert administrators(school) == 1
