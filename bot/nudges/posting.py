"""A nudge as it stands in its channel: composed when it is sent, and drawn anew when an answer moves its tally."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.community import notices
from bot.community import store as communities
from bot.community.tables import Community
from bot.contract.messages import Message
from bot.contract.places import Channel
from bot.contract.replies import Replies, Revise
from bot.delivery import store as ledger
from bot.delivery.ledger import Claimed, Settlement, Skip, Status
from bot.nudges import store, wording
from bot.nudges.library import Library
from bot.nudges.materialise import KIND
from bot.nudges.placeholders import fill
from bot.nudges.prompts import by_key
from bot.nudges.tables import Nudge
from bot.nudges.weather import tally
from bot.storage import Session
from bot.texts import translator


class Posting:
    """Composes nudges out of the library and the community's own prompts."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def compose(self, session: Session, claimed: Claimed, now: datetime) -> Message | Skip:
        """The nudge of this delivery's slot."""
        nudge = await store.nudge_of(session, int(claimed.subject), claimed.slot)
        community = await communities.community(session, claimed.community)
        if nudge is None or community is None or not isinstance(claimed.target, Channel):
            return Skip("its schedule was removed")
        return await self._drawn(session, nudge, community, claimed.target, claimed.key)

    async def settled(self, session: Session, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
        """A channel that is gone pauses its schedule; moderators are told, once."""
        if settlement.status is Status.DEAD:
            schedule = await store.schedule(session, claimed.community, int(claimed.subject))
            if schedule is not None:
                schedule.paused_at = now
        await notices.follow(session, claimed, settlement, now)

    async def revised(self, session: Session, nudge: Nudge, community: Community) -> Replies:
        """The post drawn anew, where it stands; nothing if it was never posted."""
        delivery = await ledger.of_slot(session, KIND, str(nudge.schedule_id), nudge.slot)
        if delivery is None or delivery.receipt is None:
            return ()
        channel = delivery.receipt.channel
        return (Revise(delivery.receipt, await self._drawn(session, nudge, community, channel, delivery.key)),)

    async def _drawn(self, session: Session, nudge: Nudge, community: Community, channel: Channel, key: str) -> Message:
        t = translator(community.locale)
        prompt = await by_key(session, community.id, self._library, nudge.prompt) or self._library.prompts[0]
        day = nudge.due_at.astimezone(ZoneInfo(community.zone)).date()
        sentence = prompt.text if prompt.key.startswith("own:") else t(prompt.text)
        spans = fill(sentence, community=community.name or t("this community"), channel=channel, day=day, t=t)
        counted = None
        if nudge.weather:
            answered = await store.weather_answers(session, nudge.id)
            counted = tally(answered, await store.shown_weather(session, nudge.id))
        return wording.nudge(t, spans, prompt, nudge_id=nudge.id, key=key, tally=counted, brews=nudge.brews)
