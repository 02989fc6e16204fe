"""`openpact connect pull`"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from ..errors import NotSaved
from ..judgements import Judgement
from ..rows import COLUMNS, Form, as_text, columns_of
from ..state import replace_file
from ..transfer import collect
from .common import (
    AllowHttp,
    SchoolNumber,
    SecretFile,
    StateFile,
    Url,
    errors,
    human_errors,
    open_client,
    open_store,
    read_secret,
)


def pull(
    url: Url,
    secret_file: SecretFile = None,
    school: SchoolNumber = None,
    output: Annotated[Path | None, typer.Option("--output", help="Write here instead of standard output.")] = None,
    form: Annotated[Form, typer.Option("--format", help="CSV, or one JSON object a line.")] = Form.CSV,
    append: Annotated[bool, typer.Option("--append", help="Add to the output file if it exists.")] = False,
    state: StateFile = None,
    allow_http: AllowHttp = False,
) -> None:
    """Collect the judgements that PaCT has ready. Rows are on the disk before PaCT is told that they arrived.

    After a crash the last rows may come twice, never not at all: (id, version) tells them apart.
    """
    with human_errors():
        secret = read_secret(secret_file)
        sink = FileSink(output, form, append=append) if output else StreamSink(form)
        with open_client(url, secret, school=school, allow_http=allow_http) as client:
            try:
                rows = collect(client, open_store(state, secret), sink)
            except OSError as error:
                raise NotSaved(error.strerror or type(error).__name__) from error
        errors.print(f"{rows} judgements collected." if rows else "Nothing new.", markup=False)


class FileSink:
    """Rows into one file, which is replaced whole: it never holds half a row."""

    def __init__(self, path: Path, form: Form, *, append: bool) -> None:
        if not append and path.exists() and path.stat().st_size:
            raise NotSaved(f"{path} is already there; move it away, or use --append")
        self._path, self._form = path, form

    def __call__(self, rows: Sequence[Judgement]) -> None:
        before = self._path.read_bytes() if self._path.exists() else b""
        # Rows are added under the header that is there: an older one has fewer columns.
        columns = columns_of(before.decode("utf-8-sig")) if before else COLUMNS
        text = as_text(rows, self._form, header=not before, columns=columns)
        replace_file(self._path, before + text.encode())


class StreamSink:
    """Rows to standard output, flushed through to the disk where it is a file."""

    def __init__(self, form: Form) -> None:
        self._form, self._header = form, True

    def __call__(self, rows: Sequence[Judgement]) -> None:
        sys.stdout.write(as_text(rows, self._form, header=self._header))
        sys.stdout.flush()
        self._header = False
        try:
            os.fsync(sys.stdout.fileno())
        except (OSError, ValueError):  # a pipe or a terminal has no disk beneath it
            return
