"""Change SMS Settings, as an administrator meets it."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from django.db import connection
from oauth2_provider.models import Application

from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import GuardLimits
from openpact.hub.sms import secrets
from openpact.hub.sms.connection import get_connection, save_settings
from openpact.hub.sms.models import Connection, Exchange, Pause, Secret
from openpact.hub.sms.secrets import create_secret
from openpact.link.providers import PROVIDERS
from openpact.link.secret import parse_secret
from tests.hub.conftest import signed_in

URL = "/schools/7999/manage/sms/"
CHOICES = {"use_sms": True, "provider": "kamar", "automatic_export": True}
LIMITS = {"students_leaving": 20, "staff_leaving": 20, "handful": 5, "identity_changes": 50, "refused_rows": 30}
FORM = {"use_sms": "on", "provider": "kamar", "automatic_export": "yes", "review": "first", **LIMITS}


@pytest.fixture
def admin(administrator):
    return signed_in(administrator)


@pytest.fixture
def linked(school, administrator):
    """Saved for KAMAR, with a secret."""
    with at_school(school.id):
        save_settings(school, administrator, **CHOICES)
        return create_secret(school, administrator, grace=None)


def get_secret(client, school, **form):
    with at_school(school.id):
        known = secrets.newest_id(school)
    return client.post(URL, {**FORM, "action": "secret", "known": known, **form})


def text_of(answer) -> str:
    parts: list[str] = []
    parser = HTMLParser()
    parser.handle_data = parts.append
    parser.feed(answer.content.decode())
    return " ".join(" ".join(parts).split())


def shown_secret(answer) -> str | None:
    found = re.search(r'id="secret"[^>]* value="([^"]+)"', answer.content.decode())
    return found and found[1]


def connection_of(school) -> Connection:
    with at_school(school.id):
        return get_connection(school)


def test_the_page_has_the_labels_of_the_information_sheet(admin):
    words = text_of(admin.get(URL))
    for label in (
        "Change SMS Settings",
        "Use SMS",
        "Get secret",
        "Set the preferred setting for PaCT exporting judgement data into your SMS automatically",
        "Save changes",
        "When should an upload wait for you?",
    ):
        assert label in words
    names = re.findall(r'<option value="[a-z-]+"[^>]*>([^<]+)</option>', admin.get(URL).content.decode())
    assert names == ["Assembly", "eTAP", "KAMAR", "MUSAC Edge"]


def test_before_anything_is_saved_nothing_is_chosen(admin, school):
    answer = admin.get(URL)
    assert "No SMS linked" in text_of(answer)
    chosen = re.findall(
        r'<input[^>]*name="(use_sms|automatic_export|invite_staff)"[^>]* checked', answer.content.decode()
    )
    assert chosen == []
    with at_school(school.id):
        assert not Connection.objects.exists()


def test_the_whole_of_it_as_the_sheet_says(admin, school, administrator):
    made = get_secret(admin, school, automatic_export="")
    secret = shown_secret(made)
    assert parse_secret(secret)
    assert "not saved yet" in text_of(made)
    assert not connection_of(school).use_sms
    saved = admin.post(URL, FORM, follow=True)
    assert saved.redirect_chain == [(URL, 302)]
    assert "The SMS settings are saved." in text_of(saved)
    assert "Waiting for the SMS" in text_of(saved)
    assert "by Mere Office" in text_of(saved)
    kept = connection_of(school)
    assert (kept.use_sms, kept.provider, kept.automatic_export, kept.changed_by) == (True, "kamar", True, administrator)
    assert secrets.find(Application.objects.get(client_id=parse_secret(secret).client).id).linked


def test_a_secret_is_shown_once_and_never_again(admin, school, linked):
    made = get_secret(admin, school)
    secret = shown_secret(made)
    assert secret
    assert "no-store" in made["Cache-Control"]
    assert "only time it is shown" in text_of(made)
    for answer in (admin.get(URL), admin.post(URL, FORM, follow=True), admin.get(f"{URL}provider/?provider=kamar")):
        assert parse_secret(secret).key not in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]


def test_the_key_of_a_secret_stands_in_no_table(admin, school):
    key = parse_secret(shown_secret(get_secret(admin, school))).key
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            if table == "roster_student":
                continue
            with at_school(school.id):
                cursor.execute(f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE %s', [f"%{key}%"])
                assert cursor.fetchone() == (0,), table


def test_pressing_twice_makes_one_secret(admin, school):
    form = {**FORM, "action": "secret", "known": "0"}
    assert shown_secret(admin.post(URL, form))
    again = admin.post(URL, form)
    assert again.status_code == 422
    assert shown_secret(again) is None
    assert "No new secret was made" in text_of(again)
    with at_school(school.id):
        assert Secret.objects.count() == 1


def test_what_was_typed_stays_when_a_secret_is_made(admin, school):
    page = get_secret(
        admin, school, provider="etap", automatic_export="no", review="every", invite_staff="on", handful="7"
    )
    html = page.content.decode()
    assert re.search(r'<option value="etap" selected>', html)
    for name, value in (("automatic_export", "no"), ("review", "every")):
        assert re.search(rf'name="{name}" value="{value}" checked', html)
    assert re.search(r'name="invite_staff"[^>]*checked', html)
    assert re.search(r'name="handful" value="7"', html)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"provider": ""}, "choose your SMS first"),
        ({"provider": "nonsense"}, "choose your SMS first"),
        ({"use_sms": ""}, "Switch Use SMS on"),
        ({"provider": "musac-edge"}, "MUSAC Edge needs no secret"),
    ],
)
def test_without_a_chosen_sms_that_needs_one_there_is_no_secret(admin, school, change, words):
    refused = get_secret(admin, school, **change)
    assert refused.status_code == 422
    assert words in text_of(refused)
    with at_school(school.id):
        assert not Secret.objects.exists()


def test_a_new_secret_leaves_the_earlier_one_seven_days_and_says_until_when(admin, school, linked):
    assert re.search(r"works for 7 more days, until \d+ \w+ \d{4}", text_of(admin.get(URL)))
    get_secret(admin, school, earlier="grace")
    with at_school(school.id):
        newest, earlier = secrets.live_secrets(school)
    assert newest.ends_at is None
    assert earlier.ends_at is not None
    assert "Replaced until" in text_of(admin.get(URL))


def test_a_new_secret_can_cut_off_the_earlier_one_at_once(admin, school, linked):
    get_secret(admin, school, earlier="end")
    with at_school(school.id):
        assert len(secrets.live_secrets(school)) == 1
        assert len(secrets.ended_secrets(school)) == 1


def test_saving_other_settings_never_breaks_the_secret(admin, school, linked):
    with at_school(school.id):
        before = Secret.objects.values().get()
    for change in ({"automatic_export": "no"}, {"review": "never"}, {"invite_staff": "on"}, {"handful": "3"}, {"use_sms": ""}, {}):  # fmt: skip
        assert admin.post(URL, {**FORM, **change}).status_code == 302
        with at_school(school.id):
            assert Secret.objects.values().get() == before


def test_the_guards_limits_are_the_schools_own(admin, school):
    admin.post(URL, {**FORM, **dict.fromkeys(LIMITS, "33")})
    with at_school(school.id):
        assert {getattr(GuardLimits.objects.get(), name) for name in LIMITS} == {33}


@pytest.mark.parametrize(("name", "value"), [("students_leaving", "0"), ("refused_rows", "101"), ("handful", "x")])
def test_a_limit_out_of_bounds_is_shown_beside_its_field_and_nothing_is_saved(admin, school, name, value):
    refused = admin.post(URL, {**FORM, name: value})
    assert refused.status_code == 422
    assert "<details open>" in refused.content.decode()
    assert "Nothing was saved yet" in text_of(refused)
    assert not connection_of(school).use_sms


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"provider": ""}, "Choose your SMS from the list"),
        ({"automatic_export": ""}, "Choose one of the two"),
        ({"provider": "nonsense"}, "nonsense is not one of the available choices"),
    ],
)
def test_use_sms_needs_an_sms_and_a_decision_about_judgements(admin, school, change, words):
    refused = admin.post(URL, {**FORM, **change})
    assert refused.status_code == 422
    assert words in text_of(refused)
    assert not connection_of(school).use_sms


def test_without_use_sms_nothing_else_has_to_be_chosen(admin, school):
    assert admin.post(URL, {"review": "first", **LIMITS}).status_code == 302


def test_switched_off_the_secret_is_kept(admin, school, linked):
    page = admin.post(URL, {**FORM, "use_sms": ""}, follow=True)
    assert "KAMAR can send and collect nothing. Its secret is kept" in text_of(page)


def test_another_sms_is_confirmed_before_the_secrets_of_this_one_end(admin, school, linked):
    form = {**FORM, "provider": "etap", "warned": "etap"}
    asked = admin.post(URL, form)
    assert asked.status_code == 200
    words = text_of(asked)
    assert "Change from KAMAR to eTAP?" in words
    assert f"the secret ending in {str(linked)[-4:]} ends at once, and KAMAR is shut out" in words
    assert connection_of(school).provider == "kamar"
    done = admin.post(URL, {**form, "confirmed": "etap"}, follow=True)
    assert "A secret is missing" in text_of(done)
    assert connection_of(school).provider == "etap"
    with at_school(school.id):
        assert not secrets.live_secrets(school)


def test_a_confirmation_is_good_for_the_sms_it_named_only(admin, school, linked):
    asked = admin.post(URL, {**FORM, "provider": "assembly", "confirmed": "etap"})
    assert "Change from KAMAR to Assembly?" in text_of(asked)
    assert connection_of(school).provider == "kamar"


def test_a_school_that_moves_to_another_sms_is_told_what_follows_before_it_is_saved(admin, school, administrator):
    with at_school(school.id):
        save_settings(school, administrator, use_sms=True, provider="musac-edge", automatic_export=True)
        Exchange.objects.create(
            school=school, direction="upload", source="sms", provider="musac-edge", trigger="automatic", state="applied",
            received_at=clock.now(),
        )  # fmt: skip
    asked = text_of(admin.post(URL, FORM))
    assert "Change from MUSAC Edge to KAMAR?" in asked
    assert "MUSAC Edge may not send or collect anything of your school any more" in asked
    assert "students are matched by NSN and staff by e-mail" in asked
    assert connection_of(school).provider == "musac-edge"
    admin.post(URL, {**FORM, "confirmed": "kamar"})
    assert connection_of(school).provider == "kamar"


class TestAnSmsWhoseOwnJudgementsAreOverwritten:
    """eTAP: the warning is read, and the choice made, before anything is linked."""

    def test_the_warning_stands_there_as_soon_as_it_is_picked_and_nothing_is_chosen(self, admin):
        picked = admin.get(f"{URL}provider/?provider=etap")
        assert "End-of-year OTJs made in the PaCT will over-write end-of-year OTJs made in eTAP" in text_of(picked)
        assert "Student data only: judgements never go to the SMS" in text_of(picked)
        assert "checked" not in picked.content.decode().partition('id="export-part"')[2]
        assert 'hx-swap-oob="innerHTML"' in picked.content.decode()
        assert "every week on" in text_of(picked)

    def test_who_has_not_seen_it_is_shown_it_first(self, admin, school):
        refused = admin.post(URL, {**FORM, "provider": "etap"})
        assert refused.status_code == 422
        assert "Read what eTAP does with judgements" in text_of(refused)
        assert PROVIDERS["etap"].warning in text_of(refused)
        assert not connection_of(school).use_sms

    @pytest.mark.parametrize(("choice", "leaves"), [("yes", True), ("no", False)])
    def test_the_choice_is_kept(self, admin, school, choice, leaves):
        admin.post(URL, {**FORM, "provider": "etap", "warned": "etap", "automatic_export": choice})
        assert connection_of(school).automatic_export is leaves

    def test_another_sms_has_no_warning(self, admin):
        assert "over-write" not in text_of(admin.get(f"{URL}provider/?provider=kamar"))


class TestHolidays:
    """A school pauses automation between dates, and the page shows when it resumes."""

    @pytest.fixture
    def linked_page(self, admin, school, linked, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 1, tzinfo=UTC))
        with at_school(school.id):
            Connection.objects.update(linked_at=clock.now())
        return admin

    def pause(self, client, first, last):
        return client.post(f"{URL}pauses/", {"first": first, "last": last}, follow=True)

    def test_a_pause_to_come(self, linked_page, school):
        page = text_of(self.pause(linked_page, "2026-12-19", "2027-01-26"))
        assert "To be paused from 19 December 2026 to 26 January 2027, by Mere Office" in page
        with at_school(school.id):
            Pause.objects.get().delete()

    def test_a_pause_that_runs_says_when_it_resumes_and_can_be_ended(self, linked_page, school):
        page = text_of(self.pause(linked_page, "2026-11-28", "2027-01-26"))
        assert "Automatic exchanges are paused until Tuesday 26 January 2027" in page
        assert "Wednesday 27 January 2027, between" in page
        with at_school(school.id):
            key = Pause.objects.get().id
        resumed = text_of(linked_page.post(f"{URL}pauses/{key}/end/", follow=True))
        assert "The pause is over" in resumed
        assert "are paused until" not in resumed
        with at_school(school.id):
            assert Pause.objects.get().last == date(2026, 11, 30)
        assert "was over already" in text_of(linked_page.post(f"{URL}pauses/{key}/end/", follow=True))

    @pytest.mark.parametrize(
        ("first", "last", "words"),
        [
            ("2026-12-20", "2026-12-19", "The last day lies before the first"),
            ("2026-11-01", "2026-11-30", "These days are over already"),
            ("2026-12-20", "2028-12-19", "a year at most"),
            ("", "2026-12-19", "This field is required"),
        ],
    )
    def test_days_that_cannot_be_are_refused_in_words(self, linked_page, school, first, last, words):
        refused = linked_page.post(f"{URL}pauses/", {"first": first, "last": last})
        assert refused.status_code == 422
        assert words in text_of(refused)
        with at_school(school.id):
            assert not Pause.objects.exists()

    def test_nobody_else_may(self, school, teacher, neighbours_administrator, linked):
        for user, status in ((teacher, 403), (neighbours_administrator, 404)):
            answer = signed_in(user).post(f"{URL}pauses/", {"first": "2026-12-19", "last": "2027-01-26"})
            assert answer.status_code == status
        with at_school(school.id):
            assert not Pause.objects.exists()

    def test_anothers_pause_cannot_be_ended(self, school, neighbour, neighbours_administrator, linked):
        with at_school(school.id):
            mine = Pause.objects.create(
                school=school, first=date(2020, 1, 1), last=date(2099, 1, 1), made_at=clock.now()
            )
        signed_in(neighbours_administrator).post(f"/schools/7998/manage/sms/pauses/{mine.id}/end/")
        with at_school(school.id):
            assert Pause.objects.get().last == date(2099, 1, 1)


def test_musac_edge_needs_nothing_but_to_be_selected_and_saved(admin, school):
    picked = admin.get(f"{URL}provider/", {"provider": "musac-edge"}, headers={"HX-Request": "true"}).content.decode()
    assert re.search(r'name="automatic_export" value="yes" checked', picked)
    admin.post(URL, {**FORM, "provider": "musac-edge", "automatic_export": ""})
    kept = connection_of(school)
    assert (kept.use_sms, kept.provider, kept.automatic_export) == (True, "musac-edge", True)


def test_musac_edges_judgements_stay_when_the_school_says_so(admin, school):
    admin.post(URL, {**FORM, "provider": "musac-edge", "automatic_export": "no"})
    assert connection_of(school).automatic_export is False


def test_a_secret_that_was_made_before_saving_is_not_in_use_yet(admin, school):
    assert "Not in use yet" in text_of(get_secret(admin, school))
    admin.post(URL, FORM)
    assert "Not in use yet" not in text_of(admin.get(URL))


def test_musac_edge_is_linked_by_saving(admin, school):
    page = admin.post(URL, {**FORM, "provider": "musac-edge"}, follow=True)
    assert "MUSAC Edge exchanges information with PaCT by itself" in text_of(page)
    assert "MUSAC Edge needs no secret" in text_of(page)
    assert 'value="secret"' not in page.content.decode()


@pytest.mark.parametrize("key", PROVIDERS)
def test_each_sms_says_what_to_do_on_its_own_screens(admin, school, key):
    provider = PROVIDERS[key]
    words = text_of(admin.get(f"{URL}provider/?provider={key}"))
    for sentence in (*(provider.steps if provider.where else ()), *provider.notes):
        assert sentence in words
    assert ("Get secret" in words) is provider.uses_secret


def test_an_sms_that_does_not_exist_has_no_steps(admin, school):
    assert admin.get(f"{URL}provider/?provider=nonsense").status_code == 404


def test_first_contact_is_told(admin, school, linked):
    secrets.find(Application.objects.get(client_id=linked.client).id)
    assert "KAMAR last called at" in text_of(admin.get(URL))


def test_revoking_ends_a_secret_and_keeps_everything_else(admin, school, linked):
    with at_school(school.id):
        key = Secret.objects.get().id
    page = admin.post(f"/schools/7999/manage/sms/secrets/{key}/revoke/", follow=True)
    assert "The secret is revoked" in text_of(page)
    assert "A secret is missing" in text_of(page)
    again = admin.post(f"/schools/7999/manage/sms/secrets/{key}/revoke/", follow=True)
    assert "had already ended" in text_of(again)
    assert connection_of(school).use_sms


def test_a_neighbour_can_neither_see_nor_revoke(school, neighbours_administrator, linked):
    client = signed_in(neighbours_administrator)
    with at_school(school.id):
        key = Secret.objects.get().id
    assert client.get(URL).status_code == 404
    assert client.post(URL, FORM).status_code == 404
    client.post(f"/schools/7998/manage/sms/secrets/{key}/revoke/")
    with at_school(school.id):
        assert len(secrets.live_secrets(school)) == 1


@pytest.mark.parametrize("path", [URL, f"{URL}provider/", f"{URL}secrets/1/revoke/"])
def test_only_an_administrator_of_the_school_may(client, path, teacher, stranger):
    method = "post" if "revoke" in path else "get"
    assert getattr(client, method)(path).status_code == 302
    assert getattr(signed_in(teacher), method)(path).status_code == 403
    assert getattr(signed_in(stranger), method)(path).status_code == 404


def test_the_page_makes_a_bounded_number_of_queries(admin, school, linked, django_assert_max_num_queries):
    with at_school(school.id):
        for _ in range(5):
            create_secret(school, None, grace=secrets.GRACE)
    with django_assert_max_num_queries(32):
        admin.get(URL)
