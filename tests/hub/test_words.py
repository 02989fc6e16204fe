"""No text that people see is written past the translation system: every template and module of the hub is read, not run, and
so are the rooms without Django whose words stand on its pages.

What stands on a page when it is opened is looked at by test_translated.py; here is the rest too: refusals, rare states, mails.
"""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

OPENPACT = Path(__file__).parents[2] / "src/openpact"
HUB = OPENPACT / "hub"
TEMPLATES = HUB / "templates"
#: The operator's console, and what the API says to the people who write SMSs: English, as docs/how-to/translate.md has it.
ENGLISH_TEMPLATES = {"operator", "admin", "api"}
NAMES = {"PaCT"}
WORD = re.compile(r"[^\W\d_]{2,}")

# Templates

#: Attributes that are seen or heard, and what templates give to the parts they include.
READ = {"aria-label", "aria-description", "alt", "placeholder", "title", "label", "hx-confirm", "hx-prompt"}
SPOKEN = re.compile(r"""\b(?:title|text|lead|what|note|words|\w+_text)=(["'])(?P<text>.*?)\1""")
OTHERWISE = re.compile(r"""\|(?:default|default_if_none|yesno):(["'])(?P<text>.*?)\1""")
#: Blocks that hold no text but a class.
CLASSES = {"width"}


class Shown(HTMLParser):
    """What is seen or heard of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._quiet = False

    def handle_starttag(self, tag, attrs):
        self._quiet = tag in {"script", "style"}
        for name, value in attrs:
            # An attribute for a script holds words where there is more than one.
            if value and (name in READ or (name.startswith("data-") and re.search(r"\w\s+\w", value))):
                self.found.append(value)

    def handle_endtag(self, tag):
        self._quiet = False

    def handle_data(self, data):
        if not self._quiet:
            self.found.append(data)


def untranslated(source: str, *, html: bool = True) -> list[str]:
    """Words of a template's source that stand outside translate and blocktranslate."""
    outside, found, within = "", [], []
    for token in Lexer(source).tokenize():
        content = token.contents
        if token.token_type == TokenType.BLOCK:
            name, *rest = content.split()
            if name in {"comment", "blocktranslate"} or (name == "block" and rest[0] in CLASSES):
                within.append(name)
            elif within and name == f"end{within[-1]}":
                within.pop()
            if "comment" not in within and name not in {"translate", "blocktranslate"}:
                found += [match["text"] for match in SPOKEN.finditer(content)]
        elif within:
            continue
        elif token.token_type == TokenType.TEXT:
            outside += content
        elif token.token_type == TokenType.VAR:
            # What stands there where there is no value; English plurals, too, are no other language's.
            outside += " ".join(match["text"] for match in OTHERWISE.finditer(content))
            found += ["pluralize"] if "|pluralize" in content else []
    if html:
        shown = Shown()
        shown.feed(outside)
        found += shown.found
    else:
        found.append(outside)
    return [word for text in found for word in WORD.findall(text) if word not in NAMES]


def templates() -> list[Path]:
    files = [file for file in TEMPLATES.rglob("*") if file.suffix in {".html", ".txt"}]
    return sorted(file for file in files if file.relative_to(TEMPLATES).parts[0] not in ENGLISH_TEMPLATES)


def test_no_template_has_words_that_cannot_be_translated():
    read = {
        str(file.relative_to(TEMPLATES)): untranslated(file.read_text(), html=file.suffix == ".html")
        for file in templates()
    }
    assert len(read) > 200
    assert {name: " ".join(words) for name, words in read.items() if words} == {}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Wait</p>", ["Wait"]),
        ('<img alt="A kea">', ["kea"]),
        ('<b data-said="so and so"></b>', ["so", "and", "so"]),
        ("{{ who|default:'somebody' }}", ["somebody"]),
        ("{{ n }} class{{ n|pluralize }}", ["pluralize", "class"]),
        ('{% include "x.html" with title="People" icon="people" %}', ["People"]),
        ('{% include "x.html" with title=_("People") %}', []),
        (
            "<p title=\"{% translate 'Wait' %}\">{% blocktranslate %}A <b>kea</b>{% endblocktranslate %} 1 · PaCT</p>",
            [],
        ),
        ('<i class="{{ tone|default:\'quiet\' }}" data-mode="{% if a %}one{% else %}other{% endif %}"></i>', []),
    ],
)
def test_words_of_a_template_are_found(source, words):
    assert untranslated(source) == words


# Modules

