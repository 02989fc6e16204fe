"""The tags of the page shell: links that may not exist, navigation, icons, page headers and form fields."""

from dataclasses import dataclass

from django import template
from django.forms import CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ..models import Role

register = template.Library()


@dataclass(frozen=True)
class Item:
    """One entry of a navigation. `active`: the page is within it; `here`: it is the page."""

    text: str
    url: str
    active: bool = False
    here: bool = False


@dataclass(frozen=True)
class Navigation:
    sections: tuple[Item, ...] = ()
    #: The pages within the open section, and its name.
    within: tuple[Item, ...] = ()
    section: str = ""
    several_schools: bool = False


ADMINISTRATORS, LEADERS = {Role.ADMINISTRATOR}, {Role.ADMINISTRATOR, Role.LEADER}
#: Each page of Manage: its url's name, its words, and whose it is.
MANAGE = (
    ("manage", _("Overview"), LEADERS),
    ("notices", _("Notices"), LEADERS),
    ("users", _("Users"), ADMINISTRATORS),
    ("people", _("People"), LEADERS),
    ("groups", _("Groups"), LEADERS),
    ("cycles", _("Reporting cycles"), LEADERS),
    ("judgements", _("Judgements"), LEADERS),
    ("exemplars", _("Exemplars"), LEADERS),
    ("register", _("Enrolment register"), ADMINISTRATORS),
    ("exchanges", _("Exchange log"), ADMINISTRATORS),
    ("sms-settings", _("Change SMS Settings"), ADMINISTRATORS),
    ("school-settings", _("School"), ADMINISTRATORS),
    ("audit", _("Audit"), ADMINISTRATORS),
)


@register.simple_tag
def link(name: str, *args) -> str:
    """The address of a page, or nothing where there is no such page: {% link 'people' number as url %}."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def managed(context, name: str) -> str:
    """The address of a page of Manage, or nothing where it is not there, or not for whoever looks: {% managed 'users' as url %}."""
    request = context["request"]
    whose = next((whose for page, _words, whose in MANAGE if page == name), frozenset())
    return link(name, request.school.number) if request.access.role in whose else ""


@register.simple_tag(takes_context=True)
def navigation(context) -> Navigation:
    """What the header offers to whoever looks at this page."""
    request = context.get("request")
    access = getattr(request, "access", None)
    if access is None:
        return Navigation()
    number, path = request.school.number, request.path
    sections = [
        _item("school-home", _("Home"), number, path, exactly=True),
        _item("judge", _("Judge"), number, path),
        _item("reports", _("Reports"), number, path),
    ]
    within: list[Item | None] = []
    if access.role in LEADERS:
        within = [
            _item(name, text, number, path, exactly=name == "manage")
            for name, text, whose in MANAGE
            if access.role in whose
        ]
        sections.append(_item("manage", _("Manage"), number, path))
        if not any(item and item.active for item in within):
            within = []
    return Navigation(
        sections=tuple(item for item in sections if item),
        within=tuple(item for item in within if item),
        section=_("Manage") if within else "",
        several_schools=getattr(access, "one_of_several", False),
    )


def _item(name: str, text: str, number: int, path: str, *, exactly: bool = False) -> Item | None:
    url = link(name, number)
    if not url:
        return None
    return Item(text, url, active=path == url if exactly else path.startswith(url), here=path == url)


@register.simple_tag
def icon(name: str) -> str:
    """A symbol of static/openpact/icons.svg. It decorates: the words beside it say what it means."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("openpact/icons.svg"),
        name,
    )


@register.simple_block_tag(end_name="endpage_header")
def page_header(content: str, title: str, **words: str) -> str:
    """A page header whose buttons are the block's content; `words` as partials/page_header.html has them."""
    return render_to_string("partials/page_header.html", {"title": title, "actions": content, **words})


@register.inclusion_tag("partials/field.html")
def field(bound_field) -> dict:
    """A form field with label, help and errors, in the look of the site. The label says what it is; no placeholder does."""
    widget = bound_field.field.widget
    widget.attrs.pop("placeholder", None)
    checkbox = isinstance(widget, CheckboxInput)
    if not isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        kind = "form-check-input" if checkbox else "form-select" if isinstance(widget, Select) else "form-control"
        invalid = " is-invalid" if bound_field.errors else ""
        widget.attrs["class"] = f"{widget.attrs.get('class', '')} {kind}{invalid}".strip()
    return {"field": bound_field, "checkbox": checkbox}


@register.filter
def lower_first(text: str) -> str:
    """Within a sentence: "Teacher" is a teacher, but "PaCT administrator" stays."""
    return text if text[:2] == "Pa" else text[:1].lower() + text[1:]
