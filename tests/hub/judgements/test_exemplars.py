"""Manage > Exemplars, and an exemplar's page and file for everybody who sees judging."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from openpact.hub.audit.models import Line
from openpact.hub.judgements.models import Exemplar, ExemplarFile
from openpact.hub.judgements.pictures import bare
from openpact.hub.platform.tenancy import at_school

from ..conftest import signed_in
from .exemplar_files import PDF, SECRET, add_exemplar, first_aspect, jpeg, png

PAGE = "/schools/7999/manage/exemplars/"
ADD = f"{PAGE}add/"
SHOWN = "/schools/7999/judge/exemplars/"


@pytest.fixture
def office(administrator):
    return signed_in(administrator)


@pytest.fixture
def exemplar(school, leader):
    with at_school(school.id):
        return add_exemplar(school, leader, file=jpeg())


def text(answer, status=200) -> str:
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.content.decode())


def place(number=2) -> str:
    return f"?area=writing&aspect={first_aspect()}&set={number}"


def uploaded(content: bytes, name="anahera-parata.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def kept(school) -> list[Exemplar]:
    with at_school(school.id):
        return list(Exemplar.objects.all())


def lines(school) -> list[str]:
    with at_school(school.id):
        return list(Line.objects.order_by("id").values_list("words", flat=True))


# --- Adding ---------------------------------------------------------------------------------------------------------------


def test_one_chooses_a_learning_area_then_an_aspect_then_a_set(office):
    assert "Aspect" not in text(office.get(ADD)).split("<main")[1]
    page = text(office.get(ADD, {"area": "writing"}))
    assert f'href="?area=writing&amp;aspect={first_aspect()}#set"' in page
    page = text(office.get(ADD, {"area": "writing", "aspect": first_aspect()}))
    assert place(2).replace("&", "&amp;") in page
    page = text(office.get(ADD + place()))
    assert "make sure that nobody can be recognised" in page
    assert 'name="title"' in page


def test_a_picture_is_added_without_its_name_or_what_the_camera_wrote(school, office, administrator):
    given = {"title": "Recount of a bush walk", "text": "Wrote it alone.", "file": uploaded(jpeg())}
    page = text(office.post(ADD + place(), given, follow=True))
    assert "“Recount of a bush walk” is added." in page
    (exemplar,) = kept(school)
    assert (exemplar.area, exemplar.aspect, exemplar.set) == ("writing", first_aspect(), 2)
    assert (exemplar.content_type, exemplar.size) == ("image/jpeg", len(bare(jpeg())))
    assert exemplar.added_by_id == administrator.id
    with at_school(school.id):
        content = bytes(ExemplarFile.objects.get().content)
    assert content == bare(jpeg())
    assert SECRET not in content
    (line,) = lines(school)
    assert line.startswith("Added the exemplar “Recount of a bush walk” to ")
    assert "anahera" not in page.lower()


def test_words_alone_are_an_exemplar_and_nothing_at_all_is_none(school, office):
    assert "or choose a picture or a PDF" in text(office.post(ADD + place(), {"title": "Empty"}), 422)
    assert office.post(ADD + place(), {"title": "Words", "text": "Said it all."}).status_code == 302
    (exemplar,) = kept(school)
    assert (exemplar.title, exemplar.content_type, exemplar.size) == ("Words", "", None)


def test_what_cannot_be_used_is_refused_with_what_was_typed(school, office):
    page = text(office.post(ADD + place(), {"title": "Kept", "file": uploaded(b"<script>", "harmless.png")}), 422)
    assert "This is no picture (PNG, JPEG or WebP) and no PDF" in page
    assert 'value="Kept"' in page
    assert "Choose the file once more" in text(office.post(ADD + place(), {"file": uploaded(png())}), 422)
    assert kept(school) == []
    assert lines(school) == []


@pytest.mark.parametrize("where", ["", "?area=music", place(99), "?area=writing&aspect=x&set=1", place("²")])
def test_nothing_is_added_where_there_is_no_set(school, office, where):
    assert office.post(ADD + where, {"title": "x", "text": "y"}).status_code == 422
    assert kept(school) == []


# --- Changing and removing ------------------------------------------------------------------------------------------------


def change(client, exemplar, **more):
    given = {"title": exemplar.title, "text": exemplar.text, "place": f"{exemplar.aspect} {exemplar.set}"}
    return client.post(f"{PAGE}{exemplar.id}/change/", given | more, follow=True)


def test_title_text_place_and_file_can_be_changed(school, office, exemplar):
    page = text(
        change(office, exemplar, title="Another", text="With help.", place=f"{exemplar.aspect} 3", file=uploaded(PDF))
    )
    assert "Changed: title (was: Recount of a bush walk), where it belongs" in page
    (now,) = kept(school)
    assert (now.title, now.text, now.set, now.content_type) == ("Another", "With help.", 3, "application/pdf")
    with at_school(school.id):
        assert bytes(ExemplarFile.objects.get().content) == PDF
    assert lines(school)[-1].endswith(", text, file.")
    assert "With help" not in lines(school)[-1]


def test_saving_what_is_there_already_writes_nothing(school, office, exemplar):
    assert "Nothing was changed." in text(change(office, exemplar))
    assert len(lines(school)) == 1


def test_a_file_can_go_while_the_words_stay_but_not_both(school, office, exemplar):
    assert "or choose a picture or a PDF" in text(change(office, exemplar, text="", without_file="on"), 422)
    assert "its file is removed" in text(change(office, exemplar, without_file="on"))
    (now,) = kept(school)
    assert (now.content_type, now.size) == ("", None)
    with at_school(school.id):
        assert not ExemplarFile.objects.exists()


def test_removing_says_what_happens_and_keeps_nothing(school, office, exemplar):
    assert "That cannot be undone" in text(office.get(f"{SHOWN}{exemplar.id}/"))
    page = text(office.post(f"{PAGE}{exemplar.id}/remove/", follow=True))
    assert "is removed, with all that was in it" in page
    with at_school(school.id):
        assert not ExemplarFile.objects.exists()
    assert kept(school) == []
    assert lines(school)[-1].startswith("Removed the exemplar “Recount of a bush walk”")


# --- The list -------------------------------------------------------------------------------------------------------------


def test_an_empty_list_says_how_to_begin(office):
    page = text(office.get(PAGE))
    assert "No exemplars yet" in page
    assert f'href="{ADD}"' in page


def test_the_list_is_searched_sorted_narrowed_and_taken_as_a_file(school, office, leader):
    with at_school(school.id):
        add_exemplar(school, leader, "Kererū", number=3)
        add_exemplar(school, leader, "A graph", area="mathematics")
    page = text(office.get(PAGE))
    assert page.index("Kererū") < page.index("A graph")
    page = text(office.get(PAGE, {"sort": "title"}))
    assert page.index("A graph") < page.index("Kererū")
    assert "A graph" not in text(office.get(PAGE, {"area": "writing"}))
    office.post(PAGE, {"search": "kereru writing"})
    assert "A graph" not in text(office.get(PAGE, {"found": ""}))
    head, first, *_ = b"".join(office.get(PAGE, {"as": "csv"})).decode("utf-8-sig").split("\r\n")
    assert head == "Title,Learning area,Aspect,Set,File,Added by,Added"
    assert first.startswith("Kererū,Writing,")


def test_a_long_list_asks_few_queries_and_loads_no_file(school, office, leader, django_assert_max_num_queries):
    with at_school(school.id):
        for number in range(60):
            add_exemplar(school, leader, f"Number {number}", file=png() if number == 0 else b"")
    with django_assert_max_num_queries(20), CaptureQueriesContext(connection) as asked:
        assert "51 to 60 of 60" in text(office.get(PAGE, {"page": 2}))
    assert not any("exemplarfile" in query["sql"] for query in asked)


def test_one_whose_set_is_gone_comes_first_and_can_be_given_another(school, office, exemplar):
    with at_school(school.id):
        Exemplar.objects.update(aspect="of-an-earlier-framework")
        add_exemplar(school, exemplar.added_by, "Kererū", number=1)
    page = text(office.get(PAGE))
    assert page.index("its set is not there any more") < page.index("Kererū")
    assert "nobody finds this exemplar while judging" in text(office.get(f"{SHOWN}{exemplar.id}/"))
    page = change(office, exemplar, place=f"{first_aspect()} 2")
    assert "where it belongs (was: a set of an earlier framework)" in text(page)


# --- Its page and its file ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["administrator", "leader", "teacher", "reader"])
def test_everybody_of_the_school_sees_it_and_only_leaders_may_change_it(request, exemplar, who):
    client = signed_in(request.getfixturevalue(who))
    page = text(client.get(f"{SHOWN}{exemplar.id}/"))
    assert f'alt="Picture: {exemplar.title}"' in page
    assert ("Remove it for good" in page) == (who in {"administrator", "leader"})
    assert client.get(f"{SHOWN}{exemplar.id}/file/").status_code == 200


def test_a_picture_is_shown_and_can_do_nothing(exemplar, teacher):
    answer = signed_in(teacher).get(f"{SHOWN}{exemplar.id}/file/")
    assert answer.content == bare(jpeg())
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == f'inline; filename="writing-{first_aspect()}-set-2.jpg"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"


def test_a_pdf_is_only_handed_over(school, leader, teacher):
    with at_school(school.id):
        exemplar = add_exemplar(school, leader, file=PDF)
    client = signed_in(teacher)
    assert "Download the PDF" in text(client.get(f"{SHOWN}{exemplar.id}/"))
    answer = client.get(f"{SHOWN}{exemplar.id}/file/")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_without_a_file_there_is_none_to_get(school, leader, office):
    with at_school(school.id):
        exemplar = add_exemplar(school, leader, file=b"")
    assert office.get(f"{SHOWN}{exemplar.id}/file/").status_code == 404


def test_a_neighbour_gets_it_by_no_address(neighbour, neighbours_administrator, exemplar):
    client = signed_in(neighbours_administrator)
    for number in (7998, 7999):
        for address in (f"{SHOWN}{exemplar.id}/", f"{SHOWN}{exemplar.id}/file/", f"{PAGE}{exemplar.id}/change/"):
            assert client.get(address.replace("7999", str(number))).status_code == 404
        assert client.post(f"{PAGE}{exemplar.id}/remove/".replace("7999", str(number))).status_code == 404
    assert exemplar.title not in text(client.get(PAGE.replace("7999", "7998")))


def test_rows_of_another_school_do_not_exist(school, neighbour, exemplar):
    with at_school(neighbour.id):
        assert not Exemplar.objects.exists()
        assert not ExemplarFile.objects.exists()
    for made in (
        lambda: Exemplar(
            school=school, area="reading", framework_version=1, aspect="x", set=1, title="x",
            added_at=exemplar.added_at, added_by=exemplar.added_by,
        ),
        lambda: ExemplarFile(school=school, exemplar=exemplar, content=b"x"),
    ):  # fmt: skip
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), at_school(neighbour.id):
            made().save(force_insert=True)
