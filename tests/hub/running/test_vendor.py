"""`openpact vendor`: an operator makes credentials for a vendor, sees them, and ends them."""

import pytest

from openpact.hub.running import vendor
from openpact.link.secret import parse_secret


def test_credentials_are_printed_once_and_listed_without_their_key(db):
    told = vendor.add("musac-edge")
    assert "vendor of MUSAC Edge" in told
    credentials = parse_secret(told.splitlines()[-1])
    (line,) = vendor.listing()
    assert line.startswith(f"…{str(credentials)[-4:]}  musac-edge")
    assert "last used never" in line
    assert credentials.key not in line


def test_revoked_credentials_stay_in_the_list_as_ended(db):
    hint = vendor.add("musac-edge")[-4:]
    assert "shut out at once" in vendor.revoke(hint)
    assert "ended" in vendor.listing()[0]


def test_what_cannot_be_is_refused_in_words(db):
    with pytest.raises(ValueError, match=r"'kamar' is no SMS .* there is musac-edge"):
        vendor.add("kamar")
    with pytest.raises(ValueError, match="Nothing was changed"):
        vendor.revoke("none")
