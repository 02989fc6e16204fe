"""Register files and their parts, made by hand and by chance."""

from datetime import date, timedelta

from hypothesis import strategies as st

from openpact.hub.register.core import Entry, write
from openpact.ide.text import clean, has_lost_letters, is_plain, is_ruined
from openpact.ide.values import is_name

SCHOOL, DAY = 7999, date(2026, 11, 24)


def entry(number: int = 1, first: str = "Aroha", last: str = "Ngata", **more) -> Entry:
    values = {"dob": date(2014, 3, 2), "start_date": date(2025, 2, 3), "year_level": 7} | more
    return Entry(nsn=f"{number:010}", first_name=first, last_name=last, **values)


def file_of(*entries: Entry, school: int = SCHOOL, as_of: date = DAY) -> bytes:
    return write(entries, school_number=school, as_of=as_of)


def _fits(text: str) -> bool:
    is_clean = bool(text) and clean(text) == text and is_plain(text) and is_name(text)
    return is_clean and not is_ruined(text) and not has_lost_letters(text, name=True)


names = st.one_of(
    st.sampled_from(["Aroha", "Nīkau", "Te Ariki", "Mary Jane", "O'Brien", 'Wiremu "Wī"', "Rangi-Hīroa", "#1"]),
    st.text(max_size=20).filter(_fits),
)
days = st.dates(date(2000, 1, 1), date(2030, 1, 1))


@st.composite
def entries(draw) -> Entry:
    dob = draw(days)
    start = dob + timedelta(days=draw(st.integers(0, 6000)))
    leave = draw(st.none() | st.integers(0, 900).map(lambda more: start + timedelta(days=more)))
    return Entry(
        nsn=f"{draw(st.integers(0, 9_999_999_999)):010}",
        first_name=draw(names),
        last_name=draw(names),
        preferred_name=draw(st.just("") | names),
        dob=dob,
        year_level=draw(st.none() | st.integers(0, 15)),
        start_date=start,
        leave_date=leave,
    )


rolls = st.lists(entries(), max_size=12, unique_by=lambda one: one.nsn)
