"""Which row an id or an NSN belongs to, when more than one row of a file claims it."""

from __future__ import annotations

from .columns import NSN, SMS_ID
from .findings import Findings
from .model import Person, RefusedRow

_BITS = 64
_MASK = (1 << _BITS) - 1


class Claims:
    """The ids and NSNs of the rows read so far.

    Rows with the same id that say the same are one person (repeated-row, a warning). Rows with the same id that differ
    cannot be told right from wrong, so none of them is used (duplicate-id, an error for each); a row that is refused for
    another reason counts as differing. An NSN that two people share is reported for both, and both are used.

    An id is kept with its first line and a hash of what that row said, not with the row: see `Reader`.
    """

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._ids: dict[str, int] = {}  # the line, then 64 bits that stand for the row; 0 for a refused row
        self._nsns: dict[str, int] = {}
        self.contested: set[str] = set()
        self.withdrawn: dict[str, int] = {}

    def person(self, person: Person) -> bool:
        """Whether this row may be used (as far as is known yet)."""
        content = (hash(person) & _MASK) or 1
        before = self._ids.get(person.sms_id)
        if before is None:
            self._ids[person.sms_id] = person.line << _BITS | content
            if person.nsn:
                self._nsn(person.nsn, person.line)
            return True
        if before & _MASK == content and person.sms_id not in self.contested:
            first = before >> _BITS
            self._findings.add("repeated-row", line=person.line, column=SMS_ID, value=person.sms_id, other=first)
        else:
            self._contest(person.sms_id, person.line, before)
        return False

    def refused(self, row: RefusedRow) -> None:
        """A refused row claims its id too, if it has one that can be trusted."""
        if row.sms_id is None:
            return
        before = self._ids.get(row.sms_id)
        if before is None:
            self._ids[row.sms_id] = row.line << _BITS
        else:
            self._contest(row.sms_id, row.line, before)

    def _contest(self, sms_id: str, line: int, before: int) -> None:
        first = before >> _BITS
        if sms_id not in self.contested:
            self.contested.add(sms_id)
            self._findings.add("duplicate-id", line=first, column=SMS_ID, value=sms_id, other=line)
            if before & _MASK:
                self.withdrawn[sms_id] = first
        self._findings.add("duplicate-id", line=line, column=SMS_ID, value=sms_id, other=first)

    def _nsn(self, nsn: str, line: int) -> None:
        first = self._nsns.setdefault(nsn, line)
        if first == line:
            return
        if first > 0:
            self._findings.add("duplicate-nsn", line=first, column=NSN, value=nsn, other=line)
            self._nsns[nsn] = -first  # reported
        self._findings.add("duplicate-nsn", line=line, column=NSN, value=nsn, other=abs(first))
