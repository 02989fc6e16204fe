"""The daily e-mail: who wants it, and what is new in it. Nothing is said twice."""

from django.conf import settings
from django.urls import reverse

from openpact.hub.accounts.models import Access, User
from openpact.hub.accounts.services import HOLDS
from openpact.hub.platform import clock, mail
from openpact.hub.schools.models import School

from .models import Digest, Told
from .services import asking


def wants(school: School, user: User) -> bool:
    return Digest.objects.filter(school=school, user=user).exists()


def choose(school: School, user: User, wanted: bool) -> None:
    if wanted:
        Digest.objects.get_or_create(school=school, user=user)
    else:
        Digest.objects.filter(school=school, user=user).delete()


def due(school: School) -> list[int]:
    """The keys of those whose digest of today has not been worked out yet."""
    today = clock.today(school.time_zone)
    return list(Digest.objects.filter(school=school).exclude(last_on=today).values_list("user_id", flat=True))


def send(school: School, user_id: int) -> int:
    """Mail somebody what is new to them since the last one; answers how many notices that was. Nothing new, no mail.

    Inside the school's transaction: if the mail server does not take it, nothing counts as told, and the job tries again.
    """
    today = clock.today(school.time_zone)
    digest = Digest.objects.select_for_update(of=("self",)).select_related("user").filter(user_id=user_id).first()
    access = Access.objects.filter(HOLDS, school=school, user_id=user_id).first()
    if digest is None or digest.last_on == today or access is None or not digest.user.is_active:
        return 0
    standing = asking(school, access.role)
    told = set(Told.objects.filter(user_id=user_id).values_list("notice_id", flat=True))
    new = [one for one in standing if one.notice.id not in told]
    Digest.objects.filter(id=digest.id).update(last_on=today)
    if new:
        words = {
            "school": school, "user": digest.user, "new": new, "others": len(standing) - len(new),
            "site": settings.URL, "url": settings.URL + reverse("notices", args=[school.number]),
        }  # fmt: skip
        Told.objects.bulk_create(
            Told(school=school, notice=one.notice, user=digest.user, at=clock.now()) for one in new
        )
        mail.send("notices/mail/digest.txt", digest.user.email, words)
    return len(new)
