"""Judgements taken as a file are in the exchange log, and move no cursor."""

from django.urls import reverse

from openpact.hub.judgements.models import FeedCursor
from openpact.hub.platform.tenancy import at_school
from openpact.hub.sms.models import Exchange

from ..conftest import signed_in


def test_the_file_is_logged_with_who_took_it(school, administrator):
    office = signed_in(administrator)
    assert office.get(reverse("judgements-file", args=[7999])).status_code == 200
    with at_school(school.id):
        exchange = Exchange.objects.get()
        assert (exchange.direction, exchange.source, exchange.state) == ("download", "page", "applied")
        assert exchange.started_by == administrator
        assert not FeedCursor.objects.exists()
    assert "Download by hand" in office.get(reverse("exchanges", args=[7999])).content.decode()
