"""What people do in a Room, and how the bot's replies reach them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from adapters.room.platform import Room
from adapters.room.things import Kind, OpenForm, Person, Post
from bot.contract import messages
from bot.contract.commandline import Typed, Unknown, parse
from bot.contract.commands import FOR_MODERATORS, Ask, Audience, Command, Menu
from bot.contract.events import (
    UNSOUND,
    ButtonPressed,
    CommandInvoked,
    DirectMessageSeen,
    Event,
    FormSubmitted,
    MemberLeft,
    MessageSeen,
    PostWithdrawn,
    Privacy,
    Shared,
    Surveyed,
)
from bot.contract.messages import Button, Message
from bot.contract.places import Channel, Member, MessageRef, Receipt
from bot.contract.ports import Core, Undeliverable
from bot.contract.reading import Unreadable, read
from bot.contract.replies import Again, Form, Home, Replies, Revise, Say, Survey, To, Withdraw
from bot.contract.unknown import answered
from bot.texts import Translator, translator

BOT_NAME = "Brewmate"

MENUS = {MessageRef: Menu.MESSAGE, Member: Menu.MEMBER}
"""What a command in each menu is about."""


class Visitor:
    """One person's hands: everything somebody can do, turned into events for the core.

    ``locale`` is the community's, for a person who has none.
    """

    def __init__(
        self,
        room: Room,
        core: Core,
        commands: Sequence[Command],
        person: Person,
        *,
        privacy: Privacy = Privacy.EPHEMERAL,
        locale: str | None = None,
    ) -> None:
        self._room = room
        self._core = core
        self._commands = commands
        self._privacy = privacy
        self._locale = locale
        self.person = person

    @property
    def member(self) -> Member:
        """Who this is."""
        return self.person.member

    async def usable(self) -> tuple[Command, ...]:
        """As real platforms do: a moderators' command is not offered to others. The core checks again."""
        everything = self.person.is_moderator or await self._core.moderates(self.member, self.person.roles)
        return tuple(each for each in self._commands if everything or each.audience is Audience.MEMBERS)

    async def says(self, text: str, channel: Channel) -> None:
        """Write in a channel, a group, or to the bot; a line with a slash is a command."""
        if text.startswith("/"):
            await self.types(text, channel)
            return
        receipt = self._room.put(channel, text, by=self.member)
        event, is_direct = self._event(channel, receipt.native), self._room.places[channel].kind is Kind.DIRECT
        if is_direct or f"@{BOT_NAME.lower()}" in text.lower():
            seen = DirectMessageSeen(**event, text=text, answers=self._privacy, is_mention=not is_direct)
            await self._tell(seen)
        else:
            await self._tell(MessageSeen(**event, text=text, answers=self._privacy))

    async def types(self, line: str, channel: Channel, about: Member | MessageRef | None = None) -> None:
        """Type a slash command."""
        match parse(line, self._commands, self._room.resolve):
            case Typed(command, values):
                await self.invokes(command, values, channel, about)
            case Unknown() as unknown:
                usable = frozenset(each.path for each in await self.usable())
                self._answer(channel, answered(unknown, usable, self._t))

    async def invokes(
        self, command: Command, values: Mapping[str, str], channel: Channel, about: Member | MessageRef | None = None
    ) -> None:
        """Invoke a command with options; missing or wrong ones open its form."""
        ask = self._read(command, values)
        if isinstance(ask, Unreadable):
            await self._ask_again(command, Unreadable(ask.filled, ask.errors if values else {}), channel, about)
            return
        event = CommandInvoked(**self._event(channel), command=command.path, ask=ask, about=about)
        await self._tell(event, about)

    async def chooses(self, command: Command, about: Member | MessageRef, where: Channel | None = None) -> None:
        """Choose a command from the menu of a message or of a member; ValueError where it doesn't stand in that menu.

        ``where`` is the channel in which one looks at the member; without it, the conversation with the bot.
        """
        if MENUS[type(about)] is not command.menu:
            msg = f"/{command.path} does not stand in that menu"
            raise ValueError(msg)
        at = about.receipt.channel if isinstance(about, MessageRef) else where or self._room.direct(self.member)
        await self.invokes(command, {}, at, about)

    async def presses(self, post: Post, button: Button) -> None:
        """Press a button under a post."""
        self._room.note_press(post, self.member, button.label)
        where = self._event(post.receipt.channel)
        pressed = ButtonPressed(
            **where, action=button.action, subject=button.subject, choice=button.choice, on=post.receipt
        )
        await self._tell(pressed)

    async def submits(self, form: OpenForm, values: Mapping[str, str]) -> None:
        """Send an open form; what is wrong opens it again. Hidden fields travel with it and can't be sent anew."""
        self._room.close_form(form.id)
        command = next(each for each in self._commands if each.path == form.form.command)
        shown = {option.name for option in command.options if not option.hidden}
        typed = {name: value for name, value in values.items() if name in shown}
        ask = self._read(command, {**form.form.filled, **typed})
        if isinstance(ask, Unreadable):
            await self._ask_again(command, ask, form.where, form.about)
            return
        whole = self._event(form.where, form.id)
        event = FormSubmitted(**whole, command=command.path, ask=ask, about=form.about)
        await self._tell(event, about=form.about)

    async def deletes(self, receipt: Receipt) -> None:
        """Delete a post of the bot's, as a moderator may."""
        await self._room.withdraw(receipt)
        await self._tell(PostWithdrawn(**self._event(receipt.channel), receipt=receipt))

    async def leaves(self) -> None:
        """Leave the community."""
        event = MemberLeft(**self._event(None))
        self._room.remove_person(self.member)
        await self._tell(event)

    async def _tell(self, event: Event, about: Member | MessageRef | None = None) -> None:
        if not event.is_sound:
            self._answer(event.where, messages.text(self._t(UNSOUND)))
            return
        await self._carry(event, await self._core.handle(event), about)

    async def _carry(self, event: Event, replies: Replies, about: Member | MessageRef | None) -> None:
        for reply in replies:
            match reply:
                case Say():
                    accepted = await self._say(reply, event)
                    if reply.counts is not None:
                        await self._core.settle(reply.counts, accepted=accepted)
                case Form():
                    self._open(reply, event.where, about)
                case Revise(receipt, message):
                    if self._room.post_at(receipt) is not None:
                        await self._room.revise(receipt, message)
                case Withdraw(receipt):
                    await self._room.withdraw(receipt)
                case Survey() if not isinstance(event, Surveyed):
                    await self._survey(reply, event)
                case Survey() | Home() | Again():
                    pass  # there is no second survey, no page of the bot, and nothing to repeat
                case _:
                    assert_never(reply)

    async def _survey(self, survey: Survey, before: Event) -> None:
        """Look what the bot lacks, and tell the core."""
        lacks = {channel: await self._room.lacks(channel) for channel in survey.channels}
        places = (self._room.places.get(channel) for channel in survey.channels)
        open_to_all = frozenset(place.channel for place in places if place is not None and place.members is None)
        event = self._event(before.where, f"{before.id}:surveyed")
        await self._tell(
            Surveyed(
                **event,
                action=survey.action,
                subject=survey.subject,
                choice=survey.choice,
                lacks=lacks,
                open_to_all=open_to_all,
                people={member: await self._room.profile(member) for member in survey.members},
            )
        )

    async def _say(self, reply: Say, event: Event) -> bool:
        """Whether it was shown. What can't be said privately is not said."""
        if isinstance(reply.to, Member):
            return await self._say_to(reply.to, reply.message)
        where = self._where(reply.to, event)
        if where is None:
            return False
        seen_by = None if reply.to is To.EVERYONE else frozenset({self.member})
        try:
            self._room.put(where, reply.message, seen_by=seen_by, is_reply=True)
        except Undeliverable:
            return False
        return True

    async def _say_to(self, member: Member, message: Message) -> bool:
        try:
            await self._room.post(member, message, key=self._room.new_id("k"))
        except Undeliverable:
            return False
        return True

    def _where(self, to: To, event: Event) -> Channel | None:
        """Where it can be said. On Discord a message in a channel has no answer there that only its author sees."""
        place = self._room.places.get(event.where) if event.where else None
        is_direct = place is not None and place.kind is Kind.DIRECT
        if to is To.DIRECT or event.where is None:
            return self._room.direct(self.member) if is_direct or self.person.takes_direct else None
        has_no_ephemeral = self._privacy is Privacy.DIRECT and isinstance(event, MessageSeen)
        return None if to is To.ACTOR and has_no_ephemeral and not is_direct else event.where

    def _read(self, command: Command, values: Mapping[str, str]) -> Ask | Unreadable:
        return read(command, values, community=self._room.community, t=self._t, knows=self._room.knows)

    async def _ask_again(
        self, command: Command, wrong: Unreadable, where: Channel | None, about: Member | MessageRef | None
    ) -> None:
        """The form with what is missing or wrong; a moderators' form opens for nobody else."""
        if command in await self.usable():
            self._open(Form(command.path, wrong.filled, wrong.errors), where, about)
        else:
            self._answer(where, messages.text(self._t(FOR_MODERATORS)))

    def _answer(self, where: Channel | None, message: Message) -> None:
        channel = where if where in self._room.places else None
        self._room.put(
            channel or self._room.direct(self.member), message, seen_by=frozenset({self.member}), is_reply=True
        )

    def _open(self, form: Form, where: Channel | None, about: Member | MessageRef | None) -> None:
        self._room.open_form(OpenForm(self._room.new_id("f"), self.member, where, form, about))

    def _event(self, where: Channel | None, id_: str | None = None) -> Shared:
        return Shared(
            id=id_ or self._room.new_id("e"),
            by=self.member,
            where=where,
            at=self._room.clock(),
            locale=self.person.locale,
            is_moderator=self.person.is_moderator,
            roles=self.person.roles,
            since=self.person.since,
        )

    @property
    def _t(self) -> Translator:
        return translator(self.person.locale or self._locale)
