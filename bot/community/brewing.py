"""What a nudge knows of the round it opened: the brews behind it are another feature's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.community.context import Context
from bot.contract.places import Channel, CommunityId
from bot.contract.replies import Replies
from bot.storage import Session


@dataclass(frozen=True, slots=True)
class Begun:
    """A nudge that is to open a round, by its number."""

    nudge: int
    channel: Channel
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Until when a round takes answers, and how many are up for a brew; None once people were brought together."""

    closes_at: datetime
    joined: int | None


class Rounds(Protocol):
    """Opting in under a nudge, where it opened a round."""

    async def begin(self, session: Session, begun: Sequence[Begun], now: datetime) -> None:
        """Open a round for each, where the community brings people together; once for each nudge."""

    async def standing(self, session: Session, nudge: int) -> Standing | None:
        """How its round stands; None where it opened none."""

    async def coming(self, session: Session, community: CommunityId, at: datetime) -> Standing | None:
        """How the round of a nudge at that time would begin; None where moderators switched brews off."""

    async def cancel(self, session: Session, nudge: int) -> None:
        """The nudge was never posted: nobody is brought together by its round."""

    async def join(self, nudge: int, context: Context) -> Replies | None:
        """Whoever acted is up for a brew; None where the nudge opened no round."""

    async def leave(self, nudge: int, context: Context) -> Replies | None:
        """They changed their mind; None where the nudge opened no round."""
