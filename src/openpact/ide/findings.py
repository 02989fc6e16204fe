"""What has been found so far in the file that is being read."""

from __future__ import annotations

from openpact.said import Value

from . import counts
from .codes import issue
from .model import Issue, UnusableFile


class Findings:
    """The issues of one file, and a limit to how many are worth keeping."""

    def __init__(self, limit: int) -> None:
        self.issues: list[Issue] = []
        self._limit = limit

    def add(
        self, code: str, *, line: int | None = None, column: str | None = None, value: str = "", **details: Value
    ) -> None:
        """Add a finding. Raises UnusableFile (too-many-issues) when there are more than the limit."""
        self.keep(issue(code, line=line, column=column, value=value, **details))

    def keep(self, found: Issue) -> None:
        """Add a finding that is already made. Raises UnusableFile as `add` does."""
        if len(self.issues) >= self._limit:
            raise UnusableFile(issue("too-many-issues", line=found.line, limit=counts.of_findings(self._limit)))
        self.issues.append(found)
