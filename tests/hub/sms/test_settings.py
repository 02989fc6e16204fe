"""Change SMS Settings, as an administrator meets it."""

import re

import pytest
from oauth2_provider.models import Application

from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import GuardLimits
from openpact.hub.sms import secrets
from openpact.hub.sms.connection import save_settings
from openpact.hub.sms.models import Connection, Exchange
from openpact.hub.sms.secrets import create_secret
from openpact.link.providers import PROVIDERS
from openpact.link.secret import parse_secret
from tests.hub.conftest import signed_in

from .settings_page import FORM, LIMITS, URL, connection_of, get_secret, shown_secret, text_of


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
