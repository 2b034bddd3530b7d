"""People who were matched get a conversation of their own, opened once, and are introduced in it, once."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import structlog

from bot.brews import store, wording
from bot.brews.bringing import ALONE, Platforms
from bot.brews.tables import Match
from bot.community import store as communities
from bot.community.naming import named
from bot.contract.messages import Message
from bot.contract.places import Channel, Member
from bot.contract.ports import Busy, Platform, Uncertain, Undeliverable
from bot.delivery import store as ledger
from bot.delivery.ledger import Claimed, Planned, Settlement, Skip, Status
from bot.storage import Session, Storage
from bot.texts import translator

log = structlog.get_logger("brewmate.brews")

INTRODUCTION = "brew.introduction"
FOLLOW_UP = "brew.follow_up"
CHANGE = "brew.change"
"""The kind of the line in a group that somebody can't make it."""

AT_ONCE = 8
LEASE = timedelta(minutes=2)
"""How long a group that is being opened is left to whoever opens it."""

ANSWERED_WITHIN = timedelta(seconds=30)
RETRY = timedelta(seconds=30)
GIVEN_UP_AFTER = timedelta(days=1)
FOLLOWED_UP_AFTER = timedelta(days=2)


class Introducing:
    """Opens the groups of matches and writes down that they are to be introduced."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def groups(self, platforms: Platforms, now: datetime) -> None:
        """Open the groups that are waiting. Each has a key, so that asking twice opens one."""
        while True:
            async with self._storage.write() as session:
                due = await store.to_open(session, now, AT_ONCE)
                for each in due:
                    each.next_at = now + LEASE
                people = {each.id: await store.still_in(session, each.id) for each in due}
                wanted = [(each.id, each.key, people[each.id]) for each in due if each.community.platform in platforms]
            if not due:
                return
            await asyncio.gather(
                *(self._group(id_, key, members, platforms, now) for id_, key, members in wanted if members)
            )

    async def _group(
        self, id_: int, key: str, members: tuple[Member, ...], platforms: Platforms, now: datetime
    ) -> None:
        opened = await _opened(platforms[members[0].community.platform], members, key)
        async with self._storage.write() as session:
            held = await store.match_of(session, members[0].community, id_)
            if held is None or held.state != "made":
                return
            if isinstance(opened, Channel):
                held.group, held.state, held.next_at = opened, "opened", None
                await ledger.plan(session, [Planned(INTRODUCTION, str(id_), "", opened, now)])
            elif opened is None or now > held.made_at + GIVEN_UP_AFTER:
                log.warning("group_not_opened", reference=id_)
                await drop(session, held, now)
            else:
                held.next_at = now + opened


async def _opened(platform: Platform, members: tuple[Member, ...], key: str) -> Channel | timedelta | None:
    """The group; or when to ask again, with the same key; or None where there can be none."""
    try:
        async with asyncio.timeout(ANSWERED_WITHIN.total_seconds()):
            return await platform.open(members, key=key)
    except Undeliverable:
        return None
    except Busy as busy:
        return max(busy.retry_in, timedelta(seconds=1))
    except (Uncertain, TimeoutError):
        return RETRY


async def drop(session: Session, match: Match, now: datetime) -> None:
    """They can't be brought together: each who is left is told that it didn't work out, and that it isn't theirs."""
    match.state, match.next_at = "dropped", None
    left = await store.still_in(session, match.id)
    await ledger.plan(session, [Planned(ALONE, f"match {match.id}", "", each, now) for each in left])


async def compose(session: Session, claimed: Claimed, now: datetime) -> Message | Skip:
    """The introduction, to those who are still in it."""
    found = await store.match_by_number(session, int(claimed.subject))
    if found is None or len(members := await store.still_in(session, found.id)) < 2:  # noqa: PLR2004
        return Skip("somebody left before")
    return await introduction(session, found, members, claimed.key)


async def introduction(session: Session, found: Match, members: tuple[Member, ...], key: str) -> Message:
    """As it stands in the group. In the community's language, which all of them share."""
    community = await communities.community(session, found.community)
    t = translator(community.locale if community else None)
    return wording.introduction(t, found, await named(session, members), key)


async def settled(session: Session, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
    """Once it is said, in two days they are asked whether they managed to chat. Why they were matched is forgotten."""
    found = await store.match_of(session, claimed.community, int(claimed.subject))
    if found is None or not isinstance(claimed.target, Channel):
        return
    match settlement.status:
        case Status.SENT | Status.UNCERTAIN:
            found.state, found.reasons = "introduced" if settlement.status is Status.SENT else "unsure", ""
            due_at = now + FOLLOWED_UP_AFTER
            await ledger.plan(session, [Planned(FOLLOW_UP, claimed.subject, "", claimed.target, due_at)])
        case Status.DEAD | Status.SKIPPED if found.state == "opened":
            await drop(session, found, now)
        case _:
            pass


async def compose_change(session: Session, claimed: Claimed, now: datetime) -> Message | Skip:
    """Somebody can't make it: those who are left hear it, without a name and without blame."""
    found = await store.match_by_number(session, int(claimed.subject))
    community = await communities.community(session, claimed.community)
    if found is None or community is None or not (left := await store.still_in(session, found.id)):
        return Skip("nobody is left in it")
    return wording.changed(translator(community.locale), found.id, len(left), claimed.key)


async def compose_alone(session: Session, claimed: Claimed, now: datetime) -> Message | Skip:
    """To somebody for whom there was nobody this time."""
    if not isinstance(claimed.target, Member):
        return Skip("it is for nobody")
    community = await communities.community(session, claimed.community)
    chosen = await communities.preference(session, claimed.target)
    t = translator((chosen and chosen.locale) or (community.locale if community else None))
    return wording.alone(t, claimed.key)
