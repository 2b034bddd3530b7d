"""One person's hands on the page: what they sent, checked, and done through their Visitor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from adapters.room import Happening, Person, Post, Room, Visitor
from adapters.room.people import MENUS
from adapters.web.playground import asking, wording
from adapters.web.playground.asking import Json, Refused
from adapters.web.playground.drawing import View
from bot.contract.commands import Command
from bot.contract.messages import Message
from bot.contract.places import Channel, Member, MessageRef, Receipt
from bot.contract.plain import buttons
from bot.contract.ports import Core

MOST_SUGGESTIONS = 25
"""As many as Discord shows."""

DONE: Json = {}


class Hands:
    """Everything that the page can ask for in somebody's name; each deed refuses with a sentence."""

    def __init__(self, room: Room, core: Core, visitor: Visitor, view: View) -> None:
        self._room = room
        self._core = core
        self._visitor = visitor
        self.view = view

    @classmethod
    def of(
        cls, name: str, room: Room, core: Core, commands: Sequence[Command], zone: tzinfo, locale: str | None
    ) -> Hands:
        """The hands of the person with that id, whose conversation with the bot begins here."""
        person = room.people.get(Member(room.community, name))
        if person is None:
            raise Refused(wording.NOBODY)
        room.direct(person.member)
        visitor = Visitor(room, core, commands, person, locale=locale)
        return cls(room, core, visitor, View(room, commands, person, zone, locale))

    @property
    def person(self) -> Person:
        """Whose hands they are."""
        return self._visitor.person

    @property
    def are_here(self) -> bool:
        """Whether the person is still the one whom the room knows by that name."""
        return self._room.people.get(self.person.member) is self.person

    async def say(self, sent: Json) -> Json:
        """Write something, or type a command; ``said`` is what stands there now, so that no page waits for it."""
        channel = self._channel(sent)
        text = asking.word(sent, "text").strip()
        if not text:
            raise Refused(wording.NOTHING_SAID)
        before = self._room.newest_change
        await self._visitor.says(text, channel)
        posts = (change.post for change in self._room.changes(before) or () if change.what is Happening.POSTED)
        said = (post for post in posts if post and post.by == self.person.member and post.content == text)
        return {"said": [self.view.post(post) for post in said if self._room.post_at(post.receipt)]}

    async def press(self, sent: Json) -> Json:
        """Press a button by its place in the post."""
        post = self._post(sent)
        index = asking.number(sent, "button")
        there = buttons(post.content) if isinstance(post.content, Message) else ()
        if index >= len(there):
            raise Refused(wording.NO_BUTTON)
        await self._visitor.presses(post, there[index])
        return DONE

    async def submit(self, sent: Json) -> Json:
        """Send an open form; only fields that it shows are taken."""
        form = self._room.form(asking.ident(sent, "form"))
        drawn = None if form is None or form.member != self.person.member else self.view.form(form)
        if form is None or drawn is None:
            raise Refused(wording.NO_FORM)
        await self._visitor.submits(form, asking.words(sent, "values"))
        return DONE

    async def dismiss(self, sent: Json) -> Json:
        """Close a form; one that is closed already is fine."""
        form = self._room.form(asking.ident(sent, "form"))
        if form is not None and form.member == self.person.member:
            self._room.close_form(form.id)
        return DONE

    async def suggest(self, sent: Json) -> Json:
        """Completions for an option."""
        command = self._command(asking.ident(sent, "command"))
        name, typed = asking.ident(sent, "option"), asking.line(sent, "typed")
        option = next((each for each in command.options if each.name == name), None)
        if option is None or option.suggester is None:
            raise Refused(wording.NO_OPTION)
        found = await self._core.suggest(option.suggester, typed, self.person.member, self.person.locale)
        return {"suggestions": [{"label": each.label, "value": each.value} for each in found[:MOST_SUGGESTIONS]]}

    async def command(self, sent: Json) -> Json:
        """Invoke a command with its values, or choose it from the menu of what it is about."""
        command, channel = self._command(asking.ident(sent, "command")), self._channel(sent)
        if sent.get("about") is None:
            await self._visitor.invokes(command, asking.words(sent, "values"), channel)
            return DONE
        about = self._about(sent["about"])
        if MENUS[type(about)] is not command.menu:
            raise Refused(wording.NO_COMMAND)
        await self._visitor.chooses(command, about, channel)
        return DONE

    async def delete(self, sent: Json) -> Json:
        """Delete a post of the bot's, as moderators may."""
        post = self._post(sent)
        if not self.view.moderates or post.by is not None:
            raise Refused(wording.NOT_YOURS)
        await self._visitor.deletes(post.receipt)
        return DONE

    async def change_person(self, sent: Json) -> Json:
        """Open or close their direct messages."""
        self.person.takes_direct = asking.truth(sent, "direct")
        return DONE

    def _channel(self, sent: Json) -> Channel:
        channel = Channel(self._room.community, asking.ident(sent, "channel"))
        place = self._room.places.get(channel)
        if place is None or not self.view.belongs(place):
            raise Refused(wording.NO_PLACE)
        return channel

    def _post(self, sent: Json) -> Post:
        """The post, if it stands and this person can see it."""
        receipt = Receipt(Channel(self._room.community, asking.ident(sent, "channel")), asking.ident(sent, "post"))
        post = self._room.post_at(receipt)
        if post is None or not self._room.sees(self.person.member, post):
            raise Refused(wording.NO_POST)
        return post

    def _command(self, path: str) -> Command:
        command = next((each for each in self.view.usable() if each.path == path), None)
        if command is None:
            raise Refused(wording.NO_COMMAND)
        return command

    def _about(self, sent: object) -> Member | MessageRef:
        """A member by id, or a member's message by its place."""
        if not isinstance(sent, dict):
            raise Refused(wording.UNREADABLE)
        if "member" in sent:
            member = Member(self._room.community, asking.ident(sent, "member"))
            if member not in self._room.people:
                raise Refused(wording.NOBODY)
            return member
        post = self._post(sent)
        if post.by is None:
            raise Refused(wording.NO_POST)
        return MessageRef(post.receipt, post.by)
