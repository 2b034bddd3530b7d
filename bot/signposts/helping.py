"""Offering help: how to ask and listen, shown privately to whoever is worried. Nobody is contacted by it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.community.context import Bare, Context
from bot.community.naming import named
from bot.contract.commands import Ask, option
from bot.contract.events import CommandInvoked, Event
from bot.contract.messages import Button, Choices, Message, say
from bot.contract.places import Member, MessageRef
from bot.contract.replies import Replies, Say
from bot.signposts import blocking, offer_wording
from bot.signposts.asked import GENERAL
from bot.signposts.support import Support
from bot.texts import mark


@dataclass(frozen=True, slots=True)
class OfferHelp(Ask):
    """Chosen from the menu of a message: whoever wrote it."""


@dataclass(frozen=True, slots=True)
class OfferHelpTo(Ask):
    """Chosen from a member's menu, or with their name typed."""

    member: Member | None = option(mark("Whom?"), default=None)


class Helping:
    """The two commands; they need to know where services are found."""

    def __init__(self, support: Support) -> None:
        self._support = support

    async def offer(self, ask: OfferHelp, context: Context) -> Replies:
        """For whoever wrote the message."""
        return await self._shown(_chosen(context.event), context)

    async def offer_to(self, ask: OfferHelpTo, context: Context) -> Replies:
        """For the member."""
        return await self._shown(ask.member or _chosen(context.event), context)

    def without_storage(self, event: Event, bare: Bare) -> Replies:
        """How to ask and listen, even when nothing can be saved; then there is no line to send."""
        match event:
            case CommandInvoked(ask=OfferHelp() | OfferHelpTo()):
                return (Say(self._support.for_a_friend(bare)),)
            case _:
                return self._support.without_storage(event, bare)

    async def _shown(self, member: Member | None, context: Context) -> Replies:
        t, bare = context.t, context.bare
        if member == context.by:
            return (Say(self._support.card(GENERAL, bare, opening=t(offer_wording.YOURSELF))),)
        if member is None:
            return (Say(self._support.for_a_friend(bare, opening=t(offer_wording.NOBODY))),)
        (who,) = await named(context.session, [member])
        card = self._support.card(GENERAL, bare, opening=t(offer_wording.TO_TALK_TO))
        shown = offer_wording.for_somebody(t, card, who, member.native)
        if await blocking.blocked_ids(context.session, context.by, member):
            shown = _with_way_back(shown, member, context)
        return (Say(shown),)


def _chosen(event: Event) -> Member | None:
    """Whom a menu's command is about; None for a bot, and where it was typed."""
    match event:
        case CommandInvoked(about=MessageRef(author=author)):
            return author
        case CommandInvoked(about=Member() as member):
            return member
        case _:
            return None


def _with_way_back(shown: Message, member: Member, context: Context) -> Message:
    """Whoever once said "Not from this person" finds here how to undo it."""
    t = context.t
    told = say(t("You’ve asked me to pass nothing on from them to you."))
    choices = Choices((Button(t("Allow again"), "offers.allow", member.native),))
    return Message(shown.summary, (*shown.blocks, told, choices), shown.tone)
