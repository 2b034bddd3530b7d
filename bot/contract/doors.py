"""Addresses at which a platform calls us: an adapter declares them, and the one web application serves them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Called:
    """A request, whole: header names in lower case, the body as it came over the wire."""

    method: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Answered:
    """What is sent back."""

    status: int = 200
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class Door:
    """One address. Whoever calls is checked by ``answer`` itself; a body over ``most_bytes`` doesn't reach it (413)."""

    method: str
    path: str
    answer: Callable[[Called], Awaitable[Answered]]
    most_bytes: int = 0
