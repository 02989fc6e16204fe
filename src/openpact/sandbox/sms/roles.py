"""Who sits at the SMS. There is no sign-in here: a switch on the page says who you are."""

from typing import Any

from django.http import HttpRequest

COOKIE = "sandbox_role"
ADMINISTRATOR, TEACHER = "administrator", "teacher"
ROLES = {ADMINISTRATOR: "Office administrator", TEACHER: "Teacher"}


def role(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(COOKIE, ADMINISTRATOR)
    return chosen if chosen in ROLES else ADMINISTRATOR


def title(request: HttpRequest) -> str:
    return ROLES[role(request)]


def is_administrator(request: HttpRequest) -> bool:
    return role(request) == ADMINISTRATOR


def context(request: HttpRequest) -> dict[str, Any]:
    """For templates."""
    return {"who": role(request), "roles": ROLES, "may_configure": is_administrator(request)}
