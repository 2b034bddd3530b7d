"""Queries about listened channels, what communities added of their own, blocks of offers, and reports."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from bot.community.store import AT_ONCE
from bot.contract.places import Channel, CommunityId, Member, Receipt
from bot.signposts.tables import (
    ListenedChannel,
    OfferBlock,
    OfferReport,
    OwnStamp,
    PhraseDraft,
    PhraseRow,
    ServiceMark,
    ServiceRow,
)
from bot.storage import Base, Session, insert_once

REPORTS_KEPT = timedelta(days=7)
DRAFTS_KEPT = timedelta(days=1)
RETIRED_KEPT = timedelta(days=180)


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


async def blocks_of(session: Session, members: Collection[Member]) -> Sequence[OfferBlock]:
    """Whose offers these do not want."""
    found: list[OfferBlock] = []
    ordered = list(members)
    for first in range(0, len(ordered), AT_ONCE):
        some = select(OfferBlock).where(OfferBlock.blocker.in_(ordered[first : first + AT_ONCE]))
        found += (await session.scalars(some)).all()
    return found


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


# --- a community's own phrases ----------------------------------------------------------------------


async def put(session: Session, row: Base) -> None:
    """Write a new row down and give it its number."""
    session.add(row)
    await session.flush()


async def drop(session: Session, row: Base) -> None:
    """Delete a row."""
    await session.delete(row)
    await session.flush()


async def own_phrases(session: Session, community: CommunityId) -> Sequence[PhraseRow]:
    """The community's phrases that are in use, oldest first."""
    wanted = select(PhraseRow).where(PhraseRow.community == community, PhraseRow.retired_at.is_(None))
    return (await session.scalars(wanted.order_by(PhraseRow.id))).all()


async def count_phrases(session: Session, community: CommunityId) -> int:
    """How many phrases of its own the community has in use."""
    wanted = select(func.count()).where(PhraseRow.community == community, PhraseRow.retired_at.is_(None))
    return await session.scalar(wanted) or 0


async def own_phrase(session: Session, community: CommunityId, number: int) -> PhraseRow | None:
    """The community's phrase of this number, in use or retired, held until the transaction ends."""
    wanted = select(PhraseRow).where(PhraseRow.community == community, PhraseRow.id == number)
    return await session.scalar(wanted.with_for_update())


async def phrase_draft(session: Session, community: CommunityId, number: int) -> PhraseDraft | None:
    """What a moderator has not saved yet, held until the transaction ends: it is saved once."""
    wanted = select(PhraseDraft).where(PhraseDraft.community == community, PhraseDraft.id == number)
    return await session.scalar(wanted.with_for_update())


# --- a community's own services ---------------------------------------------------------------------


async def own_services(session: Session, community: CommunityId) -> Sequence[ServiceRow]:
    """The community's services that are in use, oldest first."""
    wanted = select(ServiceRow).where(ServiceRow.community == community, ServiceRow.removed_at.is_(None))
    return (await session.scalars(wanted.order_by(ServiceRow.id))).all()


async def count_services(session: Session, community: CommunityId) -> int:
    """How many services of its own the community has in use."""
    wanted = select(func.count()).where(ServiceRow.community == community, ServiceRow.removed_at.is_(None))
    return await session.scalar(wanted) or 0


async def own_service(session: Session, community: CommunityId, number: int) -> ServiceRow | None:
    """The community's service of this number, in use or removed, held until the transaction ends."""
    wanted = select(ServiceRow).where(ServiceRow.community == community, ServiceRow.id == number)
    return await session.scalar(wanted.with_for_update())


async def service_marks(session: Session, community: CommunityId) -> Sequence[ServiceMark]:
    """What the community hides and names first, in the order it was asked for."""
    wanted = select(ServiceMark).where(ServiceMark.community == community)
    return (await session.scalars(wanted.order_by(ServiceMark.made_at, ServiceMark.service))).all()


async def service_mark(session: Session, community: CommunityId, service: str) -> ServiceMark | None:
    """Whether the community hides this service, or names it first; held until the transaction ends."""
    wanted = select(ServiceMark).where(ServiceMark.community == community, ServiceMark.service == service)
    return await session.scalar(wanted.with_for_update())


# --- telling other processes that a community's own things changed ----------------------------------


async def stamp_phrases(session: Session, community: CommunityId, stamp: str) -> None:
    """The community's phrases are others than they were."""
    await _stamp(session, community, "phrases", stamp)


async def stamp_services(session: Session, community: CommunityId, stamp: str) -> None:
    """The community's services are others than they were."""
    await _stamp(session, community, "services", stamp)


async def stamps(session: Session) -> Sequence[OwnStamp]:
    """Every community that ever added something of its own, with its stamps."""
    return (await session.scalars(select(OwnStamp))).all()


async def tidy_own(session: Session, now: datetime) -> None:
    """Delete drafts that nobody saved, and what was retired or removed long ago."""
    await session.execute(delete(PhraseDraft).where(PhraseDraft.made_at <= now - DRAFTS_KEPT))
    await session.execute(delete(PhraseRow).where(PhraseRow.retired_at <= now - RETIRED_KEPT))
    await session.execute(delete(ServiceRow).where(ServiceRow.removed_at <= now - RETIRED_KEPT))


async def _stamp(session: Session, community: CommunityId, part: str, stamp: str) -> None:
    await insert_once(session, OwnStamp, {"community": community})
    await session.execute(update(OwnStamp).where(OwnStamp.community == community).values({part: stamp}))
