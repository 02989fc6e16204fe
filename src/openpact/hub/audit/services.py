"""Writing into the audit."""

from django.utils.translation import gettext as _

from openpact.hub.platform import clock

from .models import Area, Line

__all__ = ["Area", "changes", "record"]


def record(school, user, area: Area, words: str, *, about=None) -> Line:
    """Write a line, in the transaction of what it tells of. `user` is None for what PaCT does by itself, `about` the user it
    was done to, if one was.

    `words` are a whole sentence that says what was done to what, e.g. "Gave Hēmi Walker the role of leader (was: teacher)."
    """
    return Line.objects.create(
        school=school,
        at=clock.now(),
        by=user,
        by_name=str(user)[:200] if user else "",
        about=about,
        area=area,
        words=words,
    )


def changes(before: dict[str, object], after: dict[str, object]) -> str:
    """What differs, in words: "Name: Rimu School (was: Rimu Ridge School); Year levels: 1-6 (was: 1-8)". Empty if nothing does."""
    return "; ".join(
        _("%(name)s: %(now)s (was: %(before)s)")
        % {"name": name, "now": _said(value), "before": _said(before.get(name))}
        for name, value in after.items()
        if value != before.get(name)
    )


def _said(value: object) -> str:
    match value:
        case True:
            return _("yes")
        case False:
            return _("no")
        case None | "":
            return _("nothing")
    return str(value)
