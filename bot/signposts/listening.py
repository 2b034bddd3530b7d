"""Listening is announced: it starts when the channel's notice stands, stops when it is gone, and is said anew."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.community import notices
from bot.community import store as communities
from bot.community.context import Context
from bot.contract.commands import Ask, option
from bot.contract.events import PostWithdrawn
from bot.contract.messages import Bullets, Heading, Message, Spans, text
from bot.contract.places import Channel, Receipt
from bot.contract.replies import Replies, Say, Withdraw
from bot.delivery import store as ledger
from bot.delivery.ledger import Claimed, Planned, Settlement, Skip, Status
from bot.signposts import store, wording
from bot.signposts.tables import ListenedChannel
from bot.storage import Session, Storage
from bot.texts import mark, translator

NOTICE = "listening.notice"
RENEWAL = "listening.renewal"
STOPPED = "listening.stopped"

RENEWED_EVERY = timedelta(days=90)
"""After so long the notice is posted anew, for whoever has come since; then the one before is taken away."""


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

    async def renew(self, now: datetime) -> None:
        """Plan the notices that have stood long enough, each once; listening goes on meanwhile."""
        async with self._storage.write() as session:
            for row in await store.to_renew(session, now):
                row.renew_at = now + RENEWED_EVERY
                slot = now.date().isoformat()
                await ledger.plan(session, [Planned(RENEWAL, row.channel.native, slot, row.channel, now)])

    async def stop(self, ask: Listen, context: Context) -> Replies:
        """Stop at once, and take the notice away; one that is being posted this moment is taken away when it stands."""
        if await store.listened(context.session, ask.channel) is None:
            return (Say(text(context.t("I’m not listening there."))),)
        notice = await end(context.session, ask.channel, context.now)
        self._heard -= {ask.channel}
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

    async def settled(
        self, session: Session, claimed: Claimed, settlement: Settlement, now: datetime
    ) -> Receipt | None:
        """A notice stands: listen, and take the one before away. It could not be posted: stay as it was before."""
        row = await store.listened_to_change(session, claimed.target) if isinstance(claimed.target, Channel) else None
        if settlement.status is Status.SENT and settlement.receipt is not None:
            return self._stands(row, settlement.receipt, now)
        if row is None or (row.notice is None) != (claimed.kind == NOTICE):
            return None
        if settlement.status is Status.DEAD and row.notice is None:
            await self._forget(session, row)
        await notices.follow(session, claimed, settlement, now)
        return None

    def _stands(self, row: ListenedChannel | None, notice: Receipt, now: datetime) -> Receipt | None:
        """Whose turn it is to go: the notice before this one, or this one where the listening was stopped meanwhile."""
        if row is None:
            return notice
        earlier, row.notice = row.notice, notice
        row.renew_at = now + RENEWED_EVERY
        self._heard |= {row.channel}
        return earlier if earlier != notice else None

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


async def end(session: Session, channel: Channel, now: datetime) -> Receipt | None:
    """Hear a channel no more; where its notice stands, so that it can be taken away."""
    row = await store.listened_to_change(session, channel)
    for kind in (NOTICE, RENEWAL):
        reason = "listening was stopped"
        await ledger.cancel(session, channel.community, kind, channel.native, now=now, reason=reason)
    if row is None:
        return None
    await store.remove(session, row)
    return row.notice
