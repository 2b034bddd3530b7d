"""Queries about listened channels, blocks of offers, and reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from bot.contract.places import Channel, CommunityId, Member, Receipt
from bot.signposts.tables import ListenedChannel, OfferBlock, OfferReport
from bot.storage import Session, insert_once

REPORTS_KEPT = timedelta(days=7)


async def listened(session: Session, channel: Channel) -> ListenedChannel | None:
    """The row of this channel, be its notice posted or on its way."""
    return await session.get(ListenedChannel, channel)


async def listened_to_change(session: Session, channel: Channel) -> ListenedChannel | None:
    """The same, held until the transaction ends: its notice may be settled and stopped at once."""
    mine = select(ListenedChannel).where(ListenedChannel.channel == channel).with_for_update()
    return await session.scalar(mine.execution_options(populate_existing=True))


async def all_heard(session: Session) -> Sequence[Channel]:
    """Every channel, of every community, whose notice stands."""
    return (await session.scalars(select(ListenedChannel.channel).where(ListenedChannel.notice.is_not(None)))).all()


async def of_community(session: Session, community: CommunityId) -> Sequence[ListenedChannel]:
    """The community's listened channels."""
    wanted = select(ListenedChannel).where(ListenedChannel.community == community)
    return (await session.scalars(wanted.order_by(ListenedChannel.asked_at))).all()


async def with_notice(session: Session, notice: Receipt) -> ListenedChannel | None:
    """The channel whose notice stands there."""
    return await session.scalar(select(ListenedChannel).where(ListenedChannel.notice == notice).with_for_update())


async def add(session: Session, channel: Channel, now: datetime) -> bool:
    """Remember that a moderator asked for it; False where somebody had already."""
    row = {"channel": channel, "community": channel.community, "asked_at": now}
    return await insert_once(session, ListenedChannel, row) == 1


async def remove(session: Session, row: ListenedChannel) -> None:
    """Stop."""
    await session.delete(row)
    await session.flush()


async def to_renew(session: Session, now: datetime) -> Sequence[ListenedChannel]:
    """The channels, of every community, whose notice has stood long enough; held until the transaction ends."""
    due = select(ListenedChannel).where(ListenedChannel.renew_at <= now)
    return (await session.scalars(due.with_for_update(skip_locked=True))).all()


async def blocks(session: Session, blocker: Member) -> Sequence[OfferBlock]:
    """Those whose offers the member does not want."""
    return (await session.scalars(select(OfferBlock).where(OfferBlock.blocker == blocker))).all()


async def add_block(session: Session, blocker: Member, salt: str, hash_: str) -> None:
    """Pass on nothing more from the one behind this hash."""
    await insert_once(session, OfferBlock, {"blocker": blocker, "salt": salt, "hash": hash_})


async def remove_blocks(session: Session, ids: Sequence[int]) -> None:
    """Pass on from them again."""
    await session.execute(delete(OfferBlock).where(OfferBlock.id.in_(ids)))


async def add_report(session: Session, key: str, reporter: Member, about: Member, now: datetime) -> None:
    """Keep a report until it has been posted."""
    await insert_once(session, OfferReport, {"key": key, "reporter": reporter, "about": about, "made_at": now})


async def report(session: Session, key: str) -> OfferReport | None:
    """The report, if it is still to be told."""
    return await session.get(OfferReport, key)


async def forget_report(session: Session, key: str) -> None:
    """It has been told, or can't be."""
    await session.execute(delete(OfferReport).where(OfferReport.key == key))


async def tidy(session: Session, now: datetime) -> None:
    """Delete reports that nobody could be told of."""
    await session.execute(delete(OfferReport).where(OfferReport.made_at <= now - REPORTS_KEPT))
