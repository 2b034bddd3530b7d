"""The first nudge as it will look: its text for a card, and the whole post with buttons that do nothing yet."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.community.context import Context
from bot.community.tables import Community
from bot.contract.messages import Block, Choices, Instant, Message, Paragraph, Spans, text
from bot.contract.replies import Replies, Say
from bot.moderation.choices import Settings
from bot.moderation.reading import drawn
from bot.nudges.library import Mood, Prompt
from bot.nudges.materialise import Means, carried
from bot.nudges.posting import Posting
from bot.nudges.prompts import OWN, by_key
from bot.nudges.recurrence import Slot, next_slots
from bot.nudges.tables import Nudge
from bot.nudges.weather import Answered
from bot.texts import mark

NOTHING_YET = mark("Choose a channel and a time first; then I can show you.")
LIKE_THIS = mark("In {channel} on {when} it will look like this. Only you see it, and its buttons do nothing here.")
ONE_OF_THEM = mark("Which prompt it will be is drawn when its time comes; this is one of them.")
INERT = "setup.inert"


class Previewing:
    """Draws with the very code that posts."""

    def __init__(self, means: Means) -> None:
        self._library = means.library
        self._rounds = means.rounds
        self._posting = Posting(means.library, means.rounds)

    async def text(self, settings: Settings, context: Context) -> str:
        """What the first nudge says, as it was written; nothing where that is open."""
        nudge = settings.nudge
        if nudge is None or not nudge.prompt:
            return (nudge and nudge.words) or ""
        prompt = await by_key(context.session, context.id, self._library, nudge.prompt)
        if prompt is None:
            return ""
        return prompt.text if prompt.key.startswith(OWN) else context.t(prompt.text)

    async def show(self, settings: Settings, context: Context) -> Replies:
        """Two private messages: what this is, and the nudge exactly as members will see it."""
        t, place, slot = context.t, settings.place, first_slot(settings, context)
        if settings.nudge is None or place.channel is None or slot is None:
            return (Say(text(t(NOTHING_YET))),)
        prompt = await self._prompt(settings, slot, context)
        opening: Spans = t.spans(LIKE_THIS, channel=place.channel, when=Instant(slot.at))
        more = "" if settings.nudge.prompt or settings.nudge.words else f" {t(ONE_OF_THEM)}"
        weather = settings.nudge.weather
        nudge = Nudge(id=0, slot=slot.key, weather=weather, due_at=slot.at, brews=0, **carried(prompt))
        about = context.community
        there = Community(id=about.id, name=about.name, locale=place.locale, zone=place.zone, area=place.area)
        coming = await self._rounds.coming(context.session, about.id, slot.at) if settings.ages.is_answered else None
        post = self._posting.drawn(nudge, there, place.channel, "", Answered({}, {}) if weather else None, coming)
        told = Message(t("The first nudge"), (Paragraph((*opening, more)),))
        return (Say(told), Say(replace(post, blocks=inert(post.blocks))))

    async def _prompt(self, settings: Settings, slot: Slot, context: Context) -> Prompt:
        nudge = settings.nudge
        assert nudge is not None  # noqa: S101  # asked for just before
        if nudge.words:
            return Prompt(OWN, nudge.mood or Mood.GENTLE, nudge.words)
        found = await by_key(context.session, context.id, self._library, nudge.prompt) if nudge.prompt else None
        return found or await drawn(self._library, slot, nudge.mood, context)


def first_slot(settings: Settings, context: Context) -> Slot | None:
    """The next time of the first nudge by the clock that is wanted; None where there is none, or none is chosen."""
    if settings.nudge is None:
        return None
    try:
        coming = next_slots(settings.nudge.recurrence, ZoneInfo(settings.place.zone), after=context.now, count=1)
    except ValueError:
        return None
    return coming[0] if coming else None


def inert(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The same blocks with buttons that only say what they are; each is still another's."""
    numbers = iter(range(100))
    return tuple(
        Choices(tuple(replace(each, action=INERT, subject="", choice=str(next(numbers))) for each in block.buttons))
        if isinstance(block, Choices)
        else block
        for block in blocks
    )
