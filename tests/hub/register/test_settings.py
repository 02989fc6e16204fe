"""What an operator may say of the national register."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from openpact.hub import env


def test_its_address_has_a_place_for_the_schools_number(monkeypatch):
    monkeypatch.setenv("OPENPACT_REGISTER_URL", " https://enrol.example.nz/{school}.csv ")
    assert env.register_url() == "https://enrol.example.nz/{school}.csv"


@pytest.mark.parametrize(
    "address", ["http://enrol.example.nz/{school}.csv", "https://enrol.example.nz/7999.csv", "enrol"]
)
def test_one_that_makes_no_sense_stops_the_program_with_a_sentence(monkeypatch, address):
    monkeypatch.setenv("OPENPACT_REGISTER_URL", address)
    with pytest.raises(ImproperlyConfigured, match="use an https address"):
        env.register_url()


def test_without_one_there_is_none(monkeypatch):
    monkeypatch.delenv("OPENPACT_REGISTER_URL", raising=False)
    assert env.register_url() == ""
