"""Queries for many communities at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import Row, func, select

from bot.community.tables import Community
from bot.contract.places import CommunityId
from bot.nudges.tables import Nudge, PromptRow, QuietDay, RetiredPrompt
from bot.storage import Session, insert_new

KEYS_APART = "\n"
"""Between the keys of prompts that a query brings as one text; no key holds it."""


async def add_nudges(session: Session, rows: Sequence[Mapping[str, object]]) -> Mapping[tuple[int, str], int]:
    """By schedule and slot the number of each that had no nudge yet; the others change nothing."""
    new = await insert_new(session, Nudge, *rows, returning=("schedule_id", "slot", "id"))
    return {(row.schedule_id, row.slot): row.id for row in new}


async def recent_prompts_of(
    session: Session, communities: Collection[CommunityId], most: int
) -> dict[CommunityId, list[str]]:
    """The keys of the prompts used last in each of these communities, newest last."""
    newest = select(Nudge.prompt).where(Nudge.community == Community.id).order_by(Nudge.due_at.desc()).limit(most)
    keys = newest.correlate(Community).subquery()
    together = select(func.aggregate_strings(keys.c.prompt, KEYS_APART)).scalar_subquery()
    found = await session.execute(select(Community.id, together).where(Community.id.in_(communities)))
    return {community: said.split(KEYS_APART)[::-1] for community, said in found.all() if said}


async def quiet_days_of(session: Session, communities: Collection[CommunityId]) -> Sequence[Row[CommunityId, date]]:
    """The local dates on which these communities are left in peace."""
    wanted = select(QuietDay.community, QuietDay.day).where(QuietDay.community.in_(communities))
    return (await session.execute(wanted)).all()


async def retired_keys_of(session: Session, communities: Collection[CommunityId]) -> Sequence[Row[CommunityId, str]]:
    """The library's prompts that these communities don't want."""
    wanted = select(RetiredPrompt.community, RetiredPrompt.key).where(RetiredPrompt.community.in_(communities))
    return (await session.execute(wanted)).all()


async def own_prompts_of(session: Session, communities: Collection[CommunityId]) -> Sequence[PromptRow]:
    """These communities' own prompts that are in use, in the order they were made."""
    wanted = select(PromptRow).where(PromptRow.community.in_(communities), PromptRow.retired_at.is_(None))
    return (await session.scalars(wanted.order_by(PromptRow.id))).all()
