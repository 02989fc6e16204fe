"""Saving and removing a secret; each outcome is a sentence for the person who pasted it."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from openpact.connect import ConnectError, MangledSecret, Trigger, Unreachable, must_be_ours
from openpact.ide import Role
from openpact.link.secret import parse_secret

from . import clock, log
from .by_hand import upload_now
from .export import optional_groups
from .link import ConfigStore, client, turn
from .models import Group, LinkState, LogKind, PactConfig, School, Takes
from .said import Said
from .words import count


def config_of(school: School) -> PactConfig:
    config, _ = PactConfig.objects.get_or_create(school=school)
    config.school = school
    return config


def save_selection(school: School, roles: Sequence[str], groups: Sequence[str], by: str) -> bool:
    """Which roles, and which groups that are nobody's home class, go to PaCT; answers whether anything changed."""
    config, optional = config_of(school), optional_groups(school)
    roles = [role.value for role in Role if role in roles]
    chosen = optional.filter(pk__in=[key for key in groups if key.isdigit()])
    before = (config.roles, set(optional.filter(selected=True).values_list("pk", flat=True)))
    after = (roles, set(chosen.values_list("pk", flat=True)))
    if before == after:
        return False
    with transaction.atomic():
        PactConfig.objects.filter(pk=config.pk).update(roles=roles)
        Group.objects.filter(school=school).update(selected=False)
        Group.objects.filter(pk__in=after[1]).update(selected=True)
    log.note(
        school,
        LogKind.LINK,
        by,
        f"Selection for PaCT changed: {count(len(roles), 'role')}, {count(len(after[1]), 'non-home group')}.",
    )
    return True


def save_takes(school: School, takes: Takes, by: str) -> bool:
    """Judgements too, or student data only; answers whether that changed."""
    config = config_of(school)
    if config.takes == takes:
        return False
    PactConfig.objects.filter(pk=config.pk).update(takes=takes)
    log.note(school, LogKind.LINK, by, f"{Takes(takes).label}.")
    return True


def save_secret(school: School, text: str, by: str) -> Said:
    """Check a pasted secret, try it with PaCT, keep it, and send the first IDE file at once.

    It is kept when PaCT accepts it, and when PaCT cannot be reached: the agent tries again, and sends and collects nothing
    until PaCT has said that it is this school's. A mangled or refused secret, or that of another school, is not kept: what
    was there before stays."""
    try:
        secret = str(parse_secret(text))
    except MangledSecret as mangled:
        return Said(False, f"{mangled} Nothing was sent or saved.", kept=False)
    try:
        with client(secret) as link:
            must_be_ours(link.connection(), school.number, school.provider)
    except Unreachable as away:
        return _keep_for_later(school, secret, away, by)
    except ConnectError as error:
        return Said(False, f"{error} The secret was not saved.", kept=False)
    config = _keep(school, secret, LinkState.GOOD, "", by)
    if not school.sms.first_upload_by_itself:
        return Said(True, f"Saved: {school.name} is linked with PaCT. Now select {school.sms.finish}.")
    first = upload_now(config, by, Trigger.FIRST)
    return Said(first.ok, f"Saved: {school.name} is linked with PaCT. {first.message}")


def _keep_for_later(school: School, secret: str, away: Unreachable, by: str) -> Said:
    config = _keep(school, secret, LinkState.UNREACHABLE, str(away), by)
    if school.sms.first_upload_by_itself:
        store = ConfigStore(config)
        store.save(replace(store.load(), asked_upload=Trigger.FIRST.value))
        then = "the link is tried again by itself, and the IDE file goes then."
    else:
        then = f"the link is tried again by itself. Select {school.sms.finish} once it is there."
    return Said(
        False, f"Saved for {school.name}, but PaCT could not be reached ({away.what}). Nothing was lost: {then}"
    )


def disconnect(config: PactConfig, by: str) -> None:
    """Forget the secret. PaCT is told nothing: its administrator revokes the secret there."""
    with turn(config.school, wait=True):
        PactConfig.objects.filter(pk=config.pk).update(secret="", state=LinkState.NONE, trouble="", agent_state={})
    log.note(config.school, LogKind.LINK, by, "PaCT configuration removed. Nothing is sent or collected any more.")


def _keep(school: School, secret: str, state: LinkState, trouble: str, by: str) -> PactConfig:
    config = config_of(school)
    with turn(school, wait=True):
        config.refresh_from_db()
        config.secret, config.saved_at = secret, clock.now()
        config.state, config.trouble = state, trouble
        config.save(update_fields=["secret", "saved_at", "state", "trouble"])
        store = ConfigStore(config)
        # What PaCT said, and what was asked for, was said of the secret before.
        fresh = {"pending": None, "following": None, "told": None, "asked_upload": None, "asked_collect": None}
        store.save(replace(store.load(), **fresh))
    log.note(school, LogKind.LINK, by, f"Secret saved. {trouble}".strip(), went_wrong=bool(trouble))
    return config
