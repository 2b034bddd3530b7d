"""A round closes, or somebody free turns up: whoever is there is matched, once, and everybody hears of it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from random import Random

import structlog

from bot.brews import store, wording
from bot.brews.gathering import Around, Blocked, Gathered, around, gathered, profiles
from bot.brews.hours import awake_together
from bot.brews.icebreakers import BREAKERS
from bot.brews.matching import Matching, match
from bot.brews.people import History, Pair, pair
from bot.brews.tables import Match, Round
from bot.brews.wishes import store as wishes
from bot.community import store as communities
from bot.community.ages.bands import Under18s
from bot.contract.people import Profile
from bot.contract.places import CommunityId, Member
from bot.contract.ports import Platform
from bot.delivery import store as ledger
from bot.delivery.ledger import Planned, new_key
from bot.storage import Session, Storage

log = structlog.get_logger("brewmate.brews")

ALONE = "brew.alone"
"""The kind of the line to somebody for whom there was nobody."""

AT_ONCE = 20
IN_A_THREAD = 200
"""From so many people on they are matched beside the loop, so that nothing else has to wait for it."""

PATIENCE = timedelta(minutes=30)
"""How long a round waits for a platform that doesn't say who is of which age; then those are matched whom it named."""

STILL_WANTED = timedelta(days=1)
"""How long after its end a round is still matched, where nobody could at once."""

TRIES = 3

Platforms = Mapping[str, Platform]


@dataclass(frozen=True, slots=True)
class Found:
    """Who is matched with whom, and what was known of them."""

    matching: Matching
    known: Gathered


class Bringing:
    """Brings people together, in communities whose platforms are at hand."""

    def __init__(self, storage: Storage, blocked: Blocked) -> None:
        self._storage = storage
        self._blocked = blocked

    async def rounds(self, platforms: Platforms, now: datetime) -> None:
        """Close what is over, and match whoever is in it. A crash on the way is made good at the next look."""
        async with self._storage.write() as session:
            due = await store.due_rounds(session, now, AT_ONCE)
            await store.close(session, [each.id for each in due])
            ours = [(each.id, each.community, each.closes_at) for each in due if each.community.platform in platforms]
        for id_, community, closed_at in ours:
            if now > closed_at + STILL_WANTED:
                await self._cancel(id_, community, now)
                continue
            await self._round(id_, community, closed_at, platforms[community.platform], now)

    async def waiting(self, platforms: Platforms, now: datetime) -> None:
        """Match whoever is free now."""
        async with self._storage.read() as session:
            crowded = [each for each in await wishes.crowded(session, now) if each.platform in platforms]
        for community in crowded:
            await self._waiting(community, platforms[community.platform], now)

    async def _round(
        self, id_: int, community: CommunityId, closed_at: datetime, platform: Platform, now: datetime
    ) -> None:
        for _ in range(TRIES):
            async with self._storage.read() as session:
                members = await store.joined(session, id_)
            found = await self._matched(members, closed_at, platform, now, seed=id_)
            if found is None:
                return
            async with self._storage.write() as session:
                held = await store.round_of(session, community, id_)
                if held is None or held.state != "closing":
                    return
                if await store.joined(session, id_) == members:
                    await _write_round(session, held, found, members, now)
                    log.info("round_matched", reference=id_, count=len(members))
                    return

    async def _cancel(self, id_: int, community: CommunityId, now: datetime) -> None:
        """It has been over for so long that nobody expects to be introduced any more: they hear that it didn’t work."""
        async with self._storage.write() as session:
            held = await store.round_of(session, community, id_)
            if held is not None and held.state == "closing":
                members = await store.joined(session, id_)
                await ledger.plan(session, [Planned(ALONE, str(id_), "", each, now) for each in members])
                await store.forget_joined(session, id_)
                held.state = "cancelled"

    async def _waiting(self, community: CommunityId, platform: Platform, now: datetime) -> None:
        async with self._storage.read() as session:
            waiting = await wishes.waiting(session, community, now)
        if not waiting:
            return
        members = [each.member for each in waiting]
        found = await self._matched(members, waiting[0].since, platform, now, seed=len(members))
        if found is None:
            return
        async with self._storage.write() as session:
            free = {each.member for each in await wishes.waiting(session, community, now)}
            for group in found.matching.groups:
                together = [Member(community, each) for each in group]
                if free.issuperset(together):
                    await wishes.stop_waiting(session, together)
                    await bring(session, together, None, found.known, now, breaker=now.minute)
            await wishes.note_looked(session, members)

    async def _matched(
        self, members: Sequence[Member], since: datetime, platform: Platform, now: datetime, *, seed: int
    ) -> Found | None:
        """None where it has to be tried again later: somebody's age band isn't known just now."""
        known = await profiles(platform, members)
        async with self._storage.read() as session:
            row = await communities.community(session, members[0].community) if members else None
            if row is None:
                return Found(Matching((), ()), Gathered((), History(), {}, {}))
            there = await around(session, row)
            if _has_to_wait(there, known, since, now):
                return None
            ready = await gathered(session, there, known, self._blocked, now)
        if len(ready.people) < IN_A_THREAD:
            return Found(match(ready.people, ready.history, seed=seed), ready)
        return Found(await asyncio.to_thread(match, ready.people, ready.history, seed=seed), ready)


async def bring(
    session: Session, members: Sequence[Member], round_id: int | None, known: Gathered, now: datetime, *, breaker: int
) -> None:
    """Write a match of these down; its group is opened next."""
    ids = sorted(each.native for each in members)
    awake = awake_together([known.zones[each] for each in ids], now)
    repeats = sum(each in known.history.met for each in _pairs(ids))
    made = Match(
        community=members[0].community,
        round_id=round_id,
        key=new_key(),
        state="made",
        made_at=now,
        next_at=now,
        breaker=breaker,
        reasons=wording.reasons(ids, known, repeats=repeats, hours=awake.hours if awake else 0),
        awake_from=awake.since if awake else None,
        awake_until=awake.until if awake else None,
        suggested_at=awake.suggested if awake else None,
    )
    await store.add_match(session, made, sorted(members))


async def _write_round(session: Session, held: Round, found: Found, members: Sequence[Member], now: datetime) -> None:
    """Everything that follows from a round, in one transaction: either all of it happened or nothing."""
    groups = found.matching.groups
    breakers = list(range(len(BREAKERS)))
    Random(held.id).shuffle(breakers)  # noqa: S311  # a question to begin with
    for place, group in enumerate(groups):
        together = [Member(held.community, each) for each in group]
        breaker = breakers[place % len(breakers)]
        await bring(session, together, held.id, found.known, now, breaker=breaker)
    matched = {each for group in groups for each in group}
    alone = [each for each in members if each.native not in matched]
    await ledger.plan(session, [Planned(ALONE, str(held.id), "", each, now) for each in alone])
    held.state, held.joined, held.matched = "matched", len(members), len(matched)
    held.in_threes = sum(len(group) for group in groups if len(group) > 2)  # noqa: PLR2004
    held.repeats = sum(each in found.known.history.met for group in groups for each in _pairs(group))
    await store.forget_joined(session, held.id)
    await session.flush()


def _has_to_wait(there: Around, known: Mapping[Member, Profile | None], since: datetime, now: datetime) -> bool:
    """Where bands count, nobody's is guessed: a platform that doesn't answer is asked again for a while."""
    if there.ages.answer is Under18s.NO or all(each is not None for each in known.values()):
        return False
    return now < since + PATIENCE


def _pairs(ids: Collection[str]) -> list[Pair]:
    return [pair(*each) for each in combinations(ids, 2)]
