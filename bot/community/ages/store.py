"""Queries about age bands."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from bot.community.tables import AgeBand, Community
from bot.contract.places import CommunityId, Role
from bot.storage import Session


async def age_bands(session: Session, community_id: CommunityId) -> Sequence[AgeBand]:
    """The roles that moderators named as age bands, in that order."""
    wanted = select(AgeBand).where(AgeBand.community == community_id)
    return (await session.scalars(wanted.order_by(AgeBand.id))).all()


async def name_age_band(session: Session, role: Role) -> None:
    """Whoever has the role is of that band from now on."""
    session.add(AgeBand(community=role.community, role=role))
    await session.flush()


async def drop_age_band(session: Session, row: AgeBand) -> None:
    """It is no band any more."""
    await session.delete(row)
    await session.flush()


async def answered(session: Session, communities: Collection[CommunityId]) -> frozenset[CommunityId]:
    """Those of these whose moderators answered whether under-18s may be there."""
    wanted = select(Community.id).where(Community.id.in_(communities), Community.under_18s.is_not(None))
    return frozenset((await session.scalars(wanted)).all())
