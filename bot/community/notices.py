"""What moderators are told without asking: a channel that is gone, a post that may have been lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.community import store
from bot.community.context import Context
from bot.community.features import Feature, action
from bot.community.wording import why_button
from bot.contract.commands import Audience
from bot.contract.events import ButtonPressed
from bot.contract.messages import Button, Choices, Message, Paragraph, text
from bot.contract.places import Channel
from bot.contract.ports import Remedy
from bot.contract.replies import Replies, Say
from bot.delivery import store as ledger
from bot.delivery.kinds import Kind
from bot.delivery.ledger import COULD_NOT_COMPOSE, Claimed, Planned, Settlement, Skip, Status
from bot.storage import Session
from bot.texts import mark, translator

GONE = "notice.gone"
UNCERTAIN = "notice.uncertain"
USEFUL_FOR = timedelta(days=7)

LOST = mark(
    "I lost the connection while posting in {channel} and can’t tell whether it arrived. Please have a look: "
    "if it isn’t there, press the button and I’ll post it."
)
UNCOMPOSED = mark(
    "Something I wanted to post in {channel} couldn’t be put together, for a fault of mine. I’ve left it out, and "
    "whoever runs me can find it in the log."
)
WHY = mark("You see this because it needs a moderator, and this is where this community’s notices go.")


async def follow(session: Session, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
    """Plan the notice that an outcome calls for, once; nothing where the community has no place for notices."""
    kind = {Status.DEAD: GONE, Status.UNCERTAIN: UNCERTAIN}.get(settlement.status)
    if kind is None or not isinstance(claimed.target, Channel):
        return
    community = await store.community(session, claimed.community)
    if community is None or community.notices is None or community.notices == claimed.target:
        return
    await ledger.plan(session, [Planned(kind, claimed.key, "", community.notices, now)])


class Notices:
    """Composes notices; ``gone`` says for each delivery kind what follows when its channel is gone."""

    def __init__(self, gone: Mapping[str, str]) -> None:
        self._gone = gone

    async def compose(self, session: Session, claimed: Claimed, now: datetime) -> Message | Skip:
        """The notice about the delivery whose key is its subject."""
        about = await ledger.by_key(session, claimed.subject, claimed.community)
        community = await store.community(session, claimed.community)
        if about is None or community is None or not isinstance(about.target, Channel):
            return Skip("what it was about is gone")
        t = translator(community.locale)
        if claimed.kind == GONE:
            sentence = UNCOMPOSED if about.reason == COULD_NOT_COMPOSE else self._gone[about.kind]
            spans = t.spans(sentence, channel=about.target)
            remedy = Remedy.__members__.get(about.reason or "")
            helps = (Paragraph((t(remedy.value),)),) if remedy is not None else ()
            choices = Choices((why_button(t, claimed.key),))
            return Message(t("I couldn’t post something"), (Paragraph(spans), *helps, choices))
        if about.status != Status.UNCERTAIN.value:
            return Skip("it was cleared up meanwhile")
        again = Button(t("It isn’t there, post it"), "delivery.again", about.key)
        choices = Choices((again, why_button(t, claimed.key)))
        return Message(t("A post may not have arrived"), (Paragraph(t.spans(LOST, channel=about.target)), choices))


async def say_again(event: ButtonPressed, context: Context) -> Replies:
    """A moderator looked and asks for an uncertain post once more."""
    delivery = await ledger.by_key(context.session, event.subject, context.id)
    if delivery is None or delivery.status != Status.UNCERTAIN.value:
        return (Say(text(context.t("That has been cleared up already, so nothing is posted twice."))),)
    await ledger.say_again(context.session, delivery, context.now)
    return (Say(text(context.t("Right, I’ll post it now."))),)


def feature(gone: Mapping[str, str]) -> Feature:
    """What moderators are told about the other features' deliveries."""
    compose = Notices(gone).compose
    return Feature(
        "notices",
        actions=(action("delivery.again", say_again, Audience.MODERATORS),),
        kinds=(
            Kind(GONE, compose, WHY, lateness=USEFUL_FOR),
            Kind(UNCERTAIN, compose, WHY, lateness=USEFUL_FOR),
        ),
    )
