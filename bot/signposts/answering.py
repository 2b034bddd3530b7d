"""Answering words: judged in memory, answered privately or not at all, never written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.community import limits
from bot.community.context import Context
from bot.community.features import MessageHandler
from bot.contract.events import DirectMessageSeen, MessageSeen, Privacy
from bot.contract.messages import Message
from bot.contract.places import Channel
from bot.contract.replies import Replies, Reservation, Say, To
from bot.metrics import Metrics
from bot.signposts import store, wording
from bot.signposts.asked import GENERAL
from bot.signposts.cards import FOR_THE_WORRIED, WORRIED
from bot.signposts.engines import Engines
from bot.signposts.listening import Listening
from bot.signposts.support import Support
from signposting import Kind, Topic, Verdict

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
BETWEEN_REMINDERS = timedelta(minutes=10)


class Answering:
    """Judges what is written where the bot listens, and answers what is written to the bot."""

    def __init__(self, engines: Engines, listening: Listening, support: Support, metrics: Metrics) -> None:
        self._engines = engines
        self._metrics = metrics
        self._listening = listening
        self._support = support

    def hears(self, event: MessageSeen) -> MessageHandler | None:
        """The answer that this message calls for, if any. Most messages end here, within microseconds."""
        if not self._listening.hears(event.where):
            return None
        verdict = self._verdict(event)
        return None if verdict.kind is Kind.NONE else partial(self._answer, verdict, event.answers)

    def minds(self, where: Channel, text: str) -> bool:
        """Whether these words there call for an answer."""
        if not self._listening.hears(where):
            return False
        return self._engines.of(where.community).judge(text).kind is not Kind.NONE

    def answers_direct(self, event: DirectMessageSeen) -> MessageHandler:
        """What is written to the bot is always answered: no limit, no setting."""
        return partial(self._answer_direct, self._verdict(event), event)

    def _verdict(self, event: MessageSeen) -> Verdict:
        return self._engines.of(event.community).judge(event.text)

    def _count(self, verdict: Verdict, context: Context) -> None:
        """Of a message that is dealt with, the kind counts towards the day's sum of the whole process."""
        if verdict.kind is not Kind.NONE:
            self._metrics.judged(verdict.kind.value, context.event.at)

    async def _answer(self, verdict: Verdict, privacy: Privacy, context: Context) -> Replies:
        """Privately, if the notice still stands and the member has not said no."""
        self._count(verdict, context)
        where = context.event.where
        row = await store.listened(context.session, where) if where else None
        if row is None or row.notice is None or (context.preference is not None and context.preference.answers_off):
            return ()
        if verdict.kind is Kind.CRISIS:
            return await self._crisis(privacy, context)
        wanted = tuple(each for each in verdict.topics if each not in context.topics_off)
        if verdict.topics and not wanted:
            return ()
        verdict = replace(verdict, topics=wanted)
        held = await _hold("quiet", DAY, context)
        if held is None:
            return ()
        message, subject = self._quiet(verdict, context)
        return (_privately(message, subject, privacy, context, held),)

    async def _crisis(self, privacy: Privacy, context: Context) -> Replies:
        """The whole card once an hour, a short reminder in between."""
        subject = Topic.CRISIS.value
        held = await _hold("crisis", HOUR, context)
        if held is not None:
            opening = context.t("That sounds really hard, and you don’t have to carry it alone. Here are some options:")
            card = wording.unasked(context.t, self._support.card(GENERAL, context.bare, opening=opening), subject)
            return (_privately(card, subject, privacy, context, held),)
        held = await _hold("reminder", BETWEEN_REMINDERS, context)
        if held is None:
            return ()
        reminder = wording.reminder(context.t, self._support.choose(GENERAL, context.bare))
        return (_privately(reminder, subject, privacy, context, held),)

    def _quiet(self, verdict: Verdict, context: Context) -> tuple[Message, str]:
        """The quiet offer for anything but a crisis, and what its button carries."""
        if verdict.kind is Kind.WORRIED_OTHER:
            choice = self._support.choose(GENERAL, context.bare)
            return wording.worried_line(context.t, FOR_THE_WORRIED, choice, kept_as=WORRIED), WORRIED
        subject = " ".join(topic.value for topic in verdict.topics)
        return wording.quiet_line(context.t, subject), subject

    async def _answer_direct(self, verdict: Verdict, event: DirectMessageSeen, context: Context) -> Replies:
        """A bot, nobody reads this; then options, immediate danger first. A mention is as private as any words."""
        self._count(verdict, context)
        topics = verdict.topics if verdict.kind is Kind.TOPIC else GENERAL
        if event.is_mention and event.answers is Privacy.DIRECT:
            return (Say(wording.cover(context.t, " ".join(each.value for each in topics)), To.DIRECT),)
        if event.is_mention:
            return (Say(self._support.mentioned(topics, context.bare)),)
        return (Say(self._support.direct(topics, context.bare), To.DIRECT),)


def _privately(message: Message, subject: str, privacy: Privacy, context: Context, held: Reservation) -> Say:
    """At once where only the author can see it; behind a cover where somebody may glance at a phone."""
    if privacy is Privacy.DIRECT:
        return Say(wording.cover(context.t, subject), To.DIRECT, held)
    return Say(message, To.ACTOR, held)


async def _hold(purpose: str, lasts: timedelta, context: Context) -> Reservation | None:
    return await limits.reserve(context.session, context.by, purpose, lasts=lasts, now=context.now)
