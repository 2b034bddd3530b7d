"""/settings: everything that holds here at once, and changes that hold as soon as their form is sent."""

from __future__ import annotations

from dataclasses import dataclass

from bot.community.context import Context
from bot.community.explaining import NOT_SET_UP
from bot.contract.commands import Ask
from bot.contract.events import ButtonPressed, Surveyed
from bot.contract.messages import text
from bot.contract.replies import Form, Replies, Say, Survey
from bot.moderation import wording
from bot.moderation.applying import apply
from bot.moderation.choices import Part, Settings
from bot.moderation.forms import form
from bot.moderation.standing import settings
from bot.moderation.surveying import Allowed
from bot.nudges import store as nudges
from bot.nudges.materialise import Means
from bot.nudges.steering import line
from bot.signposts import store as signposts
from bot.texts import mark

CARD = "settings.card"
SAVED = mark("Saved, and it holds from now on.")
CHECKED = mark("I’ve looked. What I’m not allowed is listed below.")
ALL_ALLOWED = mark("I’ve looked: I’m allowed everything I need in these channels.")


@dataclass(frozen=True, slots=True)
class ShowSettings(Ask):
    """Everything at once."""


class Settling:
    """The handlers of /settings."""

    def __init__(self, means: Means) -> None:
        self._means = means

    async def show(self, ask: ShowSettings, context: Context) -> Replies:
        """The card."""
        return await self.shown(context, "")

    async def card(self, event: ButtonPressed, context: Context) -> Replies:
        """A press looks what the bot is allowed; the platform's answer is drawn on the card."""
        if context.community.set_up_at is None:
            return (Say(text(context.t(NOT_SET_UP))),)
        if not isinstance(event, Surveyed):
            return (Survey((await settings(context)).channels, CARD),)
        allowed = Allowed.of(event)
        opening = SAVED if event.subject else CHECKED if any(event.lacks.values()) else ALL_ALLOWED
        return await self.shown(context, opening, allowed)

    async def open(self, event: ButtonPressed, context: Context) -> Replies:
        """The form of a part as it is now; what is sent with it holds at once."""
        parts = {part.value: part for part in Part if part is not Part.NUDGE}
        if event.choice not in parts or context.community.set_up_at is None:
            return await self.shown(context, "")
        return (form(parts[event.choice], await settings(context), context.t, live=True),)

    async def schedule(self, event: ButtonPressed, context: Context) -> Replies:
        """The form for one more schedule."""
        channel = context.community.channel
        return (Form("nudges add", {"channel": channel.native} if channel else {}),)

    async def settle(self, was: Settings, wanted: Settings, context: Context) -> Replies:
        """Let it be so at once. Channels that are new are looked at before the card is shown."""
        more = await apply(self._means, was, wanted, context)
        new = tuple(channel for channel in wanted.channels if channel not in was.channels)
        if new:
            return (Survey(new, CARD, "saved"), *more)
        return (*await self.shown(context, SAVED), *more)

    async def shown(self, context: Context, opening: str, allowed: Allowed | None = None) -> Replies:
        """The card as things stand; ``opening`` is a source sentence."""
        t = context.t
        if context.community.set_up_at is None:
            return (Say(text(t(NOT_SET_UP))),)
        await context.session.flush()
        schedules = [line(each, context) for each in await nudges.schedules(context.session, context.id)]
        shown = wording.Shown(await settings(context), allowed or Allowed(), context.now, t(opening) if opening else "")
        phrases = await signposts.count_phrases(context.session, context.id)
        services = await signposts.count_services(context.session, context.id)
        return (Say(wording.settings(shown, schedules, (phrases, services), t)),)
