"""A nudge as it stands in its channel: composed when it is sent, and drawn anew when an answer moves its tally."""

from __future__ import annotations

from datetime import datetime

from bot.community import notices
from bot.community.brewing import Rounds, Standing
from bot.community.tables import Community
from bot.contract.messages import Block, Message
from bot.contract.places import Channel
from bot.contract.replies import Replies, Revise
from bot.delivery import store as ledger
from bot.delivery.ledger import Claimed, Settlement, Skip, Status
from bot.nudges import store, wording
from bot.nudges.library import Library, Mood, Prompt
from bot.nudges.materialise import KIND
from bot.nudges.placeholders import fill
from bot.nudges.recurrence import slot_day
from bot.nudges.tables import Nudge
from bot.nudges.weather import Answered, tally
from bot.storage import Session
from bot.texts import Translator, translator


class Posting:
    """Composes nudges out of the library and the community's own prompts, with the rounds that they open."""

    def __init__(self, library: Library, rounds: Rounds) -> None:
        self._library = library
        self._rounds = rounds

    async def compose(self, session: Session, claimed: Claimed, now: datetime) -> Message | Skip:
        """The nudge of this delivery's slot, unless moderators have wanted peace since it was planned."""
        found = await store.to_say(session, int(claimed.subject), claimed.slot, slot_day(claimed.slot))
        if found is None or not isinstance(claimed.target, Channel):
            return Skip("its schedule was removed")
        nudge, schedule, community, became_quiet = found
        if schedule.paused_at is not None:
            return Skip("its schedule was paused")
        if became_quiet:
            return Skip("it became a quiet day")
        answered = await store.weather_counts(session, nudge.id) if nudge.weather else None
        standing = await self._rounds.standing(session, nudge.id)
        return self.drawn(nudge, community, claimed.target, claimed.key, answered, standing)

    async def settled(self, session: Session, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
        """A channel that is gone pauses its schedule; moderators are told, once."""
        if settlement.status is Status.DEAD:
            schedule = await store.schedule(session, claimed.community, int(claimed.subject))
            if schedule is not None:
                schedule.paused_at = now
        if settlement.status in {Status.DEAD, Status.SKIPPED}:
            nudge = await store.nudge_of(session, int(claimed.subject), claimed.slot)
            if nudge is not None:
                await self._rounds.cancel(session, nudge.id)
        await notices.follow(session, claimed, settlement, now)

    async def revised(
        self, session: Session, nudge: Nudge, community: Community, answered: Answered | None = None
    ) -> Replies:
        """The post drawn anew, where it stands; nothing if it was never posted. ``answered`` where it was just read."""
        standing = await ledger.standing(session, KIND, str(nudge.schedule_id), nudge.slot)
        if standing is None:
            return ()
        receipt, key = standing
        if nudge.weather and answered is None:
            answered = await store.weather_counts(session, nudge.id)
        around = await self._rounds.standing(session, nudge.id)
        return (Revise(receipt, self.drawn(nudge, community, receipt.channel, key, answered, around)),)

    def drawn(
        self,
        nudge: Nudge,
        community: Community,
        channel: Channel,
        key: str,
        answered: Answered | None,
        standing: Standing | None = None,
    ) -> Message:
        """As members see it; ``answered`` None asks no weather. Neither row has to be in the database."""
        t = translator(community.locale)
        prompt = self._prompt(nudge)
        day = nudge.due_at.astimezone(community.clock_zone).date()
        sentence = prompt.text if nudge.text is not None else t(prompt.text)
        spans = fill(sentence, community=community.name or t("this community"), channel=channel, day=day, t=t)
        counted = tally(answered.total, answered.shown) if answered else None
        return wording.nudge(t, spans, prompt, nudge_id=nudge.id, key=key, tally=counted, up=_up(t, nudge, standing))

    def _prompt(self, nudge: Nudge) -> Prompt:
        """The community's own as it was when the nudge was planned, or the library's."""
        if nudge.text is not None:
            return Prompt(nudge.prompt, Mood.GENTLE, nudge.text, nudge.picture, nudge.alt)
        return self._library.get(nudge.prompt) or self._library.prompts[0]


def _up(t: Translator, nudge: Nudge, standing: Standing | None) -> tuple[Block, ...]:
    """How many are up for a brew, and what becomes of it where the nudge opened a round."""
    if standing is None:
        return wording.up(t, nudge.brews)
    return wording.up(t, standing.joined or 0, standing.closes_at, is_open=standing.joined is not None)
