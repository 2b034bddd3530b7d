"""The core's replies, carried out on Slack: privately where that was declared, or not at all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import assert_never

from adapters.slack import forms, translate
from adapters.slack.answers import Answer
from adapters.slack.platform import SlackPlatform
from adapters.slack.render import Json
from bot.contract import messages
from bot.contract.commands import Command
from bot.contract.events import UNSOUND, About, CommandInvoked, Event, HomeOpened, MessageSeen, Surveyed
from bot.contract.house import House
from bot.contract.messages import Message
from bot.contract.places import Channel, Member, Role
from bot.contract.ports import Busy, Uncertain, Undeliverable
from bot.contract.replies import Again, Form, Home, Replies, Reply, Revise, Say, Survey, To, Withdraw
from bot.texts import Translator, mark

TOO_LATE = mark("I couldn’t open that form in time, and nothing was changed. Please try again.")

FAILED = (Undeliverable, Busy, Uncertain)


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody did something: how it can be answered, in whose language, and the event of a survey after it.

    ``at_home`` says that they did it on the bot's own page.
    """

    answer: Answer
    t: Translator
    surveyed: Callable[[Survey, Event], Awaitable[Surveyed]]
    at_home: bool = False


class Carrier:
    """Tells the core what happened, and carries out what comes back."""

    def __init__(self, platform: SlackPlatform, house: House) -> None:
        self._platform = platform
        self._house = house

    async def tell(self, event: Event, turn: Turn) -> None:
        """Hand it to the core, and carry out what comes back."""
        await self.carry(await self.handled(event, turn), event, turn)

    async def handled(self, event: Event, turn: Turn) -> Replies:
        """What the core answers; of what was made up nothing but a sentence."""
        if not event.is_sound:
            return (Say(messages.text(turn.t(UNSOUND))),)
        return await self._house.core.handle(event)

    async def carry(self, replies: Replies, event: Event, turn: Turn) -> None:
        """Carry the replies out, one after the other."""
        for reply in replies:
            await self._carry_out(reply, event, turn)

    async def carry_words(self, replies: Replies, seen: MessageSeen, answer: Answer) -> None:
        """The same for what was written: nothing but words is said to words."""
        for reply in replies:
            if isinstance(reply, Say):
                await self._settle(reply, accepted=await self._say(reply, seen, answer))

    async def show_home(self, opened: HomeOpened, turn: Turn) -> None:
        """Draw the bot's own page as it stands now."""
        for reply in await self._house.core.handle(opened):
            if isinstance(reply, Home):
                await turn.answer.publish(forms.home(await self._platform.drawn(reply.message)))

    async def answer(self, turn: Turn, message: Message) -> None:
        """Say it privately."""
        await turn.answer.say(await self._platform.drawn(message))

    async def view(self, form: Form, carried: forms.Carried, turn: Turn) -> Json:
        """The form, with the user groups there are where it asks for one."""
        command = self._house.commands[form.command]
        asks = any(option.type is Role for option in command.options)
        groups = await self._platform.groups.of(turn.answer.team) if asks else ()
        return forms.view(form, command, carried, turn.t, [(each.id, each.name) for each in groups])

    async def open(self, form: Form, command: Command, about: About | None, turn: Turn) -> None:
        """Open the form; where that is too late, say so."""
        carried = forms.Carried(command.path, turn.answer.channel, turn.answer.response_url, at_home=turn.at_home)
        carried = carried.with_about(about)
        if not (turn.answer.may_open and await turn.answer.open(await self.view(form, carried, turn))):
            await self.answer(turn, messages.text(turn.t(TOO_LATE)))

    async def _carry_out(self, reply: Reply, event: Event, turn: Turn) -> None:
        match reply:
            case Say():
                await self._settle(reply, accepted=await self._say(reply, event, turn.answer))
            case Form(command=path):
                about = event.about if isinstance(event, CommandInvoked) else None
                await self.open(reply, self._house.commands[path], about, turn)
            case Revise(receipt, message):
                await _quietly(self._platform.revise(receipt, message))
            case Withdraw(receipt):
                await _quietly(self._platform.withdraw(receipt))
            case Survey():
                if not isinstance(event, Surveyed):
                    await self.tell(await turn.surveyed(reply, event), turn)
            case Home() | Again():
                pass  # what concerns whole events, and is dealt with there
            case _:
                assert_never(reply)

    async def _settle(self, reply: Say, *, accepted: bool) -> None:
        if reply.counts is not None:
            await self._house.core.settle(reply.counts, accepted=accepted)

    async def _say(self, reply: Say, event: Event, answer: Answer) -> bool:
        """Whether it was shown. What can't be said privately is not said."""
        if reply.to is To.ACTOR:
            return await answer.say(await self._platform.drawn(reply.message))
        if reply.to is To.EVERYONE:
            where = event.where or translate.channel(event.community, answer.channel)
            return await self._say_in(where, reply.message)
        return await self._say_in(reply.to if isinstance(reply.to, Member) else event.by, reply.message)

    async def _say_in(self, to: Channel | Member, message: Message) -> bool:
        try:
            await self._platform.say(to, message)
        except FAILED:
            return False
        return True


async def _quietly(request: Awaitable[None]) -> None:
    """What nobody waits for; if it can't be done, the answer says the same in words."""
    try:
        await request
    except FAILED:
        return
