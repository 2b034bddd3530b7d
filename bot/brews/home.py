"""Brews on the bot's own page: the way to somebody to chat with, and whether somebody is being looked for."""

from __future__ import annotations

from bot.brews import rounds
from bot.brews.wishes import store as wishes
from bot.community.ages import bands as ages
from bot.community.context import Context
from bot.contract.messages import Block, Button, Choices, Instant, InstantStyle, Paragraph, say
from bot.texts import mark

THERE = mark("If you fancy a chat with somebody here, I can introduce you to somebody who fancies one, too.")
LOOKING = mark("You’re free for a chat until {time}. As soon as somebody else is, I introduce you.")


async def section(context: Context) -> tuple[Block, ...]:
    """A line and its buttons; nothing where whoever looks can't be brought together with anybody."""
    settings = await wishes.settings(context.session, context.id)
    known = await ages.rule(context.session, context.community)
    if not settings.is_on or rounds.refused_by_age(known, context) is not None:
        return ()
    t = context.t
    choices = Button(t("My choices about brews"), "brews.choices")
    until = await wishes.free_until(context.session, context.by, context.now)
    if until is None:
        return (say(t(THERE)), Choices((Button(t("I’m free now"), "brews.now"), choices)))
    looking = Paragraph(t.spans(LOOKING, time=Instant(until, InstantStyle.TIME)))
    return (looking, Choices((Button(t("Stop looking"), "brews.stop"), choices)))
