"""“Something felt wrong”: the moderators hear of it privately, if whoever says so wants that."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from bot.brews import apart, store
from bot.brews import concern_wording as wording
from bot.brews.asking import LIMIT
from bot.brews.chatting import let_go, mine
from bot.brews.tables import Concern, Match
from bot.brews.wishes import store as wishes
from bot.community import limits
from bot.community import store as communities
from bot.community.context import Context
from bot.contract.events import ButtonPressed
from bot.contract.messages import Message, Named
from bot.contract.replies import Replies, Say
from bot.delivery import store as ledger
from bot.delivery.ledger import Claimed, Planned, Settlement, Skip, Status
from bot.storage import Session
from bot.texts import translator

CONCERN = "brew.concern"
DAY = timedelta(days=1)
OVER = frozenset({Status.SENT, Status.SKIPPED, Status.DEAD})


async def wrong(event: ButtonPressed, context: Context) -> Replies:
    """What can be done, and who would see what, before anybody does."""
    found = await _mine(event, context)
    if found is None:
        return (Say(wording.over(context.t)),)
    return (Say(wording.wrong(context.t, found.id, can_tell=context.community.notices is not None)),)


async def tell(event: ButtonPressed, context: Context) -> Replies:
    """Tell the moderators, once; and whoever says so is out of it, and meets none of them again."""
    found, place = await _mine(event, context), context.community.notices
    if found is None or place is None:
        return await wrong(event, context)
    await _part(event, found, context)
    subject = f"concern {found.id}"
    if not await limits.once(context.session, context.by, LIMIT, lasts=DAY, now=context.now, subject=subject):
        return (Say(wording.told_already(context.t)),)
    key = secrets.token_hex(16)
    await store.add(context.session, Concern(key=key, member=context.by, match_id=found.id, at=context.now))
    await ledger.plan(context.session, [Planned(CONCERN, key, "", place, context.now)])
    return (Say(wording.told(context.t)),)


async def not_again(event: ButtonPressed, context: Context) -> Replies:
    """Tell nobody, and meet none of them again."""
    found = await _mine(event, context)
    if found is None:
        return (Say(wording.over(context.t)),)
    await _part(event, found, context)
    return (Say(wording.apart(context.t)),)


async def compose(session: Session, claimed: Claimed, now: datetime) -> Message | Skip:
    """To the moderators: who said so, and whom I had introduced. It names them and mentions nobody."""
    row = await wishes.concern(session, claimed.subject)
    community = await communities.community(session, claimed.community)
    if row is None or community is None:
        return Skip("it was taken back")
    others = [each.member for each in await store.members_of(session, row.match_id) if each.member != row.member]
    found = await store.match_by_number(session, row.match_id)
    at = found.made_at if found else row.at
    return wording.concern(translator(community.locale), Named(row.member), list(map(Named, others)), at, claimed.key)


async def settled(session: Session, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
    """Forget it once the moderators have been told, or can't be."""
    if settlement.status in OVER:
        await wishes.forget_concern(session, claimed.subject)


async def _part(event: ButtonPressed, found: Match, context: Context) -> None:
    """Out of the match, and never again with any of them."""
    for each in await store.members_of(context.session, found.id):
        if each.member != context.by:
            await apart.keep_apart(context.session, context.by, each.member)
    still = await mine(event, context)
    if still is not None:
        await let_go(*still, context)


async def _mine(event: ButtonPressed, context: Context) -> Match | None:
    """The match that the button is about, for everybody who was in it: having left it takes nothing away."""
    return await store.match_with(context.session, context.id, event.subject, context.by)
