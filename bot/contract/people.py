"""What a platform knows of somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.contract.places import Role


@dataclass(frozen=True, slots=True)
class Profile:
    """How a member is shown, what they are in, and the zone and locale where the platform knows them.

    ``since`` is when they joined the community, where the platform tells; ``is_here`` False for who isn't in it.
    """

    name: str
    zone: str | None = None
    locale: str | None = None
    roles: frozenset[Role] = frozenset()
    since: datetime | None = None
    is_here: bool = True
