"""A line in somebody's name: shown first, sent once, and no row says who got it."""

from __future__ import annotations

from datetime import timedelta

from bot.community import limits
from bot.community import store as communities
from bot.community.ages.meeting import may_meet
from bot.community.context import Context
from bot.community.naming import named
from bot.contract.events import ButtonPressed
from bot.contract.messages import text
from bot.contract.places import Member
from bot.contract.replies import Replies, Say, Survey
from bot.signposts import blocking
from bot.signposts import offer_wording as wording
from bot.texts import Translator, translator

DAY = timedelta(days=1)
LIMIT = "offers"
"""The purpose of every limit here. They protect others, so they outlast erasing (limits.PROTECTING)."""

A_DAY = 3
"""How many lines one member may send in a day, each to somebody else."""


async def compose(event: ButtonPressed, context: Context) -> Replies:
    """Show exactly what would be sent."""
    recipient = blocking.other(event, context)
    if recipient is None:
        return blocking.unreadable(context)
    allowed = await may_meet(event, recipient, context)
    if not allowed:
        return _said(wording.NOT_TOGETHER, context)
    if isinstance(allowed, Survey):
        return (allowed,)
    who, sender = await named(context.session, [recipient, context.by])
    offered = wording.offer(context.t, sender, context.by.native)
    return (Say(wording.preview(context.t, offered, who, recipient.native)),)


async def leave(event: ButtonPressed, context: Context) -> Replies:
    """Send nothing."""
    return _said(wording.LEFT, context)


async def send(event: ButtonPressed, context: Context) -> Replies:
    """Send it, unless the day's are used up. Whether the other takes it makes no difference that could be seen."""
    recipient = blocking.other(event, context)
    if recipient is None:
        return blocking.unreadable(context)
    allowed = await may_meet(event, recipient, context)
    if not allowed:
        return _said(wording.NOT_TOGETHER, context)
    if isinstance(allowed, Survey):
        return (allowed,)
    refused = await _used_up(recipient, context)
    if refused is not None:
        return _said(refused, context)
    if not await _takes_offers(recipient, context):
        return _said(wording.SENT, context)
    (sender,) = await named(context.session, [context.by])
    offered = wording.offer(await _language_of(recipient, context), sender, context.by.native)
    return (*_said(wording.SENT, context), Say(offered, recipient))


async def thanks(event: ButtonPressed, context: Context) -> Replies:
    """Tell whoever sent it, once a day, that a thank-you came; nothing where they want nothing from this person."""
    sender = blocking.other(event, context)
    if sender is None:
        return blocking.unreadable(context)
    if not await _first_today(f"thanks {sender.native}", context):
        return _said(wording.THANKED_ALREADY, context)
    who, by = await named(context.session, [sender, context.by])
    thanked = Say(wording.thanked(context.t, who))
    if await blocking.blocked_ids(context.session, sender, context.by):
        return (thanked,)
    passed_on = wording.thank_you(await _language_of(sender, context), by, context.by.native)
    return (thanked, Say(passed_on, sender))


async def not_now(event: ButtonPressed, context: Context) -> Replies:
    """Nothing follows."""
    return _said(wording.NOT_NOW, context)


async def _used_up(recipient: Member, context: Context) -> str | None:
    """The sentence for a limit that is reached. One that isn't counts from now on, whatever becomes of the line."""
    subject = f"to {recipient.native}"
    pair = await limits.reserve(context.session, context.by, LIMIT, lasts=DAY, now=context.now, subject=subject)
    if pair is None:
        return wording.ONCE_A_DAY
    for number in range(A_DAY):
        if await _first_today(f"line {number}", context):
            await limits.settle(context.session, pair, accepted=True, now=context.now)
            return None
    await limits.settle(context.session, pair, accepted=False, now=context.now)
    return wording.THREE_A_DAY


async def _takes_offers(recipient: Member, context: Context) -> bool:
    chosen = await communities.preference(context.session, recipient)
    if chosen is not None and chosen.offers_off:
        return False
    return not await blocking.blocked_ids(context.session, recipient, context.by)


async def _first_today(subject: str, context: Context) -> bool:
    return await limits.once(context.session, context.by, LIMIT, lasts=DAY, now=context.now, subject=subject)


async def _language_of(member: Member, context: Context) -> Translator:
    chosen = await communities.preference(context.session, member)
    return translator((chosen and chosen.locale) or context.community.locale)


def _said(sentence: str, context: Context) -> Replies:
    return (Say(text(context.t(sentence))),)
