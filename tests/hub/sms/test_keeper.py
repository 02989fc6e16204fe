"""Who keeps a school's people: the SMS, from its first applied upload on and while it is in use."""

from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster import keeper_of

from .test_exchange import CLASS
from .uploads import link, upload, written


def keeper(school) -> str:
    with at_school(school.id):
        return keeper_of(school)


def test_without_an_sms_people_here_keep_them(school):
    assert keeper(school) == ""


def test_an_sms_keeps_them_once_it_has_uploaded(school):
    link(school)
    assert keeper(school) == ""
    upload(school, written(CLASS))
    assert keeper(school) == "KAMAR"


def test_an_upload_that_waits_or_came_by_hand_does_not_count(school):
    link(school)
    upload(school, written(CLASS, school_number=12))
    upload(school, written(CLASS), source="page", provider="")
    assert keeper(school) == ""


def test_an_sms_that_is_no_longer_used_keeps_nobody(school):
    link(school)
    upload(school, written(CLASS))
    link(school, use_sms=False)
    assert keeper(school) == ""
