"""Support on the bot's own page: danger first, then options for whoever wants them."""

from __future__ import annotations

from bot.community.context import Context
from bot.contract.messages import Block, Button, ButtonStyle, Choices, say
from bot.signposts import wording
from bot.signposts.asked import GENERAL
from bot.signposts.support import Support
from bot.texts import mark

THERE = mark("If you’d like somebody to talk to, I can show you some options. Only you see them.")


class Home:
    """The section; it knows which emergency number is the member's."""

    def __init__(self, support: Support) -> None:
        self._support = support

    async def section(self, context: Context) -> tuple[Block, ...]:
        """A line for an emergency, and the button that leads to options."""
        t = context.t
        options = Button(t("Options, privately"), "signposts.options", style=ButtonStyle.PRIMARY)
        danger = wording.danger(t, self._support.choose(GENERAL, context.bare))
        return (danger, say(t(THERE)), Choices((options,)))
