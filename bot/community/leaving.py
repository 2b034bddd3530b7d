"""A community that removed the bot: nothing more is sent there, and what is held of it goes after a while."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.community import store
from bot.community.tables import Community
from bot.delivery import store as ledger
from bot.storage import Session

REMOVED = "the community removed the bot"


async def leave(session: Session, community: Community, *, now: datetime, kept: timedelta) -> None:
    """Send nothing there from now on, and forget it all after that time: at once for none."""
    if not kept:
        await store.erase(session, community.id)
        return
    await ledger.cancel_all(session, community.id, now=now, reason=REMOVED)
    community.left_at = community.left_at or now
    await session.flush()


def come_back(community: Community) -> None:
    """The bot was added again before everything was forgotten: it goes on where it stopped."""
    community.left_at = None


async def forget_left(session: Session, *, now: datetime, kept: timedelta) -> None:
    """Erase every community that has been gone for that time."""
    for each in await store.left_before(session, now - kept):
        await store.erase(session, each)
