"""Who is to be matched, and what is known of whom they met: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

Pair = tuple[str, str]
"""Two people's ids, the smaller first."""


class Wish(Enum):
    """What somebody said they would like of a brew; nothing else is made of it, and nobody is shown it."""

    LISTEN = "listen"
    BE_HEARD = "be heard"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is up for a brew. ``band`` is empty where everybody may meet everybody.

    ``offset`` is their clock's distance from UTC in minutes; ``threes`` how often they have been in a three, and
    ``last_three`` how many days ago.
    """

    id: str
    language: str = ""
    offset: int = 0
    wish: Wish | None = None
    band: str = ""
    threes: int = 0
    last_three: int = 0


@dataclass(frozen=True, slots=True)
class History:
    """``met``: how many days ago two of them met last. ``apart``: who is never brought together, whoever asked."""

    met: Mapping[Pair, int] = field(default_factory=dict)
    apart: frozenset[Pair] = frozenset()


def pair(one: str, other: str) -> Pair:
    """Both in the order by which they are looked up."""
    return (one, other) if one < other else (other, one)
