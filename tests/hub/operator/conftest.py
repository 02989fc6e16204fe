"""An operator with a second factor, and their browser."""

import pytest
from allauth.mfa.models import Authenticator

from ..conftest import make_user, signed_in


@pytest.fixture
def operator(db):
    user = make_user("ops@pact.example", "Olly Operator")
    user.is_staff = True
    user.save()
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


@pytest.fixture
def console(operator):
    return signed_in(operator)
