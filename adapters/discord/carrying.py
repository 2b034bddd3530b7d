"""The core's replies, carried out on Discord: privately where that was declared, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import assert_never

from adapters.discord import forms, translate
from adapters.discord.answers import Answer
from adapters.discord.platform import DiscordPlatform
from adapters.discord.render import drawn, drawn_in_pieces
from bot.contract import messages, reopening
from bot.contract.commands import Answering, Command
from bot.contract.events import UNSOUND, About, CommandInvoked, Event, MessageSeen, Surveyed
from bot.contract.house import House
from bot.contract.messages import Message
from bot.contract.places import CommunityId, Member
from bot.contract.ports import Busy, Uncertain, Undeliverable
from bot.contract.replies import Again, Form, Home, Replies, Reply, Revise, Say, Survey, To, Withdraw
from bot.texts import Translator, mark

PATIENCE = 1.5
"""Seconds until an answer that isn't there yet is announced; Discord waits three."""

LAST_MOMENT = 2.4
"""Seconds until something must be said where a form is to open: it can't follow anything else."""

TRY_AGAIN = mark("I couldn’t open that in time, and nothing was changed. Please press the button again.")
DONE = mark("That’s done.")

FAILED = (Undeliverable, Busy, Uncertain)


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody did something: how it can be answered, in whose language, and the event of a survey after it."""

    answer: Answer
    t: Translator
    surveyed: Callable[[Survey], Awaitable[Surveyed]]


class Carrier:
    """Tells the core what happened, and carries out what comes back."""

    def __init__(self, platform: DiscordPlatform, house: House) -> None:
        self._platform = platform
        self._house = house
        self.forms = forms.Forms(house.clock)

    async def tell(self, event: Event, turn: Turn, answering: Answering) -> None:
        """Hand it to the core, ask for more time where it takes long, and carry out what comes back."""
        if not event.is_sound:
            await self.answer(turn, messages.text(turn.t(UNSOUND)))
            return
        handling = asyncio.ensure_future(self._house.core.handle(event))
        with_form = answering is Answering.WITH_FORM
        await asyncio.wait((handling,), timeout=turn.answer.remaining(LAST_MOMENT if with_form else PATIENCE))
        if not handling.done() and turn.answer.is_open:
            await (self.answer(turn, messages.text(turn.t(TRY_AGAIN))) if with_form else turn.answer.defer(answering))
        await self._carry(await handling, event, turn)

    async def tell_words(self, seen: MessageSeen, channel: int, *, in_server: bool) -> None:
        """The same for what was written: in a server only ever answered by a direct message."""
        for reply in await self._house.core.handle(seen):
            if isinstance(reply, Say):
                accepted = await self._answer_words(reply, seen, channel, in_server=in_server)
                await self._settle(reply, accepted=accepted)

    async def answer(self, turn: Turn, message: Message) -> None:
        """Say it privately."""
        await turn.answer.say(drawn(message), guild=None)

    async def open(self, form: Form, command: Command, about: About | None, turn: Turn) -> None:
        """Open the form; where none can open, say what is wrong and how to open it again."""
        key = self.forms.keep(form, about)
        if turn.answer.may_open:
            await turn.answer.open(forms.modal(form, command, key, turn.t))
        else:
            await self.answer(turn, reopening.instead_of(form, command, turn.t, key=key))

    async def _carry(self, replies: Replies, event: Event, turn: Turn) -> None:
        for reply in replies:
            await self._carry_out(reply, event, turn)
        if turn.answer.is_waited_for:
            await self.answer(turn, messages.text(turn.t(DONE)))
        await turn.answer.close()

    async def _carry_out(self, reply: Reply, event: Event, turn: Turn) -> None:
        match reply:
            case Say():
                await self._settle(reply, accepted=await self._say(reply, event, turn))
            case Form(command=path):
                about = event.about if isinstance(event, CommandInvoked) else None
                await self.open(reply, self._house.commands[path], about, turn)
            case Revise(receipt, message):
                await _quietly(self._platform.revise(receipt, message))
            case Withdraw(receipt):
                await _quietly(self._platform.withdraw(receipt))
            case Survey():
                if not isinstance(event, Surveyed):
                    await self.tell(await turn.surveyed(reply), turn, Answering.PRIVATELY)
            case Home() | Again():
                pass  # Discord has no page of the bot, and repeats nothing
            case _:
                assert_never(reply)

    async def _settle(self, reply: Say, *, accepted: bool) -> None:
        if reply.counts is not None:
            await self._house.core.settle(reply.counts, accepted=accepted)

    async def _say(self, reply: Say, event: Event, turn: Turn) -> bool:
        """Whether it was shown. What can't be said privately is not said."""
        if reply.to is To.ACTOR:
            guild = translate.number(event.community.native)
            return all([await turn.answer.say(each, guild=guild) for each in drawn_in_pieces(reply.message)])
        if reply.to is To.EVERYONE:
            where = translate.number(event.where.native) if event.where else 0
            return await self._say_in(where, reply.message, event.community)
        return await self._say_directly(reply.to if isinstance(reply.to, Member) else event.by, reply.message)

    async def _answer_words(self, reply: Say, seen: MessageSeen, channel: int, *, in_server: bool) -> bool:
        if reply.to is To.EVERYONE or not in_server:
            return await self._say_in(channel, reply.message, seen.community)
        if reply.to is To.ACTOR:
            return False
        return await self._say_directly(reply.to if isinstance(reply.to, Member) else seen.by, reply.message)

    async def _say_directly(self, member: Member, message: Message) -> bool:
        try:
            channel = await self._platform.direct(member)
        except FAILED:
            return False
        return await self._say_in(channel, message, member.community)

    async def _say_in(self, channel: int, message: Message, where: CommunityId) -> bool:
        try:
            for piece in drawn_in_pieces(message):
                await self._platform.say(channel, piece, where)
        except FAILED:
            return False
        return True


async def _quietly(request: Awaitable[None]) -> None:
    """What nobody waits for; if it can't be done, the answer says the same in words."""
    try:
        await request
    except FAILED:
        return
