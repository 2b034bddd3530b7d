"""Answering words: judged in memory, answered privately or not at all, never written down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from bot.community import limits
from bot.community import store as communities
from bot.community.context import Context
from bot.community.features import MessageHandler
from bot.contract.events import DirectMessageSeen, MessageSeen, Privacy
from bot.contract.messages import Block, Message, say
from bot.contract.replies import Replies, Reservation, Say, To
from bot.signposts import store, wording
from bot.signposts.listening import Listening
from bot.signposts.support import Support
from signposting import Engine, Kind, Topic, Verdict

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
BETWEEN_REMINDERS = timedelta(minutes=10)


class Answering:
    """Judges what is written where the bot listens, and answers what is written to the bot."""

    def __init__(self, engine: Engine, listening: Listening, support: Support) -> None:
        self._engine = engine
        self._listening = listening
        self._support = support

    def hears(self, event: MessageSeen) -> MessageHandler | None:
        """The answer that this message calls for, if any. Most messages end here, within microseconds."""
        if not self._listening.hears(event.where):
            return None
        verdict = self._engine.judge(event.text)
        return None if verdict.kind is Kind.NONE else partial(self._answer, verdict, event.answers)

    def answers_direct(self, event: DirectMessageSeen) -> MessageHandler:
        """What is written to the bot is always answered: no limit, no setting."""
        return partial(self._answer_direct, self._engine.judge(event.text))

    async def _answer(self, verdict: Verdict, privacy: Privacy, context: Context) -> Replies:
        """Privately, if the notice still stands and the member has not said no."""
        where = context.event.where
        row = await store.listened(context.session, where) if where else None
        chosen = await communities.preference(context.session, context.by)
        if row is None or row.notice is None or (chosen is not None and chosen.answers_off):
            return ()
        if verdict.kind is Kind.CRISIS:
            return await self._crisis(privacy, context)
        held = await _hold("quiet", DAY, context)
        if held is None:
            return ()
        return (self._say(self._quiet(verdict, context), verdict, privacy, context, held),)

    async def _crisis(self, privacy: Privacy, context: Context) -> Replies:
        """The whole card once an hour, a one-line reminder in between."""
        held = await _hold("crisis", HOUR, context)
        if held is not None:
            if privacy is Privacy.DIRECT:
                return (Say(wording.cover(context.t, Topic.CRISIS.value), To.DIRECT, held),)
            opening = context.t("That sounds really hard, and you don’t have to carry it alone. Here are some options:")
            card = self._support.card([Topic.CRISIS], context, opening=opening)
            return (Say(wording.unasked(context.t, card), To.ACTOR, held),)
        held = await _hold("reminder", BETWEEN_REMINDERS, context)
        if held is None:
            return ()
        if privacy is Privacy.DIRECT:
            return (Say(wording.cover(context.t, Topic.CRISIS.value), To.DIRECT, held),)
        return (Say(wording.reminder(context.t), To.ACTOR, held),)

    def _quiet(self, verdict: Verdict, context: Context) -> Message:
        subject = _subject(verdict.topics)
        if verdict.kind is Kind.WORRIED_OTHER:
            return wording.worried_line(
                context.t, _subject([Topic.CRISIS]), self._support.choose([Topic.CRISIS], context)
            )
        return wording.quiet_line(context.t, subject)

    def _say(self, message: Message, verdict: Verdict, privacy: Privacy, context: Context, held: Reservation) -> Say:
        if privacy is Privacy.DIRECT:
            topics = [Topic.CRISIS] if verdict.kind is Kind.WORRIED_OTHER else verdict.topics
            return Say(wording.cover(context.t, _subject(topics)), To.DIRECT, held)
        return Say(message, To.ACTOR, held)

    async def _answer_direct(self, verdict: Verdict, context: Context) -> Replies:
        """A bot, nobody reads this; then options, immediate danger first."""
        topics = list(verdict.topics) if verdict.kind is Kind.TOPIC else [Topic.CRISIS]
        opening = context.t(wording.BOT)
        card = self._support.card(topics, context, opening=opening)
        first: tuple[Block, ...] = (
            ()
            if Topic.CRISIS in topics
            else (wording.danger(context.t, self._support.choose([Topic.CRISIS], context)),)
        )
        last = say(context.t("/help shows what else I can do."))
        return (Say(Message(card.summary, (*first, *card.blocks, last), card.tone), To.ACTOR),)


async def _hold(purpose: str, lasts: timedelta, context: Context) -> Reservation | None:
    return await limits.reserve(context.session, context.by, purpose, lasts=lasts, now=context.now)


def _subject(topics: Iterable[Topic]) -> str:
    return " ".join(topic.value for topic in topics)
