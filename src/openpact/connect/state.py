"""What an agent must remember over a crash: the upload under way, what is asked for, and how far it came."""

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, Self

from openpact.link.schedule import Pause

from .values import Connection, Moves, pause_from_json


@dataclass(frozen=True, slots=True)
class Pending:
    """An upload that was begun: sent again with the same key, PaCT sees one upload."""

    key: str
    digest: str
    trigger: str


@dataclass(frozen=True, slots=True)
class Told:
    """What PaCT said of the schedule, and when: enough to know what is due while it cannot be reached. Both directions
    as (since, last automatic, last by hand); `since` None: nothing moves by itself."""

    at: datetime
    uploads: Moves
    downloads: Moves
    pauses: tuple[Pause, ...] = ()

    @classmethod
    def by(cls, connection: Connection, now: datetime) -> Self:
        return cls(now, _bare(connection.uploads), _bare(connection.downloads), connection.pauses)

    def to_json(self) -> dict[str, Any]:
        return {
            "at": self.at.isoformat(),
            "uploads": _moments(self.uploads),
            "downloads": _moments(self.downloads),
            "pauses": [{"first": p.first.isoformat(), "last": p.last.isoformat()} for p in self.pauses],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            datetime.fromisoformat(data["at"]),
            Moves.from_json(data["uploads"]),
            Moves.from_json(data["downloads"]),
            tuple(pause_from_json(pause) for pause in data["pauses"]),
        )


def _bare(moves: Moves) -> Moves:
    return Moves(since=moves.since, last_automatic=moves.last_automatic, last_manual=moves.last_manual)


def _moments(moves: Moves) -> dict[str, str]:
    told = (("since", moves.since), ("last_automatic", moves.last_automatic), ("last_manual", moves.last_manual))
    return {name: at.isoformat() for name, at in told if at is not None}


@dataclass(frozen=True, slots=True)
class AgentState:
    """`following` is the last upload's exchange while its outcome is open; `asked_*` hold a trigger word. `uploads` and
    `collections` say when each kind of exchange last happened, by its trigger word."""

    pending: Pending | None = None
    asked_upload: str | None = None
    asked_collect: str | None = None
    last_upload_at: datetime | None = None
    uploads: Mapping[str, datetime] = field(default_factory=dict)
    last_digest: str | None = None
    following: str | None = None
    last_collect_at: datetime | None = None
    collections: Mapping[str, datetime] = field(default_factory=dict)
    cursor: int | None = None
    told: Told | None = None

    def to_json(self) -> dict[str, Any]:
        data = asdict(replace(self, told=None))
        known = {k: v.isoformat() if isinstance(v, datetime) else v for k, v in data.items() if v is not None}
        for name in ("uploads", "collections"):
            known[name] = {trigger: at.isoformat() for trigger, at in data[name].items()}
        return known | ({"told": self.told.to_json()} if self.told else {})

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        known = {f.name: data[f.name] for f in fields(cls) if data.get(f.name) is not None}
        for name in ("last_upload_at", "last_collect_at"):
            if name in known:
                known[name] = datetime.fromisoformat(known[name])
        for name in ("uploads", "collections"):
            if name in known:
                known[name] = {trigger: datetime.fromisoformat(at) for trigger, at in known[name].items()}
        if "pending" in known:
            known["pending"] = Pending(**{f.name: str(known["pending"][f.name]) for f in fields(Pending)})
        if "told" in known:
            known["told"] = Told.from_json(known["told"])
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
