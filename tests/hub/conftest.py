"""Two schools, and at the first an administrator, a teacher, and a stranger who belongs to neither."""

from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from openpact.hub.accounts.models import Role, User
from openpact.hub.accounts.services import give_access
from openpact.hub.platform.tenancy import at_school
from openpact.hub.schools.services import create_school

PASSWORD = "kererū over the hill"


def make_user(email: str, name: str) -> User:
    return User.objects.create_user(email, PASSWORD, name=name)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


@pytest.fixture
def reo(monkeypatch):
    """Give some texts in another language: `reo({"Not used": "Kāore i whakamahia"})`. Of those with a plural, a list of forms
    for one, two, and more."""

    def speaks(words: dict[str, str | list[str]]) -> None:
        translation.gettext("")  # so that what is patched is there
        monkeypatch.setattr(translation._trans, "gettext", lambda text: words.get(text, text))
        monkeypatch.setattr(
            translation._trans,
            "ngettext",
            lambda one, many, n: words.get(one, [one, many, many])[max(1, min(n, 3)) - 1],
        )

    return speaks


@pytest.fixture
def school(db):
    return create_school(number=7999, name="Kōwhai Flats School", kind="year-7-15")


@pytest.fixture
def neighbour(db):
    """Another school, which must never see anything of the first."""
    return create_school(number=7998, name="Rimu Ridge School", kind="full-primary")


@pytest.fixture
def administrator(school):
    user = make_user("office@kowhai.example", "Mere Office")
    with at_school(school.id):
        give_access(school, user, Role.ADMINISTRATOR)
    return user


@pytest.fixture
def teacher(school):
    """Has access, but is not linked with a person in the SMS."""
    user = make_user("teacher@kowhai.example", "Tama Teacher")
    with at_school(school.id):
        give_access(school, user, Role.TEACHER)
    return user


@pytest.fixture
def stranger(db):
    return make_user("stranger@elsewhere.example", "Sandy Stranger")


@pytest.fixture
def neighbours_administrator(neighbour):
    user = make_user("office@rimu.example", "Nikau Neighbour")
    with at_school(neighbour.id):
        give_access(neighbour, user, Role.ADMINISTRATOR)
    return user


@pytest.fixture
def committed(transactional_db_as_owner):
    """For tests in which several connections must see each other's commits."""


@pytest.fixture
def transactional_db_as_owner(django_db_setup, django_db_blocker, postgres_admin_url):
    """Real commits; afterwards every table is emptied by the owner (the serving role may not TRUNCATE)."""
    with django_db_blocker.unblock():
        yield
        from django.db import connections

        name = connection.settings_dict["NAME"]
        connections.close_all()
        with psycopg.connect(postgres_admin_url, dbname=name, autocommit=True) as owner:
            tables = [
                row[0]
                for row in owner.execute(
                    "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
                    " AND tablename NOT IN ('django_migrations', 'django_content_type', 'auth_permission')"
                )
            ]
            owner.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")


@contextmanager
def another_connection():
    """The same database, the same role, another session."""
    copy = connection.copy()
    try:
        yield copy
    finally:
        copy.close()
