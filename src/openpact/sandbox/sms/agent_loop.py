"""The SMS's agent: every school's link in turn, for ever. One school's trouble never stops another's."""

import logging
import threading

from django.conf import settings
from django.db import close_old_connections

from openpact.connect import Client

from . import clock, link
from .models import PactConfig

logger = logging.getLogger(__name__)


class AgentLoop:
    """Keeps one client and one agent for each secret, so that tokens and hold-offs outlive a round."""

    def __init__(self) -> None:
        self._clients: dict[str, Client] = {}
        self._agents: dict[str, link.Agent] = {}

    def round(self) -> None:
        configs = list(PactConfig.objects.exclude(secret="").select_related("school"))
        self._forget({config.secret for config in configs})
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

    def _agent(self, config: PactConfig) -> "link.Agent":
        if config.secret not in self._agents:
            self._clients[config.secret] = link.client(config.secret, link.FOR_THE_AGENT)
            self._agents[config.secret] = link.agent(config, self._clients[config.secret])
        return self._agents[config.secret]

    def _forget(self, in_use: set[str]) -> None:
        for secret in set(self._clients) - in_use:
            self._clients.pop(secret).close()
            self._agents.pop(secret)
