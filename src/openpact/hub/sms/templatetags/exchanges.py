"""How an exchange is spoken of on pages."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from openpact.hub.platform.told import Row, finding, listed, reason
from openpact.ide.codes import CODES
from openpact.link.providers import PROVIDERS
from openpact.link.words import ExchangeState, Trigger

from ..models import Exchange

register = template.Library()

#: State -> (word, tone).
STATES = {
    ExchangeState.RECEIVED: (gettext_lazy("Received"), "info"),
    ExchangeState.CHECKING: (gettext_lazy("Checking"), "info"),
    ExchangeState.HELD: (gettext_lazy("Waits for you"), "wait"),
    ExchangeState.APPLIED: (gettext_lazy("Applied"), "good"),
    ExchangeState.UNCHANGED: (gettext_lazy("No change"), "good"),
    ExchangeState.REFUSED: (gettext_lazy("Refused"), "bad"),
    ExchangeState.SUPERSEDED: (gettext_lazy("Overtaken"), "quiet"),
    ExchangeState.REVERTED: (gettext_lazy("Undone"), "quiet"),
}
DOWNLOADS = {
    ExchangeState.APPLIED: (gettext_lazy("Collected"), "good"),
    ExchangeState.SUPERSEDED: (gettext_lazy("Not acknowledged"), "quiet"),
}
EXPLAINED = {
    ExchangeState.RECEIVED: gettext_lazy("It has arrived and waits for its turn."),
    ExchangeState.CHECKING: gettext_lazy("It is being read and compared with the people PaCT knows."),
    ExchangeState.HELD: gettext_lazy("Nothing has changed yet. Look at what it would do, then approve or discard it."),
    ExchangeState.APPLIED: gettext_lazy("People, classes and groups are as this file says."),
    ExchangeState.UNCHANGED: gettext_lazy("Everything was already as this file says."),
    ExchangeState.REFUSED: gettext_lazy("Nothing was changed."),
    ExchangeState.SUPERSEDED: gettext_lazy("A newer upload took its place. Nothing was changed by this one."),
    ExchangeState.REVERTED: gettext_lazy("It was applied, and then undone: everything is as it was before."),
}


@register.simple_tag
def state_badge(exchange: Exchange) -> SafeString:
    word, tone = state_words(exchange)
    return render_to_string("partials/status.html", {"text": word, "tone": tone})


def state_words(exchange: Exchange) -> tuple[str, str]:
    """How it stands, in a word, and the tone of partials/status.html."""
    word, tone = STATES[ExchangeState(exchange.state)]
    if exchange.direction == Exchange.Direction.DOWNLOAD:
        word, tone = DOWNLOADS.get(ExchangeState(exchange.state), (_("Under way"), "info"))
    elif exchange.state == ExchangeState.REFUSED and exchange.decided_at:
        word = _("Discarded")
    return word, tone


@register.filter
def started(exchange: Exchange) -> str:
    """What started it: `automatically`, `by Mere Office`."""
    if exchange.trigger == Trigger.AUTOMATIC:
        return _("automatically")
    if exchange.trigger == Trigger.FIRST:
        return _("when the SMS was linked")
    return _("by %(who)s") % {"who": exchange.started_by.name} if exchange.started_by else _("by hand in the SMS")


@register.filter
def explained(exchange: Exchange) -> str:
    if exchange.direction == Exchange.Direction.DOWNLOAD:
        if exchange.source == Exchange.Source.PAGE:
            return _("The judgements were taken as a file. What the SMS collects by itself is not changed by that.")
        if exchange.state == ExchangeState.APPLIED:
            return _("The SMS has saved these judgements and said so.")
        if exchange.state == ExchangeState.SUPERSEDED:
            return _("The SMS never said that it saved these judgements. None are lost: they are given out again.")
        return _("The SMS has been given these judgements and has not yet said that it saved them.")
    return EXPLAINED[ExchangeState(exchange.state)]


@register.filter
def sms_name(exchange: Exchange) -> str:
    provider = PROVIDERS.get(exchange.provider)
    return provider.name if provider else _("by hand")


#: A role that an SMS is told to send, and its people.
SENT = {
    "Student": gettext_lazy("students"),
    "TeachingStaff": gettext_lazy("teaching staff"),
    "NonTeachingStaff": gettext_lazy("non-teaching staff"),
    "ParentCaregiver": gettext_lazy("parents and caregivers"),
    "Alumni": gettext_lazy("alumni"),
}


@register.filter
def selected(exchange: Exchange) -> str:
    """What the file was to hold and to leave out, in sentences; empty if everything."""
    said = exchange.selection or {}
    people = [str(words) for role, words in SENT.items() if role in said.get("roles", ())]
    groups = said.get("without_groups")
    if exchange.source == Exchange.Source.PAGE:
        return _of_a_list(people, groups) if said else ""
    words = {
        "sms": sms_name(exchange),
        "people": get_text_list(people, _("and")) or _("nobody"),
        "groups": get_text_list(groups or [], _("and")),
    }
    if "roles" in said and groups:
        told = ngettext(
            "%(sms)s was told to send %(people)s, and to leave out the group %(groups)s.",
            "%(sms)s was told to send %(people)s, and to leave out the groups %(groups)s.",
            len(groups),
        )
    elif "roles" in said:
        told = _("%(sms)s was told to send %(people)s.")
    elif groups:
        told = ngettext(
            "%(sms)s was told to leave out the group %(groups)s.",
            "%(sms)s was told to leave out the groups %(groups)s.",
            len(groups),
        )
    else:
        return ""
    more = _("What is left out stays as it was, and is no longer kept up to date. The selection is changed in %(sms)s.")
    return f"{told} {more}" % words


def _of_a_list(people: list[str], groups: list[str] | None) -> str:
    if people:
        said = _("It is about %(people)s only.") % {"people": get_text_list(people, _("and"))}
    else:
        said = _("It is about some people only: nobody leaves because they are not in it.")
    if groups:
        said += " " + _("It says nothing of the groups %(groups)s.") % {"groups": get_text_list(groups, _("and"))}
    return said + " " + _("Everything else stays as it was.")


@register.filter
def titled(exchange: Exchange) -> str:
    """`Upload from KAMAR`, `Download to KAMAR`, `Upload by hand`."""
    up, sms = exchange.direction == Exchange.Direction.UPLOAD, {"sms": sms_name(exchange)}
    if exchange.source == Exchange.Source.PAGE:
        return _("Upload by hand") if up else _("Download by hand")
    return _("Upload from %(sms)s") % sms if up else _("Download to %(sms)s") % sms


#: Counts in the order in which they are told: `n` decides on the form, and `shown` stands in it.
COUNTS = (
    ("leaving", ngettext_lazy("%(shown)s leaving", "%(shown)s leaving", "n")),
    ("joining", ngettext_lazy("%(shown)s joining", "%(shown)s joining", "n")),
    ("rekeying", ngettext_lazy("%(shown)s with a new id", "%(shown)s with a new id", "n")),
    ("changing", ngettext_lazy("%(shown)s changing", "%(shown)s changing", "n")),
    ("returning", ngettext_lazy("%(shown)s returning", "%(shown)s returning", "n")),
    ("memberships_starting", ngettext_lazy("%(shown)s group place starting", "%(shown)s group places starting", "n")),
    ("memberships_ending", ngettext_lazy("%(shown)s group place ending", "%(shown)s group places ending", "n")),
    ("groups_appearing", ngettext_lazy("%(shown)s group appearing", "%(shown)s groups appearing", "n")),
    ("groups_going", ngettext_lazy("%(shown)s group going", "%(shown)s groups going", "n")),
    ("unchanged", ngettext_lazy("%(shown)s person unchanged", "%(shown)s people unchanged", "n")),
)


@register.filter
def outcome(exchange: Exchange) -> str:
    """One line for the log: what it did, would do, or why not."""
    if exchange.direction == Exchange.Direction.DOWNLOAD:
        number = exchange.counts.get("judgements", 0)
        return ngettext("%(number)s judgement", "%(number)s judgements", number) % {"number": number}
    if exchange.state == ExchangeState.REFUSED and exchange.reasons:
        return reason(exchange.reasons[0])["message"]
    told = [words % {"n": n, "shown": n} for key, words in COUNTS[:5] if (n := exchange.counts.get(key))]
    if told:
        return listed(told)
    moves = exchange.counts.get("memberships_starting", 0) + exchange.counts.get("memberships_ending", 0)
    if moves:
        return ngettext("%(number)s change of group", "%(number)s changes of group", moves) % {"number": moves}
    return ""


@register.filter
def first_findings(exchange: Exchange, number: int) -> list[Row]:
    """In the reader's language."""
    return [finding(issue, CODES) for issue in exchange.issues[:number]]


@register.filter
def told_counts(exchange: Exchange) -> SafeString:
    """All of them, the numbers in bold."""
    counts = [(words, n) for key, words in COUNTS if (n := exchange.counts.get(key))]
    told = listed(words % {"n": n, "shown": "{}"} for words, n in counts)
    return (
        format_html(told, *(format_html("<strong>{}</strong>", n) for _words, n in counts)) if counts else SafeString()
    )


@register.filter
def steps(exchange: Exchange) -> list[tuple[str, bool]]:
    """The four steps of an upload, and whether each is the one it stands at."""
    at = {
        ExchangeState.RECEIVED: 0,
        ExchangeState.CHECKING: 1,
        ExchangeState.HELD: 2,
    }.get(ExchangeState(exchange.state), 3)
    last = STATES[ExchangeState(exchange.state)][0] if at == 3 else _("Applied")
    words = (_("Received"), _("Checked"), _("Previewed"), last)
    return [(word, number == at) for number, word in enumerate(words)]
