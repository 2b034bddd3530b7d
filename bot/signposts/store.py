"""Queries about listened channels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from bot.contract.places import Channel, CommunityId, Receipt
from bot.signposts.tables import ListenedChannel
from bot.storage import Session, insert_once


async def listened(session: Session, channel: Channel) -> ListenedChannel | None:
    """The row of this channel, be its notice posted or on its way."""
    return await session.get(ListenedChannel, channel)


async def all_heard(session: Session) -> Sequence[Channel]:
    """Every channel, of every community, whose notice stands."""
    return (await session.scalars(select(ListenedChannel.channel).where(ListenedChannel.notice.is_not(None)))).all()


async def of_community(session: Session, community: CommunityId) -> Sequence[ListenedChannel]:
    """The community's listened channels."""
    wanted = select(ListenedChannel).where(ListenedChannel.community == community)
    return (await session.scalars(wanted.order_by(ListenedChannel.asked_at))).all()


async def with_notice(session: Session, notice: Receipt) -> ListenedChannel | None:
    """The channel whose notice stands there."""
    return await session.scalar(select(ListenedChannel).where(ListenedChannel.notice == notice))


async def add(session: Session, channel: Channel, now: datetime) -> bool:
    """Remember that a moderator asked for it; False where somebody had already."""
    row = {"channel": channel, "community": channel.community, "asked_at": now}
    return await insert_once(session, ListenedChannel, row) == 1


async def remove(session: Session, row: ListenedChannel) -> None:
    """Stop."""
    await session.delete(row)
    await session.flush()
