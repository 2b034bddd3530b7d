"""Queries about what moderators and members chose about brews, who is free now, who asked whom, and what felt wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, select, update

from bot.brews.tables import HOURS_OPEN, BrewAsk, Brewer, BrewSettings, Concern, NotWith, Waiting
from bot.community.store import LEFT
from bot.contract.places import CommunityId, Member
from bot.storage import Session, insert_once

DEFAULTS: dict[str, Any] = {"is_on": True, "hours": HOURS_OPEN, "newcomers_wait": 0}

ASKS_KEPT = timedelta(days=7)
CONCERNS_KEPT = timedelta(days=7)

SOME = 500
"""So many values fit into one statement on every database."""


async def settings(session: Session, community: CommunityId) -> BrewSettings:
    """What the moderators chose, or every default; a row that isn't there isn't written."""
    known = await session.get(BrewSettings, community)
    return known or BrewSettings(community=community, **DEFAULTS)


async def settings_to_change(session: Session, community: CommunityId) -> BrewSettings:
    """The same, begun with every default, and held until the transaction ends."""
    await insert_once(session, BrewSettings, {"community": community, **DEFAULTS})
    mine = select(BrewSettings).where(BrewSettings.community == community).with_for_update()
    return (await session.scalars(mine.execution_options(populate_existing=True))).one()


async def settings_of(session: Session, communities: Collection[CommunityId]) -> Mapping[CommunityId, BrewSettings]:
    """Those of these communities in which moderators chose something."""
    found = await session.scalars(select(BrewSettings).where(BrewSettings.community.in_(communities)))
    return {row.community: row for row in found}


async def brewer(session: Session, member: Member) -> Brewer | None:
    """What the member chose, or None where they never were up for a brew."""
    return await session.get(Brewer, member)


async def brewer_to_change(session: Session, member: Member, now: datetime) -> Brewer:
    """The same, begun with every default, and held until the transaction ends."""
    row = {
        "member": member,
        "community": member.community,
        "first_at": now,
        "every_round": False,
        "asks_off": False,
        "unanswered": 0,
    }
    await insert_once(session, Brewer, row)
    mine = select(Brewer).where(Brewer.member == member).with_for_update()
    return (await session.scalars(mine.execution_options(populate_existing=True))).one()


async def brewers(session: Session, members: Collection[Member]) -> Mapping[Member, Brewer]:
    """What these chose, those of them who ever chose something."""
    found: dict[Member, Brewer] = {}
    for some in _in_parts(members):
        rows = await session.scalars(select(Brewer).where(Brewer.member.in_(some)))
        found |= {row.member: row for row in rows}
    return found


async def in_every_round(session: Session, communities: Collection[CommunityId]) -> Sequence[Brewer]:
    """Those who want to be in every round of these communities and aren't paused."""
    wanted = select(Brewer).where(Brewer.community.in_(communities), Brewer.every_round, Brewer.paused_at.is_(None))
    return (await session.scalars(wanted.order_by(Brewer.member).with_for_update())).all()


async def not_with(session: Session, members: Collection[Member]) -> Sequence[NotWith]:
    """What these don't want, of whom only hashes tell."""
    found: list[NotWith] = []
    for some in _in_parts(members):
        wanted = select(NotWith).where(NotWith.member.in_(some))
        found += (await session.scalars(wanted.order_by(NotWith.id))).all()
    return found


async def drop_not_with(session: Session, ids: Collection[int]) -> None:
    """Take these back."""
    await session.execute(delete(NotWith).where(NotWith.id.in_(ids)))


async def waiting(session: Session, community: CommunityId, now: datetime) -> Sequence[Waiting]:
    """Who is free now, the longest first; held: two who come at once are matched once."""
    wanted = select(Waiting).where(Waiting.community == community, Waiting.until > now)
    return (await session.scalars(wanted.order_by(Waiting.since, Waiting.member).with_for_update())).all()


async def free_until(session: Session, member: Member, now: datetime) -> datetime | None:
    """Until when the member is free; None where they aren't on the list."""
    return await session.scalar(select(Waiting.until).where(Waiting.member == member, Waiting.until > now))


async def crowded(session: Session, now: datetime) -> Sequence[CommunityId]:
    """The communities in which more than one is free now, and somebody has just come."""
    wanted = select(Waiting.community).where(Waiting.until > now, Waiting.community.not_in(LEFT))
    wanted = wanted.group_by(Waiting.community).having(func.count() > 1)
    come = select(Waiting.community).where(Waiting.is_new.is_(True))
    return (await session.scalars(wanted.having(Waiting.community.in_(come)))).all()


async def newest_waiting(session: Session) -> datetime | None:
    """Since when somebody is free for whom nobody has been looked for yet, where others are, too."""
    others = select(Waiting.community).group_by(Waiting.community).having(func.count() > 1)
    wanted = select(func.min(Waiting.since)).where(Waiting.is_new.is_(True), Waiting.community.in_(others))
    wanted = wanted.where(Waiting.community.not_in(LEFT))
    return await session.scalar(wanted)


async def note_looked(session: Session, members: Collection[Member]) -> None:
    """A partner was looked for, for these."""
    await session.execute(update(Waiting).where(Waiting.member.in_(members)).values(is_new=False))


async def wait(session: Session, member: Member, now: datetime, until: datetime) -> None:
    """The member is free until then."""
    await stop_waiting(session, [member])
    row = {"member": member, "community": member.community, "since": now, "until": until, "is_new": True}
    await insert_once(session, Waiting, row)


async def stop_waiting(session: Session, members: Collection[Member]) -> bool:
    """They are free no longer; whether anybody was."""
    gone = await session.execute(delete(Waiting).where(Waiting.member.in_(members)))
    return cast("CursorResult[Any]", gone).rowcount > 0


async def ask_of(session: Session, id_: int, asked: Member) -> BrewAsk | None:
    """The ask of this number, if it is for this member; held until the transaction ends."""
    wanted = select(BrewAsk).where(BrewAsk.id == id_, BrewAsk.asked == asked)
    return await session.scalar(wanted.with_for_update())


async def ask_by_number(session: Session, id_: int) -> BrewAsk | None:
    """The ask that a delivery is about."""
    return await session.get(BrewAsk, id_)


async def concern(session: Session, key: str) -> Concern | None:
    """What somebody told, until the moderators have been."""
    return await session.get(Concern, key)


async def forget_concern(session: Session, key: str) -> None:
    """The moderators have been told, or can't be."""
    await session.execute(delete(Concern).where(Concern.key == key))


async def tidy(session: Session, now: datetime) -> None:
    """Delete what has had its time."""
    await session.execute(delete(Waiting).where(Waiting.until <= now))
    await session.execute(delete(BrewAsk).where(BrewAsk.at < now - ASKS_KEPT))
    await session.execute(delete(Concern).where(Concern.at < now - CONCERNS_KEPT))


def _in_parts(members: Collection[Member]) -> Sequence[Sequence[Member]]:
    ordered = list(members)
    return [ordered[first : first + SOME] for first in range(0, len(ordered), SOME)]
