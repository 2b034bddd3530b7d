"""What a fault's trial is asked for, and what it saw: a row of the table that `make faults` prints."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Size(Enum):
    """How much of a trial is run: a moment of it within `make test`, all of it with `make faults`."""

    SHORT = "short"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Seen:
    """One trial. ``saw`` gives the figures in a sentence; ``holds`` is what was checked, not what was hoped."""

    fault: str
    database: str
    must_hold: str
    saw: str
    holds: bool
