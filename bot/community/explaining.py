"""Help, and "Why am I seeing this?": the bot explains itself from its own declarations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.community.context import Context
from bot.community.features import Feature, action, command
from bot.contract.commands import Ask, Audience, Command
from bot.contract.events import ButtonPressed
from bot.contract.messages import Block, Bullets, Heading, Message, Note, Strong, say, text
from bot.contract.replies import Replies, Say
from bot.delivery import store as ledger
from bot.texts import mark

HELP = mark("See what I can do")
GREETING = mark("I’m Brewmate, a bot. Now and then I ask whether anybody fancies a chat. Here is what you can type:")
NOT_SET_UP = mark("I’m not set up here yet. Type /setup, and I’ll walk you through.")
URGENT = mark(
    "If you or somebody else is in danger right now, your local emergency number is the quickest way to get help."
)
WHAT_ELSE = mark("/help shows what else I can do.")


@dataclass(frozen=True, slots=True)
class Help(Ask):
    """What the bot can do."""


def feature(declared: Sequence[Command], explanations: Mapping[str, str]) -> Feature:
    """Help over these commands and itself, and the explanations of these delivery kinds."""

    async def show_help(ask: Help, context: Context) -> Replies:
        everything = (*declared, itself.declared)
        return (Say(_help(everything, context)),)

    async def why(event: ButtonPressed, context: Context) -> Replies:
        delivery = await ledger.by_key(context.session, event.subject, context.id)
        known = explanations.get(delivery.kind) if delivery else None
        sentence = known or mark("This is an older post of mine; I no longer have a note of why it was sent.")
        return (Say(text(context.t(sentence))),)

    itself = command("help", Help, show_help, HELP)
    return Feature("explaining", commands=(itself,), actions=(action("why", why),), home=section)


async def section(context: Context) -> tuple[Block, ...]:
    """The last line of the bot's own page."""
    return (Note((context.t(WHAT_ELSE),)),)


def _help(declared: Sequence[Command], context: Context) -> Message:
    t = context.t
    title = t("What I can do")
    for_all = [each for each in declared if each.audience is Audience.MEMBERS]
    blocks: list[Block] = [Heading(title), say(t(GREETING)), _listed(for_all, context)]
    if context.by_moderator:
        for_mods = [each for each in declared if each.audience is Audience.MODERATORS]
        begin = [] if context.community.set_up_at else [say(t(NOT_SET_UP))]
        blocks += [say(Strong(t("For moderators"))), *begin, _listed(for_mods, context)]
    return Message(title, (*blocks, Note((t(URGENT),))))


def _listed(declared: Sequence[Command], context: Context) -> Bullets:
    return Bullets(tuple((Strong(f"/{each.path}"), f" {context.t(each.summary)}") for each in declared))
