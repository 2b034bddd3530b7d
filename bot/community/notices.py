"""What moderators are told without asking: a channel that is gone, a post that may have been lost."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.community import store
from bot.community.context import Context
from bot.community.features import Feature, action
from bot.community.wording import why_button
from bot.contract.commands import Audience
from bot.contract.events import ButtonPressed
from bot.contract.messages import Button, Choices, Message, Paragraph, Tone, text
from bot.contract.places import Channel
from bot.contract.replies import Replies, Say
from bot.delivery import store as ledger
from bot.delivery.kinds import Kind
from bot.delivery.ledger import Claimed, Planned, Settlement, Skip, Status
from bot.storage import Session
from bot.texts import mark, translator

GONE = "notice.gone"
UNCERTAIN = "notice.uncertain"
USEFUL_FOR = timedelta(days=7)

WHY = mark("You see this because it needs a moderator, and this is where this community’s notices go.")


async def follow(session: Session, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
    """Plan the notice that an outcome calls for; nothing where the community has no place for notices.

    A channel that is gone is told once a day, however many posts were meant for it.
    """
    kind = {Status.DEAD: GONE, Status.UNCERTAIN: UNCERTAIN}.get(settlement.status)
    community = await store.community(session, claimed.community)
    if kind is None or community is None or community.notices is None or not isinstance(claimed.target, Channel):
        return
    if community.notices == claimed.target:
        return
    about, slot = (claimed.target.native, now.date().isoformat()) if kind == GONE else (claimed.key, "")
    await ledger.plan(session, [Planned(kind, about, slot, community.notices, now)])


async def compose(session: Session, claimed: Claimed, now: datetime) -> Message | Skip:
    """The notice about the channel that is its subject, or about the delivery whose key is."""
    community = await store.community(session, claimed.community)
    if community is None:
        return Skip("the community is gone")
    t = translator(community.locale)
    if claimed.kind == GONE:
        sentence = mark(
            "I can’t post in {channel} any more: the channel is gone, or I’m not allowed in it. Its schedule is paused "
            "and nothing else has changed. Once I can post there again, or you have picked another channel, resume it "
            "from /nudges list."
        )
        spans = t.spans(sentence, channel=Channel(community.id, claimed.subject))
        summary = t("A channel I posted in is gone")
        return Message(summary, (Paragraph(spans), Choices((why_button(t, claimed.key),))))
    about = await ledger.by_key(session, claimed.subject, claimed.community)
    if about is None or not isinstance(about.target, Channel):
        return Skip("what it was about is gone")
    if about.status != Status.UNCERTAIN.value:
        return Skip("it was cleared up meanwhile")
    sentence = mark(
        "I lost the connection while posting in {channel} and can’t tell whether it arrived. Please have a look: "
        "if it isn’t there, press the button and I’ll post it."
    )
    again = Button(t("It isn’t there, post it"), "delivery.again", about.key)
    summary = t("A post may not have arrived")
    spans = t.spans(sentence, channel=about.target)
    return Message(summary, (Paragraph(spans), Choices((again, why_button(t, claimed.key)))), Tone.PLAIN)


async def say_again(event: ButtonPressed, context: Context) -> Replies:
    """A moderator looked and asks for an uncertain post once more."""
    delivery = await ledger.by_key(context.session, event.subject, context.id)
    if delivery is None or delivery.status != Status.UNCERTAIN.value:
        return (Say(text(context.t("That has been cleared up already, so nothing is posted twice."))),)
    await ledger.say_again(context.session, delivery, context.now)
    return (Say(text(context.t("Right, I’ll post it now."))),)


KINDS = (
    Kind(GONE, compose, WHY, lateness=USEFUL_FOR),
    Kind(UNCERTAIN, compose, WHY, lateness=USEFUL_FOR),
)

FEATURE = Feature(
    "notices",
    actions=(action("delivery.again", say_again, Audience.MODERATORS),),
    kinds=KINDS,
)
