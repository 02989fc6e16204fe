"""The report: which rule, what was seen, what was expected, how to mend. No secrets, no people, no files in it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from openpact import __version__

from .rules import RULES, Rule, Side

#: What is said of a rule at which no part of the run looked.
NOT_COME_TO = "The run did not come to it."


class Outcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_SEEN = "not seen"


class Exit(IntEnum):
    PASSED = 0
    FAILED = 1
    USAGE = 2
    NOT_ALL_SEEN = 4


@dataclass(frozen=True, slots=True)
class Finding:
    rule: str
    outcome: Outcome
    seen: str


@dataclass
class Report:
    """Findings as they come; the last word on a rule counts, and a failure stays one."""

    side: Side
    target: str
    at: datetime
    #: Rules that do not concern the target.
    leaves_out: frozenset[str] = frozenset()
    findings: dict[str, Finding] = field(default_factory=dict)

    def passed(self, rule: str, seen: str) -> None:
        if rule not in self.findings or self.findings[rule].outcome is Outcome.NOT_SEEN:
            self._note(rule, Outcome.PASSED, seen)

    def failed(self, rule: str, seen: str) -> None:
        self._note(rule, Outcome.FAILED, seen)

    def check(self, rule: str, holds: bool, seen: str) -> bool:
        (self.passed if holds else self.failed)(rule, seen)
        return holds

    def not_seen(self, rule: str, why: str) -> None:
        if rule not in self.findings:
            self._note(rule, Outcome.NOT_SEEN, why)

    def _note(self, rule: str, outcome: Outcome, seen: str) -> None:
        if RULES[rule].side is not self.side:
            raise KeyError(rule)
        self.findings[rule] = Finding(rule, outcome, seen)

    def all(self) -> list[tuple[Rule, Finding]]:
        """Every rule of this side, in the catalogue's order."""
        unseen = Outcome.NOT_SEEN
        return [
            (rule, self.findings.get(rule.id) or Finding(rule.id, unseen, NOT_COME_TO))
            for rule in RULES.values()
            if rule.side is self.side and rule.id not in self.leaves_out
        ]

    @property
    def exit_code(self) -> Exit:
        musts = [finding.outcome for rule, finding in self.all() if rule.must]
        if Outcome.FAILED in musts:
            return Exit.FAILED
        return Exit.NOT_ALL_SEEN if Outcome.NOT_SEEN in musts else Exit.PASSED

    def as_json(self) -> str:
        return json.dumps(
            {**self._head(), "rules": [{**asdict(rule), **asdict(f)} for rule, f in self.all()]}, indent=2
        )

    def as_markdown(self) -> str:
        """To be read, and to be sent in."""
        head = "\n".join(f"- {name}: {value}" for name, value in self._head().items())
        return f"# OpenPaCT conformance report\n\n{head}\n\n" + "\n".join(self._sections()) + "\n"

    def _head(self) -> dict[str, Any]:
        outcomes = [finding.outcome for _, finding in self.all()]
        return {
            "openpact": __version__,
            "date": f"{self.at:%Y-%m-%d %H:%M} UTC",
            "for": {Side.SMS: "an SMS", Side.HUB: "a PaCT"}[self.side],
            "target": self.target,
            **{str(outcome): outcomes.count(outcome) for outcome in Outcome},
            "result": self.exit_code.name.lower().replace("_", " "),
        }

    def _sections(self) -> Iterable[str]:
        for rule, finding in self.all():
            yield f"## {finding.outcome}: {rule.id}{'' if rule.must else ' (advice)'}\n"
            yield f"- area: {rule.area}\n- expected: {rule.expected}\n- seen: {finding.seen}"
            if finding.outcome is Outcome.FAILED:
                yield f"- how to mend: {rule.mend}"
            yield ""
