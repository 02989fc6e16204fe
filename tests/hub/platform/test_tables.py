"""Every list can be searched, sorted, paged and taken as a file: a table is the lists' own, or it is said here what it is."""

from pathlib import Path

from openpact.hub.platform import guide

TEMPLATES = Path(guide.__file__).parents[1] / "templates"
LIST = "partials/list/list.html"
#: Tables that nobody has to search.
OTHERS = {
    "admin/index.html": "the console's page of contents",
    "judgements/overview.html": "the way to one's classes; the same, to search and to take along, is Reports > Completion",
    "judgements/partials/student_judgements.html": "one student's; Reports > Judgements finds and exports them",
    "sms/lists/columns.html": "a form: the first rows of a list, with a choice above each column",
    "sms/settings/_secrets.html": "a school has one or two secrets at a time, and those that ended lately",
}


def test_every_table_is_a_list_or_one_of_a_few_that_are_none():
    found = {
        str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html") if "<table" in path.read_text("utf-8")
    }
    assert found == {LIST, *OTHERS}


def test_whatever_shows_a_list_can_search_it():
    """The log's list is a part of the exchange log's page, which it is fetched into again and again."""
    texts = {str(path.relative_to(TEMPLATES)): path.read_text("utf-8") for path in TEMPLATES.rglob("*.html")}
    shows = {name for name, text in texts.items() if f'"{LIST}"' in text} - {"sms/partials/log.html"}
    assert [name for name in shows if "partials/list/search.html" not in texts[name]] == []
