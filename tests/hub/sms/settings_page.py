"""The page Change SMS Settings, for its tests: what its form sends, and what is read off it."""

import re
from html.parser import HTMLParser

from openpact.hub.platform.tenancy import at_school
from openpact.hub.sms import secrets
from openpact.hub.sms.connection import get_connection
from openpact.hub.sms.models import Connection

URL = "/schools/7999/manage/sms/"
CHOICES = {"use_sms": True, "provider": "kamar", "automatic_export": True}
LIMITS = {"students_leaving": 20, "staff_leaving": 20, "handful": 5, "identity_changes": 50, "refused_rows": 30}
FORM = {"use_sms": "on", "provider": "kamar", "automatic_export": "yes", "review": "first", **LIMITS}


def get_secret(client, school, **form):
    with at_school(school.id):
        known = secrets.newest_id(school)
    return client.post(URL, {**FORM, "action": "secret", "known": known, **form})


def text_of(answer) -> str:
    parts: list[str] = []
    parser = HTMLParser()
    parser.handle_data = parts.append
    parser.feed(answer.content.decode())
    return " ".join(" ".join(parts).split())


def shown_secret(answer) -> str | None:
    found = re.search(r'id="secret"[^>]* value="([^"]+)"', answer.content.decode())
    return found and found[1]


def connection_of(school) -> Connection:
    with at_school(school.id):
        return get_connection(school)
