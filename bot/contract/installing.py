"""Where the bot was installed and with what it acts there, kept for an adapter that takes installations."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.contract.places import CommunityId, Member


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the bot acts with; it is never shown. ``expires_at`` is None where it lasts."""

    access: str = field(repr=False)
    refresh: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Installation:
    """The bot in one workspace or in a whole organisation, whose native id is ``id``.

    ``installed_by`` is None where they have had their name forgotten.
    """

    id: str
    name: str
    bot_user: str
    scopes: frozenset[str]
    tokens: Tokens
    installed_by: Member | None
    installed_at: datetime


Renew = Callable[[Tokens], Awaitable[Tokens]]
"""Trades tokens that are about to expire for new ones, at the platform."""


class Installations(Protocol):
    """Keeps them, encrypted. Any call may raise Busy where the database can't be used just now."""

    async def keep(self, installation: Installation, communities: tuple[CommunityId, ...]) -> None:
        """Keep it in place of an older one, and that these communities belong to it."""

    async def of(self, community: CommunityId) -> Installation | None:
        """The one that a community belongs to."""

    async def belongs(self, community: CommunityId, installation: str) -> bool:
        """Let a community belong to an installation from now on; False where there is none."""

    async def leaves(self, community: CommunityId) -> None:
        """Let a community belong to no installation any more."""

    async def communities(self) -> tuple[CommunityId, ...]:
        """Every community that belongs to one."""

    async def belonging(self, id_: str) -> tuple[CommunityId, ...]:
        """The communities that belong to an installation."""

    async def drop(self, id_: str) -> None:
        """Forget it, tokens and all."""

    async def renewed(self, id_: str, renew: Renew, *, now: datetime, soon: datetime) -> Installation | None:
        """The installation with tokens that last beyond ``soon``.

        One process trades them at a time; the others go on with what they have. None where it is gone.
        """

    async def begin(self, state: str, browser: str, *, now: datetime, until: datetime) -> None:
        """Remember that somebody's browser set out to install the bot."""

    async def arrive(self, state: str, browser: str, *, now: datetime) -> bool:
        """Whether the same browser set out with this state, not long ago, and hasn't arrived before. Then it has."""
