"""What the configuration page shows about one school's link: asked of PaCT at that moment, with a short
patience."""

from dataclasses import dataclass

from openpact.connect import AgentState, ConnectError, Connection, Exchange, must_be_ours
from openpact.link.words import Waiting

from . import clock, log
from .link import AT_A_GLANCE, client_of, keep_state, state_after
from .models import LinkState, PactConfig, School
from .words import local_time

WAITING = {
    Waiting.SWITCHED_OFF: "PaCT's automatic export is switched off, so no results come.",
    Waiting.PAUSED: "While automation is paused in PaCT, results come only when you ask for them.",
    Waiting.FIRST_UPLOAD: "Results come once PaCT has taken over an upload from here: its ids are the earlier SMS's still.",
}


@dataclass(frozen=True, slots=True)
class Panel:
    config: PactConfig
    state: LinkState
    trouble: str
    connection: Connection | None
    last_upload: Exchange | None
    last_upload_at: str
    last_upload_words: str
    last_collect_at: str

    @property
    def offers_collection(self) -> bool:
        """Whether collecting by hand may bring something."""
        waiting = self.connection.waiting if self.connection else Waiting.NOTHING
        return self.config.judgements and waiting not in (Waiting.SWITCHED_OFF, Waiting.FIRST_UPLOAD)

    @property
    def waiting_words(self) -> str:
        """Why PaCT gives no results out at present."""
        return WAITING.get(self.connection.waiting, "") if self.connection and self.config.judgements else ""


def panel(school: School) -> Panel | None:
    """None while the school is not linked."""
    config = PactConfig.objects.filter(school=school).select_related("school").first()
    if config is None or not config.linked:
        return None
    now, state = clock.now(), AgentState.from_json(config.agent_state)
    link_state, trouble, connection = _ask(config)
    last = connection.last_upload if connection else None
    return Panel(
        config=config,
        state=link_state,
        trouble=trouble,
        connection=connection,
        last_upload=last,
        last_upload_at=local_time(last.received_at, school.place, now) if last and last.received_at else "",
        last_upload_words=log.summary(last) if last else "",
        last_collect_at=local_time(state.last_collect_at, school.place, now) if state.last_collect_at else "",
    )


def _ask(config: PactConfig) -> tuple[LinkState, str, Connection | None]:
    """How the link stands right now."""
    state, trouble, connection = LinkState.GOOD, "", None
    try:
        with client_of(config, AT_A_GLANCE) as link:
            found = link.connection()
        must_be_ours(found, config.school.number, config.school.provider)
        connection = found
    except ConnectError as error:
        state, trouble = state_after(error), str(error)
    if state != config.state:
        keep_state(config, state, trouble)
    return state, trouble, connection
