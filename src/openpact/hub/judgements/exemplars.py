"""A school's own exemplars: added, changed and removed, each with a line of the audit. Inside the school's transaction."""

from django.utils.translation import gettext as _

from openpact.hub.accounts.models import User
from openpact.hub.audit.services import Area, record
from openpact.hub.platform import clock
from openpact.hub.platform.told import listed
from openpact.hub.schools.models import School

from .attachments import Attachment
from .models import Exemplar, ExemplarFile
from .places import Place


def of_aspect(school: School, area: str, aspect: str) -> dict[int, list[Exemplar]]:
    """By the number of their set, the oldest first. One query."""
    found: dict[int, list[Exemplar]] = {}
    for exemplar in Exemplar.objects.filter(school=school, area=area, aspect=aspect):
        found.setdefault(exemplar.set, []).append(exemplar)
    return found


def place_of(exemplar: Exemplar) -> Place | None:
    """None where the framework has no such set any more."""
    return Place.find(exemplar.area, exemplar.aspect, exemplar.set)


def add(school: School, user: User, place: Place, *, title: str, text: str, file: Attachment | None) -> Exemplar:
    exemplar = Exemplar(school=school, title=title, text=text, added_at=clock.now(), added_by=user)
    _put(exemplar, place)
    _describe(exemplar, file)
    exemplar.save()
    if file:
        _keep(exemplar, file)
    words = _("Added the exemplar “%(title)s” to %(place)s.") % {"title": title, "place": place}
    record(school, user, Area.JUDGEMENTS, words)
    return exemplar


def change(
    user: User, exemplar: Exemplar, place: Place, *, title: str, text: str, file: Attachment | None, without_file: bool
) -> str:
    """What differs, in words, or "". `file` takes the place of the one there was. The audit is for ever, so it says that the
    text is another, and not which."""
    was, parts = exemplar.title, []
    if exemplar.title != title:
        parts.append(_("title (was: %(title)s)") % {"title": was})
    if (exemplar.area, exemplar.aspect, exemplar.set) != tuple(place.query.values()):
        parts.append(
            _("where it belongs (was: %(place)s)") % {"place": place_of(exemplar) or _("a set of an earlier framework")}
        )
    if exemplar.text != text:
        parts.append(_("text"))
    exemplar.title, exemplar.text = title, text
    _put(exemplar, place)
    if file:
        parts.append(_("file"))
        _describe(exemplar, file)
        _keep(exemplar, file)
    elif without_file and exemplar.content_type:
        parts.append(_("its file is removed"))
        _describe(exemplar, None)
        ExemplarFile.objects.filter(exemplar=exemplar).delete()
    exemplar.save()
    what = listed(parts)
    if what:
        words = _("Changed the exemplar “%(title)s” of %(place)s: %(what)s.")
        record(exemplar.school, user, Area.JUDGEMENTS, words % {"title": title, "place": place, "what": what})
    return what


def remove(user: User, exemplar: Exemplar) -> None:
    """For good, because a family may want it gone: nothing of it is kept but its title, in the audit."""
    place = place_of(exemplar) or _("a set of an earlier framework")
    words = _("Removed the exemplar “%(title)s” of %(place)s, with all that was in it.")
    record(exemplar.school, user, Area.JUDGEMENTS, words % {"title": exemplar.title, "place": place})
    exemplar.delete()


def content_of(exemplar: Exemplar) -> bytes:
    """Raises ExemplarFile.DoesNotExist for one without a file."""
    return bytes(ExemplarFile.objects.get(exemplar=exemplar).content)


def _put(exemplar: Exemplar, place: Place) -> None:
    exemplar.area, exemplar.aspect, exemplar.set = place.area.value, place.aspect.key, place.set.number
    exemplar.framework_version = place.framework.version


def _describe(exemplar: Exemplar, file: Attachment | None) -> None:
    exemplar.content_type, exemplar.size = (file.content_type, len(file.content)) if file else ("", None)


def _keep(exemplar: Exemplar, file: Attachment) -> None:
    ExemplarFile.objects.update_or_create(
        exemplar=exemplar, defaults={"school_id": exemplar.school_id, "content": file.content}
    )
