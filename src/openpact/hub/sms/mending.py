"""What is to mend in an SMS, so that it is known again in the next upload: lines move, and another person's row is another
thing."""

import hashlib

from openpact import ide


def to_mend(file: ide.IdeFile) -> list[str]:
    """A key for each error in a row that is not used, sorted: of whose row it is, what is wrong, and in which column.

    A row whose id cannot be made out is known by its cells (a line that is too long for that, by its beginning). Hashed: the
    keys name nobody.
    """
    rows = {row.line: row.sms_id or "\t".join(row.cells) for row in file.refused}
    errors = [found for found in file.issues if found.severity is ide.Severity.ERROR and found.line in rows]
    return sorted({_key(rows[found.line] or found.value, found.code, found.column or "") for found in errors})


def _key(*what: str) -> str:
    return hashlib.sha256("\n".join(what).encode()).hexdigest()[:16]
