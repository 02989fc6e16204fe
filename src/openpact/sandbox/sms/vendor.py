"""An SMS that needs no secret: its vendor asks PaCT which schools have selected it, and links and unlinks them by itself."""

from collections.abc import Iterable
from dataclasses import replace

from openpact.connect import Trigger
from openpact.connect.values import SchoolOfVendor

from . import clock, log
from .configure import config_of
from .link import ConfigStore, turn
from .models import LinkState, LogKind, PactConfig, School


def follow(provider: str, selected: Iterable[SchoolOfVendor]) -> None:
    """Bring the links of this SMS's schools in step with what PaCT says."""
    numbers = {school.number for school in selected}
    linked = set(
        PactConfig.objects.filter(school__provider=provider, by_vendor=True).values_list("school_id", flat=True)
    )
    for school in School.objects.filter(provider=provider):
        if school.number in numbers and school.pk not in linked:
            _link(school)
        elif school.number not in numbers and school.pk in linked:
            _unlink(school)


def _link(school: School) -> None:
    """The first upload goes with the next round."""
    with turn(school, wait=True):
        config = config_of(school)
        PactConfig.objects.filter(pk=config.pk).update(
            by_vendor=True, saved_at=clock.now(), state=LinkState.GOOD, trouble="", agent_state={}
        )
        store = ConfigStore(config)
        store.save(replace(store.load(), asked_upload=Trigger.FIRST.value))
    log.note(school, LogKind.LINK, log.SCHEDULE, "Selected in PaCT: linked. There is nothing to do here.")


def _unlink(school: School) -> None:
    """Results and log stay."""
    with turn(school, wait=True):
        PactConfig.objects.filter(school=school).update(
            by_vendor=False, state=LinkState.NONE, trouble="", agent_state={}
        )
    log.note(school, LogKind.LINK, log.SCHEDULE, "No longer selected in PaCT. Nothing is sent or collected any more.")
