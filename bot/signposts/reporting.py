"""A report of an offer: the moderators see both names and the text, once, and then the row is gone."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from bot.community import limits
from bot.community import store as communities
from bot.community.context import Context
from bot.community.naming import named
from bot.contract.events import ButtonPressed
from bot.contract.messages import Message, Named, text
from bot.contract.replies import Replies, Say
from bot.delivery import store as ledger
from bot.delivery.ledger import Claimed, Planned, Settlement, Skip, Status
from bot.signposts import blocking, store
from bot.signposts import offer_wording as wording
from bot.signposts.offering import LIMIT
from bot.storage import Session, Storage
from bot.texts import translator

REPORT = "report"
DAY = timedelta(days=1)
OVER = frozenset({Status.SENT, Status.SKIPPED, Status.DEAD})


async def ask(event: ButtonPressed, context: Context) -> Replies:
    """Say who would see what, and ask once."""
    member = blocking.other(event, context)
    if member is None:
        return blocking.unreadable(context)
    if context.community.notices is None:
        return (Say(text(context.t(wording.NO_PLACE), wording.not_from(context.t, member.native))),)
    (who,) = await named(context.session, [member])
    return (Say(wording.report_asked(context.t, who, member.native)),)


async def report_it(event: ButtonPressed, context: Context) -> Replies:
    """Tell the moderators, once a day about the same person."""
    member, place, t = blocking.other(event, context), context.community.notices, context.t
    if member is None or place is None:
        return await ask(event, context)
    subject = f"report {member.native}"
    if not await limits.once(context.session, context.by, LIMIT, lasts=DAY, now=context.now, subject=subject):
        return (Say(text(t(wording.REPORTED_ALREADY), wording.not_from(t, member.native))),)
    key = secrets.token_hex(16)
    await store.add_report(context.session, key, context.by, member, context.now)
    await ledger.plan(context.session, [Planned(REPORT, key, "", place, context.now)])
    return (Say(text(t(wording.REPORTED), wording.not_from(t, member.native))),)


async def rather_not(event: ButtonPressed, context: Context) -> Replies:
    """Report nothing."""
    return (Say(text(context.t(wording.RATHER_NOT))),)


async def compose(session: Session, claimed: Claimed, now: datetime) -> Message | Skip:
    """The report, in the community's language. It names both and mentions neither: a mention would call them."""
    row, community = (
        await store.report(session, claimed.subject),
        await communities.community(session, claimed.community),
    )
    if row is None or community is None:
        return Skip("it was taken back")
    return wording.report(translator(community.locale), Named(row.about), Named(row.reporter), claimed.key)


async def settled(session: Session, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
    """Forget it once the moderators have been told, or can't be."""
    if settlement.status in OVER:
        await store.forget_report(session, claimed.subject)


async def tidy(storage: Storage, now: datetime) -> None:
    """Forget what nobody could be told of."""
    async with storage.write() as session:
        await store.tidy(session, now)
