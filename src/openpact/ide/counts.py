"""Counts within a finding, each a phrase of its own: other languages have more forms than English, which has one here."""

from __future__ import annotations

from openpact.said import Said, ngettext


def of_bytes(n: int) -> Said:
    return ngettext("{n:,} bytes", "{n:,} bytes", n)


def of_columns(n: int) -> Said:
    return ngettext("{n:,} columns", "{n:,} columns", n)


def of_rows(n: int) -> Said:
    return ngettext("{n:,} rows", "{n:,} rows", n)


def of_findings(n: int) -> Said:
    return ngettext("{n:,} findings", "{n:,} findings", n)


def of_characters(n: int) -> Said:
    return ngettext("{n} characters", "{n} characters", n)


def of_cells(n: int, *, out_of: int | None = None) -> Said:
    if out_of is None:
        return ngettext("{n} cells", "{n} cells", n)
    return ngettext("{n} of {all} cells", "{n} of {all} cells", n, all=out_of)
