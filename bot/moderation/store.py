"""Queries about setups that haven't started yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select

from bot.contract.places import Channel, CommunityId, Member, Role
from bot.moderation.tables import SetupChoice, SetupDraft
from bot.storage import Session

KEPT = timedelta(days=7)


async def draft(session: Session, community: CommunityId) -> SetupDraft | None:
    """The community's setup, if one was begun. Its community is held by whoever changes it."""
    wanted = select(SetupDraft).where(SetupDraft.community == community)
    return await session.scalar(wanted.execution_options(populate_existing=True))


async def begin(session: Session, community: CommunityId, now: datetime) -> SetupDraft:
    """A setup in which nothing is chosen yet."""
    row = SetupDraft(community=community, changed_at=now)
    session.add(row)
    await session.flush()
    return row


async def drop(session: Session, row: SetupDraft) -> None:
    """Forget a setup, with everything that hangs on it."""
    await session.delete(row)
    await session.flush()


async def heard(session: Session, community: CommunityId) -> tuple[Channel, ...]:
    """The channels that the setup wants to listen in, in the order they were chosen."""
    rows = await _choices(session, community)
    return tuple(row.channel for row in rows if row.channel is not None)


async def moderators(session: Session, community: CommunityId) -> tuple[Member | Role, ...]:
    """Whom the setup wants to moderate the bot, in the order they were chosen."""
    found = (row.member or row.role for row in await _choices(session, community))
    return tuple(each for each in found if each is not None)


async def choose_heard(session: Session, community: CommunityId, channels: Iterable[Channel]) -> None:
    """These channels to listen in, and no others."""
    await _forget(session, community, SetupChoice.channel.is_not(None))
    session.add_all(SetupChoice(community=community, channel=each) for each in channels)
    await session.flush()


async def choose_moderators(session: Session, community: CommunityId, people: Iterable[Member | Role]) -> None:
    """These moderators besides the platform's, and no others."""
    await _forget(session, community, or_(SetupChoice.member.is_not(None), SetupChoice.role.is_not(None)))
    session.add_all(
        SetupChoice(community=community, member=each)
        if isinstance(each, Member)
        else SetupChoice(community=community, role=each)
        for each in people
    )
    await session.flush()


async def bands(session: Session, community: CommunityId) -> tuple[Role, ...]:
    """The roles that the setup wants as age bands, in the order they were chosen."""
    return tuple(row.band for row in await _choices(session, community) if row.band is not None)


async def choose_bands(session: Session, community: CommunityId, roles: Iterable[Role]) -> None:
    """These roles as age bands, and no others."""
    await _forget(session, community, SetupChoice.band.is_not(None))
    session.add_all(SetupChoice(community=community, band=each) for each in roles)
    await session.flush()


async def tidy(session: Session, now: datetime) -> None:
    """Forget what nobody has gone on with."""
    await session.execute(delete(SetupDraft).where(SetupDraft.changed_at < now - KEPT))


async def _choices(session: Session, community: CommunityId) -> Sequence[SetupChoice]:
    wanted = select(SetupChoice).where(SetupChoice.community == community)
    return (await session.scalars(wanted.order_by(SetupChoice.id))).all()


async def _forget(session: Session, community: CommunityId, which: ColumnElement[bool]) -> None:
    await session.execute(delete(SetupChoice).where(SetupChoice.community == community, which))