#: Rooms and modules that speak to machines and operators. The rooms' cores are read below.
ENGLISH_MODULES = re.compile(
    r"(^|/)(migrations|core|management|api|operator|running)/|^(settings|env)\.py$"
    r"|^platform/(problems|health|metrics|database|tenancy|mail|logs)\.py$|/checks\.py$"
)
#: What an SMS is told, or a file holds: English wherever it is written.
ENGLISH_TEXTS = {
    "judgements/models.py": {"Curriculum level {}"},
    "schools/models.py": {"End of year", "Out of cycle"},
    "register/models.py": {"Register file {}"},
    "sms/storage.py": {"The file is larger than {} MB."},
    "sms/lists/views.py": {
        *("First name", "Last name", "Date of birth", "Other groups", "Teacher aide"),
        *("Te Ariki", "Room 5", "Kapa haka; Choir"),
    },
}
TRANSLATES = {
    *("_", "_now", "gettext_noop"),
    *(f"{kind}gettext{how}" for kind in ("", "n", "p", "np") for how in ("", "_lazy")),
}
#: What no person is shown: for the log, for whoever writes the code, and what becomes of a 404 is the 404's page.
UNSEEN = {"Http404", "ValueError", "TypeError", "RuntimeError", "ImproperlyConfigured", "BeyondFeed"}
#: Calls whose text is shown whatever it looks like, and arguments.
SAID = {"success", "error", "info", "warning", "debug"}
ARGUMENTS = {"label", "help_text", "empty_label", "finds", "verbose_name"}
#: Entries of registries: of their arguments, the fourth and the fifth are what was found, and what to do.
FINDS = {"error", "warning"}
SENTENCE = re.compile(r"^[A-ZĀĒĪŌŪ]\w*,? \w.*", re.DOTALL)
MONTHS = re.compile(r"%-?[aAbBp]")


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def literals(node: ast.AST) -> Iterator[ast.Constant | ast.JoinedStr]:
    """Texts within a node that go through no translation: not keys, not docstrings, not what nobody is shown."""
    if isinstance(node, ast.Call) and called(node) in UNSEEN:
        return
    if isinstance(node, ast.Call) and called(node) in TRANSLATES:
        # An f-string is another text each time: nobody could translate it.
        yield from (each for each in node.args if isinstance(each, ast.JoinedStr))
        for keyword in node.keywords:
            yield from literals(keyword.value)
        return
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        yield node
        return
    for name, value in ast.iter_fields(node):
        if (isinstance(node, ast.Dict) and name == "keys") or (isinstance(node, ast.Subscript) and name == "slice"):
            continue
        for child in value if isinstance(value, list) else [value]:
            docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            if isinstance(child, ast.AST) and not docstring:
                yield from literals(child)


def text_of(node: ast.Constant | ast.JoinedStr) -> str:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)


def shown_untranslated(tree: ast.AST) -> set[str]:
    """Texts of a module that are shown, or read as a sentence, and cannot be translated."""
    found = set()
    for node in ast.walk(tree):
        shown: list[ast.AST] = []
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("messages.") and called(node) in SAID:
            shown += node.args[1:]
        elif isinstance(node, ast.Call) and called(node) == "ValidationError":
            shown += node.args[:1]
        elif isinstance(node, ast.Call) and called(node) in FINDS and len(node.args) > 5:
            shown += node.args[3:5]
        elif isinstance(node, ast.Call) and called(node) == "Reason":
            shown += node.args[1:]
        elif isinstance(node, ast.Call) and called(node) == "Column":
            shown += node.args[1:2]
        elif isinstance(node, ast.ClassDef) and any("TextChoices" in ast.unparse(base) for base in node.bases):
            shown += [
                e for each in node.body if isinstance(each, ast.Assign) for e in getattr(each.value, "elts", [])[1:]
            ]
        if isinstance(node, ast.Call):
            shown += [keyword.value for keyword in node.keywords if keyword.arg in ARGUMENTS]
            shown += [keyword.value for keyword in node.keywords if keyword.arg == "error_messages"]
        found |= {text for each in shown for one in literals(each) if WORD.search(text := text_of(one))}
    return found | {text for one in literals(tree) if SENTENCE.match(text := text_of(one)) and not is_code(text)}


def is_code(text: str) -> bool:
    return bool(re.match(r"(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|GRANT|WITH)\b", text)) or text == "{}"


def modules() -> list[Path]:
    return sorted(file for file in HUB.rglob("*.py") if not ENGLISH_MODULES.search(file.relative_to(HUB).as_posix()))


def test_no_module_says_what_cannot_be_translated():
    read = {file.relative_to(HUB).as_posix(): shown_untranslated(ast.parse(file.read_text())) for file in modules()}
    assert len(read) > 150
    assert {name: texts for name, texts in read.items() if texts} == ENGLISH_TEXTS


# The rooms without Django

