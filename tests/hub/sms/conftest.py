"""A school that sets up its link with an SMS."""

import pytest

from openpact.hub.platform.tenancy import at_school
from openpact.hub.sms.connection import save_settings
from openpact.hub.sms.secrets import create_secret
from tests.hub.conftest import signed_in

from .settings_page import CHOICES


@pytest.fixture
def admin(administrator):
    return signed_in(administrator)


@pytest.fixture
def linked(school, administrator):
    """Saved for KAMAR, with a secret."""
    with at_school(school.id):
        save_settings(school, administrator, **CHOICES)
        return create_secret(school, administrator, grace=None)
