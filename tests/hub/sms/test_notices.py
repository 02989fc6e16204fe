"""What about the link needs a person; a row to mend is the same in next week's upload, and another is another."""

from dataclasses import replace

import pytest

from openpact import ide
from openpact.hub.notices import services
from openpact.hub.platform.tenancy import at_school
from openpact.hub.sms import decisions
from openpact.hub.sms.mending import to_mend

from ..roster.files import student
from .uploads import link, upload, written

CLASS = [student(str(n), f"Student{n}", "Ngata", nsn=f"{n:010}") for n in range(1, 31)]


def without_name(*numbers: int, later: int, people=CLASS) -> bytes:
    """A file in which these have no first name."""
    content = written(people, later=later)
    for number in numbers:
        content = content.replace(b",Student%d," % number, b",,")
    return content


@pytest.fixture
def linked(school):
    link(school)
    upload(school, written(CLASS))
    return school


def standing(school, kind: str) -> services.Standing:
    with at_school(school.id):
        (found,) = [one for one in services.look(school) if one.cause.kind == kind]
        return found


def put_aside(school, kind: str) -> None:
    one = standing(school, kind)
    with at_school(school.id):
        services.mark_done(school, None, one.notice.id)


@pytest.fixture
def after(linked):
    """The notice of two rows to mend is marked as done; answers how it stands after another upload."""
    upload(linked, without_name(2, 3, later=1))
    put_aside(linked, "refused-rows")

    def after(content: bytes) -> str:
        upload(linked, content)
        return str(standing(linked, "refused-rows").state)

    return after


def test_the_same_rows_in_the_next_upload_stay_done_wherever_they_stand(after):
    assert after(without_name(2, 3, later=2)) == "done"
    assert after(without_name(2, 3, later=3, people=list(reversed(CLASS)))) == "done"
    assert after(without_name(2, 3, later=3, people=list(reversed(CLASS)))) == "done"


def test_another_persons_row_asks_again(after):
    assert after(without_name(2, 4, later=2)) == "open"


def test_the_same_persons_row_asks_again_for_another_error(after):
    assert after(without_name(2, 3, later=2).replace(b",,Ngata", b",,", 1)) == "open"


def test_one_that_was_mended_leaves_it_done_and_asks_again_when_it_is_back(after):
    assert after(without_name(2, later=2)) == "done"
    assert after(without_name(2, 3, later=3)) == "open"


def test_undoing_an_upload_brings_the_rows_of_the_one_before(linked, administrator):
    upload(linked, without_name(2, later=1))
    before = standing(linked, "refused-rows").cause.about
    exchange = upload(linked, without_name(3, later=2, people=[*CLASS[:-1], replace(CLASS[-1], last_name="Ngāta")]))
    assert standing(linked, "refused-rows").cause.about.isdisjoint(before)
    with at_school(linked.id):
        decisions.revert(linked, exchange.id, administrator)
    assert standing(linked, "refused-rows").cause.about == before


def keys(content: bytes) -> list[str]:
    file = ide.read(content)
    assert file.refused
    return to_mend(file)


def test_the_keys_say_nothing_of_anybody():
    (key,) = keys(without_name(3, later=0))
    assert len(key) == 16
    assert set(key) <= set("0123456789abcdef")


def test_rows_that_cannot_be_made_out_are_known_by_what_stands_in_them():
    def torn(*numbers):
        lines = written(CLASS).splitlines(keepends=True)
        return b"".join(line.replace(b"\r\n", b",x\r\n") if i in numbers else line for i, line in enumerate(lines))

    both = keys(torn(3, 4))
    assert len(both) == 2
    assert set(keys(torn(4))) < set(both)
    long = b"9" * 70_000
    assert len(keys(written(CLASS) + long + b",1\r\n" + b"8" + long + b"\r\n")) == 2


def test_of_rows_that_claim_one_id_the_id_is_to_mend_once():
    assert len(keys(written(CLASS).replace(b"\r\n30,", b"\r\n29,"))) == 1


def test_what_only_costs_a_note_is_not_to_mend():
    file = ide.read(without_name(3, later=0).replace(b"0000000007", b"12"))
    assert file.warnings
    assert len(to_mend(file)) == 1


def test_another_sms_that_is_not_linked_is_another_notice(school):
    link(school)
    put_aside(school, "no-secret")
    assert str(standing(school, "no-secret").state) == "done"
    link(school, provider="etap")
    now = standing(school, "no-secret")
    assert (str(now.state), now.notice.title) == ("open", "Finish linking eTAP")
