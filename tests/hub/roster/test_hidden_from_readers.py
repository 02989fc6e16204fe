"""A hidden group is there only for those who manage."""

import pytest

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.services import give_access
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Group

from ..conftest import make_user, signed_in


@pytest.mark.parametrize(
    ("role", "hidden", "status"),
    [(Role.READER, True, 404), (Role.READER, False, 200), (Role.LEADER, True, 200), (Role.ADMINISTRATOR, True, 200)],
)
def test_whoever_does_not_manage_finds_no_hidden_group_by_its_address(school, role, hidden, status):
    user = make_user("somebody@kowhai.example", "Some Body")
    with at_school(school.id):
        give_access(school, user, role)
        group = Group.objects.create(school=school, name="Choir", hidden=hidden)
    assert signed_in(user).get(f"/schools/7999/manage/groups/{group.id}/").status_code == status
