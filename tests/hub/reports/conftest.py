"""The class of three of the judgements' tests, in the middle of the interim cycle."""

from tests.hub.judgements.conftest import (  # noqa: F401
    colleague,
    confirmed,
    cycle,
    in_june,
    in_year,
    leader,
    linked,
    on,
    other_class,
    reader,
    room,
    school,
    students,
)
