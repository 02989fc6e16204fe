"""Names are found without capitals, accents and apostrophes, and sort in one way on every PostgreSQL."""

import pytest
from django.db import connection
from django.db.models import F, Func, TextField, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openpact.hub.audit.models import Area, Line
from openpact.hub.platform.plain import having, plain, plain_text
from openpact.hub.platform.tenancy import at_school

IN_ORDER = [
    "Abbott", "Āpirana", "Apirana-Smith", "Apiranatia", "de Vries", "D'Souza", "Ieremia", "ʻIlolahi", "Łukasz", "Macdonald",
    "MacDonald", "Mackay", "Māhina", "Mahuta", "McDonald", "Nguyễn", "Niko", "Oakes", "O'Brien", "Ōtene", "Øvre", "Smith",
    "Smith-Jones", "Smithson", "Tamaki", "Tāmati", "Te Ariki", "Te Whare", "Teague", "Tūī", "Zoë", "Zoe B",
]  # fmt: skip


@pytest.fixture
def lines(school):
    """A line of the audit for each name, in no order."""
    with at_school(school.id):
        for name in sorted(IN_ORDER, key=lambda name: name[::-1]):
            Line.objects.create(school=school, at="2026-06-01T00:00Z", by_name=name, area=Area.PEOPLE, words=name)
        yield Line.objects.all()


def collations() -> list[str]:
    """Those that a server may have for its default: PostgreSQL's own, and the machine's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT collname FROM pg_collation WHERE collencoding IN (-1, 6) AND collname ~ '^(C|C.utf8|en_.*)$'"
        )
        return [name for (name,) in cursor.fetchall()]


def test_names_stand_in_the_order_in_which_people_look_for_them(lines):
    names = list(lines.order_by(plain("words"), "words").values_list("words", flat=True))
    assert [plain_text(name) for name in names] == [plain_text(name) for name in IN_ORDER]
    forms = [plain_text(name) for name in IN_ORDER]
    assert forms == sorted(forms)


def test_whatever_the_server_s_own_order_is(lines):
    assert "C" in collations()
    for collation in collations():
        form = plain(Func(F("words"), template=f'%(expressions)s COLLATE "{collation}"', output_field=TextField()))
        found = list(lines.annotate(form=form).order_by("form").values_list("form", flat=True))
        assert found == [plain_text(name) for name in IN_ORDER], collation


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(categories=["Lu", "Ll", "Zs", "Pd"], max_codepoint=0x17F) | st.sampled_from("'’ʻāŌ")))
def test_here_and_in_the_database_a_text_has_the_same_plain_form(db, text):
    with connection.cursor() as cursor:
        expression = plain(Value(text, output_field=TextField()))
        sql, params = expression.resolve_expression().as_sql(compiler(), connection)
        cursor.execute(f"SELECT {sql}", params)
        assert cursor.fetchone()[0] == plain_text(text)


def compiler():
    return Line.objects.all().query.get_compiler("default")


@pytest.mark.parametrize(
    "words", ["obrien", "O'BRIEN", "o’brien", "tamati", "zoe", "smith jones", "Smith-Jones", "nguyen", "ilolahi"]
)
def test_a_name_is_found_however_it_is_typed(lines, words):
    assert having(lines, words, "words").exists()


def test_what_nobody_has_is_not_found(lines):
    assert not having(lines, "obrian", "words").exists()
    assert having(lines, "'", "words").count() == len(IN_ORDER)