#: Modules of these rooms that speak to machines or to people at a terminal, or to an SMS's office.
ENGLISH_ROOMS = re.compile("^(link/(secret|words)|ide/(cli|report|codes/page|sample/.*)).py$")
#: What stands on an SMS's own screens.
SCREENS = {"where", "secret_label", "save", "finish", "name"}


def rooms() -> list[Path]:
    found = [OPENPACT / "said.py", *HUB.glob("*/core/*.py")]
    found += [file for room in ("link", "ide", "sheet") for file in (OPENPACT / room).rglob("*.py")]
    return sorted(file for file in found if not ENGLISH_ROOMS.match(file.relative_to(OPENPACT).as_posix()))


def of_a_room(tree: ast.Module) -> ast.Module:
    """Without what no page shows."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) == "Provider":
            node.keywords = [each for each in node.keywords if each.arg not in SCREENS]
        if isinstance(node, ast.Call) and called(node) in FINDS and len(node.args) > 5:
            node.args[2] = node.args[5] = ast.Constant("")
    return tree


def test_no_room_says_what_cannot_be_translated():
    """Its sentences go through the functions of openpact.said."""
    read = {file.relative_to(OPENPACT).as_posix(): of_a_room(ast.parse(file.read_text())) for file in rooms()}
    assert {
        "link/told.py",
        "ide/codes/rows.py",
        "hub/roster/core/guard.py",
        "hub/register/core/codes.py",
    } <= read.keys()
    found = {name: shown_untranslated(tree) for name, tree in read.items()}
    assert {name: texts for name, texts in found.items() if texts} == {}


# When it is translated


def run_when_read(node: ast.AST) -> Iterator[ast.AST]:
    """What of a module is run as it is imported: all but the bodies of functions."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from run_when_read(child)


def too_early(tree: ast.AST) -> set[str]:
    """Translations made as a module is read: they would be in one language for everybody."""
    at_once = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if not name.name.endswith("_lazy")
    }
    nodes = list(run_when_read(tree))
    # A lazy text is one no more once something is put into it; format_lazy keeps it.
    filled = [node.left for node in nodes if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod)]
    made = [node for node in nodes if isinstance(node, ast.Call) and called(node) in at_once]
    made += [node for node in filled if isinstance(node, ast.Call) and called(node) in TRANSLATES]
    return {ast.unparse(node) for node in made}


def test_nothing_is_translated_before_it_is_known_who_reads():
    found = {file.relative_to(HUB).as_posix(): too_early(ast.parse(file.read_text())) for file in HUB.rglob("*.py")}
    assert {name: texts for name, texts in found.items() if texts} == {}
    lazy = "from django.utils.translation import gettext_lazy as _\n"
    assert too_early(ast.parse(lazy + "A = _('x') % {'n': 1}\nB = _('y')")) == {"_('x')"}
    assert too_early(ast.parse("from django.utils.translation import gettext\nclass A:\n  b = gettext('z')")) == {
        "gettext('z')"
    }


def test_lists_are_joined_as_the_language_does():
    """By platform.told.listed, or with words of ours in between."""
    joined = {
        file.relative_to(HUB).as_posix(): ast.unparse(node)
        for file in modules()
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and re.match(r"'(, | \w+ )'\.join", ast.unparse(node.func))
    }
    assert joined == {}
    assert [file.name for file in templates() if "|join" in file.read_text()] == []


def test_months_are_named_by_djangos_formats():
    """strftime's names of months and days are English whoever reads them: date_format's are not."""
    found = {
        file.relative_to(HUB).as_posix()
        for file in modules()
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FormattedValue) and node.format_spec and MONTHS.search(ast.unparse(node.format_spec))
    }
    assert found == set()


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("messages.error(request, 'gone')", {"gone"}),
        ("messages.error(request, f'{n} gone' if n else _('none'))", {"{} gone"}),
        ("forms.CharField(label='name', error_messages={'required': 'typed?'})", {"name", "typed?"}),
        ("raise ValidationError('no')", {"no"}),
        ("class Level(models.TextChoices):\n    ONE = '1', 'level'", {"level"}),
        ("def said():\n    'Says what is.'\n    return 'It is so.'", {"It is so."}),
        ("messages.error(request, _('%(n)s gone') % {'n': words['n']})", set()),
        ("messages.error(request, _(f'{n} gone'))", {"{} gone"}),
        ("say(gettext('{what} gone', what='It all'), gettext_noop('It is so.'))", {"It all"}),
        ("raise Http404('No such thing.')", set()),
        ("error('code', 'row', gettext('title'), '{value} is gone', gettext('look'), b'')", {"{value} is gone"}),
        ("Reason('code', gettext('it is {n}', n=3), f'{n} of them')", {"{} of them"}),
    ],
)
def test_texts_of_a_module_are_found(source, texts):
    assert shown_untranslated(ast.parse(source)) == texts
