"""The bot says hello, once: what it is and does, that nobody has to join in, and how to be left alone."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.community import notices
from bot.community import store as communities
from bot.community.wording import why_button
from bot.contract.messages import Button, Choices, Heading, Message, Tone, say
from bot.contract.places import Channel
from bot.delivery import store as ledger
from bot.delivery.ledger import Claimed, Planned, Settlement, Skip
from bot.storage import Session
from bot.texts import Translator, mark, translator

KIND = "introduction"
USEFUL_FOR = timedelta(days=7)

WHY = mark("A moderator of this community set me up, and this is how I said hello. I do that once.")
GONE = mark("I can’t post in {channel}, so I haven’t introduced myself there. /settings shows what I’m not allowed.")

HELLO = mark(
    "I’m Brewmate: now and then I ask here whether anybody fancies a chat, and those who do can find each other."
)
A_BOT = mark("I’m a bot, nobody has to join in, and /support shows you some options, privately, whenever you like.")
ALONE = mark("If you’d rather be left alone, /preferences lets you say so.")


async def plan(session: Session, channel: Channel, now: datetime) -> None:
    """Say hello in this channel as soon as can be."""
    await ledger.plan(session, [Planned(KIND, channel.native, "", channel, now)])


async def compose(session: Session, claimed: Claimed, now: datetime) -> Message | Skip:
    """The introduction in the community's language."""
    community = await communities.community(session, claimed.community)
    return (
        Skip("the community is gone") if community is None else introduction(translator(community.locale), claimed.key)
    )


async def settled(session: Session, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
    """Moderators are told if it couldn't be said."""
    await notices.follow(session, claimed, settlement, now)


def introduction(t: Translator, key: str) -> Message:
    """Three sentences and two buttons."""
    title = t("Hello from Brewmate")
    options = Button(t("Options, privately"), "signposts.options")
    words = say(" ".join((t(HELLO), t(A_BOT), t(ALONE))))
    return Message(title, (Heading(title), words, Choices((options, why_button(t, key)))), Tone.WARM)
