"""Whatever people there are, reading what was written gives the same people."""

import unicodedata
from datetime import date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openpact.ide import ALL_COLUMNS, Person, Reader, Role, read, write
from openpact.ide.careful import read as read_carefully
from openpact.ide.findings import Findings
from openpact.ide.header import parse
from openpact.ide.limits import LIMITS
from openpact.ide.rows import RowReader
from openpact.ide.text import clean, has_lost_letters, is_ruined

LETTERS = st.sampled_from("abzĀāēĪīōūŪéñçøßŁşğ李می") | st.characters(categories=["L", "N"])
MARKS = st.sampled_from(" '’-.,\"#&@()/\\:;|+=_~`$[]{}“”–…!?*")


def texts(marks, *, least=0, most=20, without=""):
    """Texts as the format holds them: stripped, composed, not garbled, with none of the characters `without`."""
    drawn = st.lists(LETTERS | marks, min_size=least, max_size=most).map("".join).map(clean)
    return drawn.filter(
        lambda text: (
            len(text) >= least
            and not set(without) & set(text)
            and not is_ruined(text)
            and not has_lost_letters(text)
            and text == clean(text)
            and text.replace("\u200c", "").replace("\u200d", "").isprintable()
        )
    )


NAMES = texts(MARKS, least=1, without="*?;,<>!%^|")
IDS = texts(MARKS, least=1).filter(lambda text: any(char.isalnum() for char in text))
GROUPS = st.lists(texts(MARKS, least=1, without="#"), max_size=4, unique=True).map(tuple)
NSNS = st.integers(0, 10**10 - 1).map("{:010d}".format)
DATES = st.none() | st.dates(date(1900, 1, 1), date(2099, 12, 31))
EMAILS = st.just("") | st.sampled_from(["mere@kowhai.school.example", "o'brien+a#1@x.nz", '"q"@a.b', "tāne@māori.nz"])

PEOPLE = st.lists(
    st.builds(
        Person,
        sms_id=IDS,
        role=st.sampled_from(Role),
        first_name=NAMES,
        last_name=NAMES,
        preferred_name=st.just("") | NAMES,
        nsn=st.just("") | NSNS,
        username=texts(MARKS),
        first_attending=DATES,
        last_attendance=DATES,
        dob=DATES,
        gender=st.sampled_from(["", "M", "F"]),
        associated_nsns=st.lists(NSNS, max_size=3, unique=True).map(tuple),
        email=EMAILS,
        organisation=texts(MARKS),
        groups=GROUPS,
        home_groups=GROUPS,
    ),
    max_size=5,
    unique_by=lambda person: person.sms_id,
)
WHEN = datetime(2026, 2, 16, 2, 15)
CALM = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@CALM
@given(people=PEOPLE)
def test_reading_what_was_written_gives_the_same_people(people):
    data = write(people, school_number=123, exported_at=WHEN)
    file = read(data, school_number=123)
    assert file.people == people
    assert list(Reader(data)) == people
    assert file.refused == []
    assert file.errors == 0


@CALM
@given(people=PEOPLE)
def test_writing_what_was_read_gives_the_same_file(people):
    data = write(people, school_number=123, exported_at=WHEN)
    assert write(read(data).people, school_number=123, exported_at=WHEN) == data


@settings(CALM, max_examples=300)
@given(text=st.text(max_size=12), name=st.sampled_from(["sms_id", "first_name", "username", "organisation", "groups"]))
def test_any_text_at_all_comes_back_tidied_or_is_refused(text, name):
    values = {"sms_id": "1", "role": Role.ALUMNI, "first_name": "A", "last_name": "B"}
    values[name] = (text,) if name == "groups" else text
    try:
        data = write([Person(**values)], school_number=1, exported_at=WHEN)
    except ValueError:
        return
    value = getattr(read(data).people[0], name)
    tidy = unicodedata.normalize("NFC", text).strip()
    assert value == (((tidy,) if tidy else ()) if name == "groups" else tidy)


@CALM
@given(people=PEOPLE)
def test_the_quick_way_and_the_careful_one_agree(people):
    header = parse(",".join(ALL_COLUMNS), 1, LIMITS)
    findings = Findings(1000)
    for line in write(people, school_number=1, exported_at=WHEN).decode().split("\r\n")[1:-2]:
        quick = RowReader(header, findings).quick(0, line)
        careful = read_carefully(header, findings, 0, line, True)
        assert isinstance(careful, Person)
        if quick is not None:
            assert careful == quick


def test_an_ordinary_row_goes_the_quick_way():
    person = Person("1", Role.STUDENT, "Nīkau", "O'Brien", first_attending=date(2020, 2, 3), groups=("Year 4", "Rm 4"))
    line = write([person], school_number=1, exported_at=WHEN).decode().split("\r\n")[1]
    assert RowReader(parse(",".join(ALL_COLUMNS), 1, LIMITS), Findings(1)).quick(0, line) == person
