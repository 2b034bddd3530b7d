"""A room's changes as lines of a transcript: what was said when, by whom, and who saw it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import tzinfo

from adapters.room.platform import Room
from adapters.room.things import Change, Happening, Kind, Post
from bot.contract.messages import Message
from bot.contract.places import Member
from bot.contract.plain import buttons, plain
from bot.texts import Translator

KindOf = Callable[[str], Awaitable[str]]
"""From a delivery's key to its kind."""

Line = dict[str, object]


class Transcript:
    """Turns changes into lines; asks for what the bot's own posts were."""

    def __init__(self, room: Room, kind_of: KindOf, t: Translator, zone: tzinfo) -> None:
        self._room = room
        self._kind_of = kind_of
        self._t = t
        self._zone = zone

    async def line(self, change: Change) -> Line | None:
        """The line for this change, or None for one that nobody would see."""
        if change.post is not None:
            return await self._post(change, change.post)
        if change.form is not None:
            text = f"opens the form of /{change.form.form.command}"
            return self._line(change, change.form.where, {change.form.member}, "Brewmate", text, kind="form")
        if change.place is not None and change.place.kind is Kind.GROUP:
            members = set(change.place.members or ())
            return self._line(change, change.place.channel, members, "Brewmate", "opens a group", kind="group")
        return None

    async def _post(self, change: Change, post: Post) -> Line:
        kind = await self._kind(change, post)
        text = post.content
        labels: list[str] = []
        if isinstance(text, Message):
            labels = [each.label for each in buttons(text)]
            text = plain(text, name=self._room.called, t=self._t, zone=self._zone)
        if change.what is Happening.PRESSED:
            text = f"presses “{change.note}”"
        by = "Brewmate" if post.by is None else self._named(post.by)
        return self._line(change, post.receipt.channel, post.seen_by, by, text, kind=kind, buttons=labels)

    async def _kind(self, change: Change, post: Post) -> str:
        match change.what:
            case Happening.PRESSED:
                return "press"
            case Happening.REVISED:
                return "tally"
            case Happening.WITHDRAWN:
                return "withdrawn"
            case _ if post.key is not None:
                return await self._kind_of(post.key)
            case _:
                return "reply" if post.by is None else "message"

    def _line(  # a line has these parts
        self,
        change: Change,
        channel: object,
        seen_by: frozenset[Member] | set[Member] | None,
        by: str,
        text: str,
        *,
        kind: str,
        buttons: list[str] | None = None,
    ) -> Line:
        place = next((each for each in self._room.places.values() if each.channel == channel), None)
        if seen_by is None and place is not None:
            seen_by = place.members
        everyone = seen_by is None
        return {
            "at": change.at.astimezone(self._zone).isoformat(timespec="seconds"),
            "channel": place.name if place and place.kind is not Kind.DIRECT else "direct",
            "seen_by": "everyone" if everyone else sorted(self._named(each) for each in seen_by or ()),
            "by": by,
            "text": text,
            "buttons": buttons or [],
            "kind": kind,
        }

    def _named(self, member: Member) -> str:
        """Whoever has left has no name here any more."""
        person = self._room.people.get(member)
        return person.name if person else "somebody"
