"""A teacher who changes the address they sign in with, and the links in the mails to both."""

import re

from django.core import mail
from django.test import Client

from openpact.hub.accounts.models import User

from ..conftest import PASSWORD
from ..jobs import run_jobs

OLD, NEW = "teacher@kowhai.example", "tama@home.example"


def text(response) -> str:
    return " ".join(response.content.decode().split())


def signed_in_as(email: str) -> Client:
    """Has just shown the password."""
    browser = Client()
    browser.post("/accounts/login/", {"login": email, "password": PASSWORD})
    return browser


def mailed(kind: str, to: str) -> str:
    """The path of the newest link of this kind in that mailbox, or nothing."""
    run_jobs()
    found = [
        re.search(rf"http://localhost:8000(/account/email/{kind}/\S+)", message.body)
        for message in mail.outbox
        if message.to == [to]
    ]
    paths = [one[1] for one in found if one]
    return paths[-1] if paths else ""


def change(client: Client, new: str, old: str = OLD) -> None:
    """All of it: asked for, and confirmed by both."""
    client.post("/account/email/", {"email": new})
    client.post(mailed("confirm", new))
    client.post(mailed("confirm", old))


def address(user: User) -> str:
    return User.objects.get(pk=user.pk).email
