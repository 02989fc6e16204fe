"""Times as people at the school say them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from openpact.link import told


def local_time(moment: datetime, place: ZoneInfo, now: datetime) -> str:
    """For example: tonight at 10:47pm; Wednesday 25 November at 9:05am."""
    wall, today = moment.astimezone(place), now.astimezone(place).date()
    ahead = (wall.date() - today).days
    if ahead == 0:
        day = "tonight" if wall.hour >= 18 and moment >= now else "today"
    elif ahead in (1, -1):
        day = "tomorrow" if ahead == 1 else "yesterday"
    else:
        day = f"{wall:%A} {wall.day} {wall:%B}" + ("" if wall.year == today.year else f" {wall.year}")
    return f"{day} at {told.minute(wall.time())}"


def count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
