"""What stands on the bot's own page before anything is set up: where moderators begin."""

from __future__ import annotations

from bot.community.context import Context
from bot.community.explaining import NOT_SET_UP
from bot.contract.messages import Block, Button, ButtonStyle, Choices, say
from bot.texts import mark

FOR_MODERATORS_TO_DO = mark("I’m not set up here yet; that’s for moderators to do. What stands here works anyway.")


async def section(context: Context) -> tuple[Block, ...]:
    """The way into /setup for moderators, and a plain sentence for others; nothing once it is done."""
    t = context.t
    if context.community.set_up_at is not None:
        return ()
    if not context.by_moderator:
        return (say(t(FOR_MODERATORS_TO_DO)),)
    begin = Button(t("Set me up, step by step"), "setup.card", style=ButtonStyle.PRIMARY)
    return (say(t(NOT_SET_UP)), Choices((begin,)))
