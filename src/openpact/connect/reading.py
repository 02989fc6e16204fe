"""Reading what PaCT answers."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")


def text(data: Mapping[str, Any], key: str, default: str = "") -> str:
    value = data.get(key)
    return default if value is None else str(value)


def maybe(value: Any, make: Callable[[Any], T]) -> T | None:
    return None if value is None or value == "" else make(value)
