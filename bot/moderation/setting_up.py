"""/setup: a private card that says what is chosen and what is missing, until "Start" makes all of it so."""

from __future__ import annotations

from dataclasses import dataclass

from bot.community import store as communities
from bot.community.context import Context
from bot.contract.commands import Ask
from bot.contract.events import ButtonPressed, Surveyed
from bot.contract.messages import text
from bot.contract.replies import Replies, Say, Survey
from bot.moderation import introducing, store, wording
from bot.moderation.applying import apply
from bot.moderation.choices import Part
from bot.moderation.forms import form
from bot.moderation.previewing import Previewing, first_slot
from bot.moderation.settling import Settling
from bot.moderation.standing import Standing, standing
from bot.moderation.surveying import Allowed
from bot.nudges.materialise import Means
from bot.texts import mark

CARD = "setup.card"
START = "setup.start"

CHANGED = mark(
    "Something here changed since that card was drawn. This is how it stands now; press “Start” if it’s right."
)
NOT_YET = mark("That isn’t started yet: what is in the way stands below.")
STARTED = mark("We’ve started. I’m introducing myself now, and the schedule below says when the first nudge comes.")
CHANGES_HOLD = mark("Done. What you changed holds from now on.")
DONE_ALREADY = mark("That’s done already, and this is how things stand.")
DROPPED = mark("All right, those choices are forgotten and nothing was changed.")
PREVIEW_ONLY = mark("This is only a preview, so nothing happens here. Under the real one it works.")

OPENINGS = {"changed": CHANGED}
"""By what a survey carries, since a sentence would be too long."""


@dataclass(frozen=True, slots=True)
class SetUp(Ask):
    """Begin, or go on."""


class SettingUp:
    """The handlers of /setup."""

    def __init__(self, means: Means, settling: Settling) -> None:
        self._means = means
        self._settling = settling
        self._previewing = Previewing(means)

    async def set_up(self, ask: SetUp, context: Context) -> Replies:
        """The card with what is chosen so far, or with what the community has."""
        return await self.shown(context)

    async def card(self, event: ButtonPressed, context: Context) -> Replies:
        """A press looks what the bot is allowed; the platform's answer is drawn on the card."""
        if not isinstance(event, Surveyed):
            return await self.shown(context)
        return await self._drawn(await standing(context), context, Allowed.of(event), OPENINGS.get(event.subject, ""))

    async def open(self, event: ButtonPressed, context: Context) -> Replies:
        """The form of a part, with what is chosen so far."""
        parts = {part.value: part for part in Part}
        if event.choice not in parts:
            return await self.shown(context)
        return (form(parts[event.choice], (await standing(context)).now, context.t, live=False),)

    async def preview(self, event: ButtonPressed, context: Context) -> Replies:
        """The first nudge, as members will see it."""
        return await self._previewing.show((await standing(context)).now, context)

    async def inert(self, event: ButtonPressed, context: Context) -> Replies:
        """A button of the preview."""
        return (Say(text(context.t(PREVIEW_ONLY))),)

    async def drop(self, event: ButtonPressed, context: Context) -> Replies:
        """Forget what was chosen and not started."""
        await communities.hold(context.session, context.community)
        draft = await store.draft(context.session, context.id)
        if draft is not None:
            await store.drop(context.session, draft)
        return (Say(text(context.t(DROPPED))),)

    async def start(self, event: ButtonPressed, context: Context) -> Replies:
        """Make it so, once. A press looks first what the bot is allowed; the platform's answer begins, or doesn't.

        The subject is the stamp of what the card showed: nobody starts what they haven't seen.
        """
        await communities.hold(context.session, context.community)
        stands = await standing(context)
        if stands.draft is None and context.community.set_up_at is not None:
            return await self._settling.shown(context, DONE_ALREADY)
        if not isinstance(event, Surveyed):
            seen = event.subject == stands.stamp
            return (Survey(stands.now.channels, START, stands.stamp),) if seen else await self.shown(context, "changed")
        allowed = Allowed.of(event)
        if event.subject != stands.stamp or not event.lacks.keys() >= set(stands.now.channels):
            return await self._drawn(stands, context, allowed, OPENINGS["changed"])
        if not allowed.may_post or not stands.now.is_complete or first_slot(stands.now, context) is None:
            return await self._drawn(stands, context, allowed, NOT_YET)
        return await self._begin(stands, context, allowed)

    async def shown(self, context: Context, opening: str = "") -> Replies:
        """The card; where channels were chosen, once it is known what the bot is allowed there."""
        stands = await standing(context)
        if stands.now.channels:
            return (Survey(stands.now.channels, CARD, opening),)
        return await self._drawn(stands, context, Allowed(), OPENINGS.get(opening, ""))

    async def _begin(self, stands: Standing, context: Context, allowed: Allowed) -> Replies:
        """All of it in this transaction. Hello comes before any notice; it is said once, however often this is done."""
        about, channel = context.community, stands.now.place.channel
        is_first = about.set_up_at is None
        if is_first and channel is not None:
            await introducing.plan(context.session, channel, context.now)
            about.set_up_at, about.channel = context.now, channel
        more = await apply(self._means, stands.was, stands.now, context)
        if stands.draft is not None:
            await store.drop(context.session, stands.draft)
        return (*await self._settling.shown(context, STARTED if is_first else CHANGES_HOLD, allowed), *more)

    async def _drawn(self, stands: Standing, context: Context, allowed: Allowed, opening: str) -> Replies:
        t, slot = context.t, first_slot(stands.now, context)
        prompt = await self._previewing.text(stands.now, context)
        said = t(opening) if opening else ""
        shown = wording.Shown(stands.now, allowed, context.now, said, prompt, slot.at if slot else None)
        return (Say(wording.setup(shown, t, stamp=stands.stamp, has_draft=stands.draft is not None)),)
