"""What the audit is told of the link: settings, secrets and pauses that somebody changed, uploads that somebody decided about.
Each in the transaction in which it happens."""

from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openpact.hub.accounts.models import User
from openpact.hub.audit.services import Area, changes
from openpact.hub.audit.services import record as write
from openpact.hub.platform.templatetags.times import moment
from openpact.hub.roster.models import GuardLimits
from openpact.hub.schools.models import School
from openpact.link.providers import PROVIDERS

from .forms import LIMITS
from .models import Connection, Exchange, Pause, Secret

Told = dict[str, object]


def told(connection: Connection, limits: GuardLimits) -> Told:
    """Every setting by its name."""
    return {
        _("Use SMS"): connection.use_sms,
        _("Your SMS"): _name(connection.provider),
        _("Judgements leave by themselves"): connection.automatic_export,
        _("When the SMS uploads"): connection.get_review_display(),
        _("Invite new staff"): connection.invite_staff,
        **{str(label): getattr(limits, name) for name, label in LIMITS.items()},
    }


def settings(school: School, user: User | None, before: Told, after: Told) -> None:
    if said := changes(before, after):
        write(school, user, Area.SETTINGS, _("Changed the SMS settings. %(changes)s.") % {"changes": said})


def secret_made(school: School, user: User | None, secret: Secret, *, replaces: bool, ends_them: bool) -> None:
    """Of a secret no more than its last four characters, which the settings show too."""
    if not replaces:
        words = _("Made a secret for %(sms)s, which ends in %(hint)s.")
    elif ends_them:
        words = _("Made a secret for %(sms)s, which ends in %(hint)s, and ended the earlier ones at once.")
    else:
        words = _("Made a secret for %(sms)s, which ends in %(hint)s. Earlier ones still work for some days.")
    write(school, user, Area.SETTINGS, words % _of(secret))


def secret_revoked(school: School, user: User | None, secret: Secret) -> None:
    write(school, user, Area.SETTINGS, _("Revoked the secret for %(sms)s that ends in %(hint)s.") % _of(secret))


def paused(school: School, user: User, pause: Pause) -> None:
    write(school, user, Area.SETTINGS, _("Paused automatic exchanges from %(first)s to %(last)s.") % _days(pause))


def pause_ended(school: School, user: User, pause: Pause) -> None:
    words = _("Ended the pause of automatic exchanges from %(first)s to %(last)s.")
    write(school, user, Area.SETTINGS, words % _days(pause))


def approved(school: School, user: User | None, exchange: Exchange, *, invites: bool | None) -> None:
    """`invites` is what was changed about inviting new staff, from this upload on; None for nothing."""
    words = _("Approved the upload of %(when)s (%(whence)s).") % _of_upload(school, exchange)
    if invites is not None:
        words += " " + (
            _("New staff are invited from now on.") if invites else _("New staff are not invited from now on.")
        )
    write(school, user, Area.UPLOADS, words)


def discarded(school: School, user: User | None, exchange: Exchange) -> None:
    words = _("Discarded the upload of %(when)s (%(whence)s).")
    write(school, user, Area.UPLOADS, words % _of_upload(school, exchange))


def undone(school: School, user: User | None, exchange: Exchange) -> None:
    words = _("Undid the upload of %(when)s (%(whence)s).")
    write(school, user, Area.UPLOADS, words % _of_upload(school, exchange))


def _name(provider: str) -> str:
    return PROVIDERS[provider].name if provider in PROVIDERS else ""


def _of(secret: Secret) -> dict[str, str]:
    return {"sms": _name(secret.provider), "hint": secret.hint}


def _days(pause: Pause) -> dict[str, str]:
    return {"first": date_format(pause.first, "j F Y"), "last": date_format(pause.last, "j F Y")}


def _of_upload(school: School, exchange: Exchange) -> dict[str, str]:
    when = exchange.received_at.astimezone(ZoneInfo(school.time_zone))
    return {"when": moment(when), "whence": _name(exchange.provider) or _("by hand")}
