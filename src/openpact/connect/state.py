"""What an agent must remember over a crash: the upload under way, what is asked for, and how far it came."""

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, Self


@dataclass(frozen=True, slots=True)
class Pending:
    """An upload that was begun: sent again with the same key, PaCT sees one upload."""

    key: str
    digest: str
    trigger: str


@dataclass(frozen=True, slots=True)
class AgentState:
    """`following` is the last upload's exchange while its outcome is open; `asked_*` hold a trigger word."""

    pending: Pending | None = None
    asked_upload: str | None = None
    asked_collect: str | None = None
    last_upload_at: datetime | None = None
    last_digest: str | None = None
    following: str | None = None
    last_collect_at: datetime | None = None
    cursor: int | None = None

    def to_json(self) -> dict[str, Any]:
        data = asdict(self)
        return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in data.items() if v is not None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        known = {f.name: data[f.name] for f in fields(cls) if data.get(f.name) is not None}
        for name in ("last_upload_at", "last_collect_at"):
            if name in known:
                known[name] = datetime.fromisoformat(known[name])
        if "pending" in known:
            known["pending"] = Pending(**{f.name: str(known["pending"][f.name]) for f in fields(Pending)})
        return cls(**known)


class Store(Protocol):
    """Where an agent's state lives. `save` returns once it is durable."""

    def load(self) -> AgentState: ...

    def save(self, state: AgentState) -> None: ...


class FileStore:
    """State in a small JSON file, replaced whole: a crash leaves the old one or the new one."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> AgentState:
        """The state, or a fresh one when there is no file or it cannot be read (nothing but time is lost
        then)."""
        try:
            return AgentState.from_json(json.loads(self.path.read_text("utf-8")))
        except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
            return AgentState()

    def save(self, state: AgentState) -> None:
        replace_file(self.path, json.dumps(state.to_json(), indent=2).encode())


def replace_file(path: Path, data: bytes) -> None:
    """Write durably: a new file beside the old one, flushed to the disk, then renamed over it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(number, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename durable, where the system can open folders (not on Windows)."""
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
