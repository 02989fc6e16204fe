"""Why an upload is held or was refused: English for the SMS, the reader's language on pages, in notices and to search in."""

import pytest

from openpact.hub.api.schemas import ExchangeOut
from openpact.hub.notices.services import look
from openpact.hub.platform.tenancy import at_school
from openpact.hub.sms import processing
from openpact.hub.sms.models import Exchange

from ..conftest import signed_in
from .test_exchange import CLASS
from .uploads import link, send, upload, written

REO = {
    "The file says it is from school {other}; this is school {school}.": "Nō kura {other} te kōnae, ehara i {school}.",
    "The file was written on {written}, before the one applied last ({last}).": "Tuhia: {written}; ō mua: {last}.",
    "{day} {month} {year} at {time}": "{time}, {day} o {month} {year}",
    "November": "Noema",
    "{n} of your {now} students are not in the file and would leave (more than {percent}%).": [
        *("?", "?"),
        "Ka wehe ngā ākonga {n} (o te {now}; {percent}% te rohe).",
    ],
    "Look at who they are. If they are still at your school, discard it and mend the export.": "Tirohia rātou.",
    "This upload came from {sms}, which your school no longer uses.": "Nō {sms}, kāore e whakamahia ana.",
}
HELD = "The file says it is from school 13; this is school 7999."


@pytest.fixture
def foreign(school):
    link(school)
    return upload(school, written(CLASS, school_number=13))


def test_what_is_stored_is_english_and_what_it_was_made_of(foreign):
    (reason,) = foreign.reasons
    assert (reason["code"], reason["message"]) == ("foreign-school", HELD)
    assert reason["said"] == {
        "message": {
            "template": "The file says it is from school {other}; this is school {school}.",
            "values": {"other": 13, "school": 7999},
        }
    }


def test_the_sms_gets_the_english_alone(foreign, reo):
    reo(REO)
    (reason,) = ExchangeOut.of(foreign).model_dump(mode="json")["reasons"]
    assert reason.keys() == {"code", "message", "remedy"}
    assert reason["message"] == HELD


def test_pages_and_notices_say_it_in_the_readers_language(school, administrator, foreign, reo):
    page = signed_in(administrator)
    assert HELD in page.get(f"/schools/7999/manage/exchanges/{foreign.id}/").content.decode()
    reo(REO)
    assert (
        "Nō kura 13 te kōnae, ehara i 7999."
        in page.get(f"/schools/7999/manage/exchanges/{foreign.id}/").content.decode()
    )
    with at_school(school.id):
        (notice,) = [one.cause for one in look(school) if one.cause.kind == "held-upload"]
    assert notice.text.startswith("Nō kura 13 te kōnae, ehara i 7999.")


def test_it_is_found_by_the_words_that_are_shown(administrator, foreign, reo):
    reo(REO)
    client = signed_in(administrator)

    def finds(words: str) -> bool:
        answer = client.post("/schools/7999/manage/exchanges/", {"search": words}, follow=True)
        return [one.id for one in answer.context["list"].page] == [foreign.id]

    assert finds("ehara")
    assert finds("kamar KŌNAE")
    assert finds("foreign-school")
    assert not finds("template")
    assert not finds("etap kōnae")


def test_counts_choose_their_form_and_days_are_the_readers(school, administrator, reo):
    link(school)
    upload(school, written(CLASS, later=1))
    older = upload(school, written(CLASS[:10]))
    assert older.reasons[0]["said"]["message"]["values"]["written"] == {"moment": "2026-11-24T21:00:00"}
    reo(REO)
    page = signed_in(administrator).get(f"/schools/7999/manage/exchanges/{older.id}/").content.decode()
    assert "Tuhia: 21:00, 24 o Noema 2026; ō mua: 22:00, 24 o Noema 2026." in page
    assert "Ka wehe ngā ākonga 20 (o te 30; 20% te rohe)." in page
    assert "Tirohia rātou." in page


def test_one_that_was_kept_before_stays_in_the_english_it_has(school, administrator, foreign, reo):
    with at_school(school.id):
        Exchange.objects.filter(id=foreign.id).update(
            reasons=[{name: foreign.reasons[0][name] for name in ("code", "message", "remedy")}]
        )
    reo(REO)
    assert HELD in signed_in(administrator).get(f"/schools/7999/manage/exchanges/{foreign.id}/").content.decode()


def test_so_it_is_with_what_was_refused(school, administrator, reo):
    link(school)
    exchange = send(school, written(CLASS))
    link(school, provider="etap")
    processing.process(school.id, exchange.id)
    reo(REO)
    log = signed_in(administrator).get("/schools/7999/manage/exchanges/").content.decode()
    assert "Nō KAMAR, kāore e whakamahia ana." in log
