"""The SMS's agent: every school's link in turn, for ever. One school's trouble never stops another's."""

import logging
import threading
from datetime import datetime, timedelta

from django.conf import settings
from django.db import close_old_connections
from django.db.models import Q

from openpact.connect import Client, ConnectError

from . import clock, link, vendor
from .models import PactConfig

logger = logging.getLogger(__name__)

#: How often PaCT is asked which schools have selected an SMS that needs no secret.
ASK_VENDORS_EVERY = timedelta(minutes=1)


class AgentLoop:
    """Keeps one client for each secret or vendor, and one agent for each school, so that tokens and hold-offs outlive a
    round."""

    def __init__(self) -> None:
        self._clients: dict[str, Client] = {}
        self._agents: dict[tuple[int, str, bool], link.Agent] = {}
        self._asked: datetime | None = None

    def round(self) -> None:
        self._ask_vendors()
        configs = list(PactConfig.objects.filter(~Q(secret="") | Q(by_vendor=True)).select_related("school"))
        self._forget(configs)
        for config in configs:
            try:
                with link.turn(config.school, wait=False) as mine:
                    if mine:
                        link.run(config, self._agent(config), clock.now())
            except Exception:
                logger.exception("school %s: the round failed; the next one follows", config.school.number)

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            close_old_connections()
            try:
                self.round()
            except Exception:
                logger.exception("the round failed; the next one follows")
            stop.wait(settings.SANDBOX_TICK)

    def _ask_vendors(self) -> None:
        """Once in a while, and at once after the clock was moved: which schools does each vendor act for?"""
        now = clock.now()
        if self._asked is not None and abs(now - self._asked) < ASK_VENDORS_EVERY:
            return
        for provider, credentials in settings.SANDBOX_VENDOR_SECRETS.items():
            try:
                vendor.follow(provider, self._client(credentials).schools())
            except ConnectError as error:
                logger.warning("%s: PaCT was not asked which schools it serves: %s", provider, error)
        self._asked = now

    def _client(self, secret: str) -> Client:
        if secret not in self._clients:
            self._clients[secret] = link.client(secret, link.FOR_THE_AGENT)
        return self._clients[secret]

    def _agent(self, config: PactConfig) -> "link.Agent":
        key = _key(config)
        if key not in self._agents:
            client = self._client(link.key_of(config)).at(config.school.number)
            self._agents[key] = link.agent(config, client)
        return self._agents[key]

    def _forget(self, configs: list[PactConfig]) -> None:
        in_use = {_key(config) for config in configs}
        self._agents = {key: agent for key, agent in self._agents.items() if key in in_use}
        secrets = {config.secret for config in configs} | set(settings.SANDBOX_VENDOR_SECRETS.values())
        for secret in set(self._clients) - secrets:
            self._clients.pop(secret).close()


def _key(config: PactConfig) -> tuple[int, str, bool]:
    return config.school_id, config.secret, config.judgements
