"""Listening is announced: it starts when the channel's notice stands, and stops when the notice is gone."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from bot.community import notices
from bot.community import store as communities
from bot.community.context import Context
from bot.contract.commands import Ask, option
from bot.contract.events import PostWithdrawn
from bot.contract.messages import Bullets, Heading, Message, Spans, text
from bot.contract.places import Channel
from bot.contract.replies import Replies, Say, Withdraw
from bot.delivery import store as ledger
from bot.delivery.ledger import Claimed, Planned, Settlement, Skip, Status
from bot.signposts import store, wording
from bot.signposts.tables import ListenedChannel
from bot.storage import Session, Storage
from bot.texts import mark, translator

NOTICE = "listening.notice"
STOPPED = "listening.stopped"


@dataclass(frozen=True, slots=True)
class Listen(Ask):
    """A channel in which worrying words may be answered."""

    channel: Channel = option(mark("Channel"), hint=mark("the notice is posted there first"))


@dataclass(frozen=True, slots=True)
class ListChannels(Ask):
    """Where the bot listens."""


class Listening:
    """Knows in memory which channels are heard, so that a plain message costs no query.

    What it remembers can be a moment old; whoever answers checks the table once more.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._heard: frozenset[Channel] = frozenset()

    def hears(self, channel: Channel | None) -> bool:
        """Whether a message in this channel is to be judged."""
        return channel in self._heard

    async def refresh(self, now: datetime) -> None:
        """Remember what the table says."""
        async with self._storage.read() as session:
            self._heard = frozenset(await store.all_heard(session))

    async def listen(self, ask: Listen, context: Context) -> Replies:
        """Post the notice; from when it stands, the channel is heard."""
        if not await begin(context.session, ask.channel, context.now):
            return (Say(text(context.t("I’m listening there already, or the notice is on its way."))),)
        sentence = mark("I’ll post a notice in {channel} first, and listen once it stands. Deleting it stops me.")
        return (Say(wording.sentence(context.t("Listening"), context.t.spans(sentence, channel=ask.channel))),)

    async def stop(self, ask: Listen, context: Context) -> Replies:
        """Stop at once, and take the notice away."""
        row = await store.listened(context.session, ask.channel)
        if row is None:
            return (Say(text(context.t("I’m not listening there."))),)
        notice = row.notice
        if notice is None and not await ledger.cancel(
            context.session, context.id, NOTICE, ask.channel.native, now=context.now, reason="listening was stopped"
        ):
            sentence = mark("My notice is being posted there this moment. Please stop it again in a minute.")
            return (Say(text(context.t(sentence))),)
        await self._forget(context.session, row)
        said = context.t.spans(mark("I’ve stopped listening in {channel}."), channel=ask.channel)
        reply = Say(wording.sentence(context.t("Stopped"), said))
        return (reply, Withdraw(notice)) if notice else (reply,)

    async def list_all(self, ask: ListChannels, context: Context) -> Replies:
        """Where the bot listens, and where the notice is still on its way."""
        t = context.t
        rows = await store.of_community(context.session, context.id)
        if not rows:
            return (Say(text(t("I’m not listening anywhere. /triggers listen starts it, with a notice."))),)
        waiting = t(" (the notice is on its way)")
        lines: tuple[Spans, ...] = tuple((row.channel, "" if row.notice else waiting) for row in rows)
        title = t("Where I listen")
        return (Say(Message(title, (Heading(title), Bullets(lines)))),)

    async def compose(self, session: Session, claimed: Claimed, now: datetime) -> Message | Skip:
        """The notice, or to the moderators that it is gone."""
        community = await communities.community(session, claimed.community)
        if community is None or not isinstance(claimed.target, Channel):
            return Skip("the community is gone")
        t = translator(community.locale)
        if claimed.kind == STOPPED:
            return wording.stopped(t, Channel(community.id, claimed.subject), claimed.key)
        if await store.listened(session, claimed.target) is None:
            return Skip("a moderator stopped the listening")
        return wording.notice(t, claimed.key)

    async def settled(self, session: Session, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
        """The notice stands: listen. It could not be posted: don't."""
        row = await store.listened(session, claimed.target) if isinstance(claimed.target, Channel) else None
        if row is not None and settlement.status is Status.SENT:
            row.notice = settlement.receipt
            self._heard |= {row.channel}
        elif row is not None and settlement.status is Status.DEAD:
            await self._forget(session, row)
        await notices.follow(session, claimed, settlement, now)

    async def withdrawn(self, event: PostWithdrawn, context: Context) -> None:
        """Somebody deleted the notice: stop, and tell the moderators that it has stopped."""
        row = await store.with_notice(context.session, event.receipt)
        if row is None:
            return
        await self._forget(context.session, row)
        if context.community.notices is not None:
            told = Planned(STOPPED, row.channel.native, secrets.token_hex(8), context.community.notices, context.now)
            await ledger.plan(context.session, [told])

    async def _forget(self, session: Session, row: ListenedChannel) -> None:
        self._heard -= {row.channel}
        await store.remove(session, row)


async def begin(session: Session, channel: Channel, now: datetime) -> bool:
    """Ask for a channel to be heard: its notice is planned. False where it was asked for already."""
    if not await store.add(session, channel, now):
        return False
    await ledger.plan(session, [Planned(NOTICE, channel.native, secrets.token_hex(8), channel, now)])
    return True
