"""A small core that answers simply, and a browser's way of reading a stream of events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import ClientSession, StreamReader

from adapters.room import Person, Room
from bot.contract.commands import Ask, Audience, Command, Menu, option
from bot.contract.events import (
    ButtonPressed,
    CommandInvoked,
    Event,
    FormSubmitted,
    MessageSeen,
)
from bot.contract.messages import Button, Message, text
from bot.contract.places import Channel, Member, Role
from bot.contract.ports import Suggestion
from bot.contract.replies import Replies, Reservation, Revise, Say

Json = dict[str, object]

SOON = 20.0
"""Seconds within which anything on this machine has happened."""


@dataclass(frozen=True, slots=True)
class Greet(Ask):
    """A command with something of every kind that matters to a form."""

    who: str = option("Who", hint="a name", most=40, suggester="names")
    loudly: bool = option("Loudly", default=False)
    number: int = option("Number", hidden=True, default=0)


@dataclass(frozen=True, slots=True)
class Nothing(Ask):
    """A command without options."""


@dataclass(frozen=True, slots=True)
class Move(Ask):
    """A command about a channel."""

    to: Channel = option("To")


GREET = Command("greet", Greet, "Say hello")
THANK = Command("thank", Nothing, "Thank somebody for a message", menu=Menu.MESSAGE)
WAVE = Command("wave", Nothing, "Wave at somebody", menu=Menu.MEMBER)
MOVE = Command("move", Move, "Move to a channel")
RESET = Command("reset", Nothing, "Begin anew", Audience.MODERATORS)
COMMANDS = (GREET, THANK, WAVE, MOVE, RESET)

NUDGE = text("Fancy a chat?", Button("Yes", "nudge.yes", "1"), Button("Draw anew", "nudge.anew"))


class SmallCore:
    """Keeps ``Core``'s promises and remembers what happened."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.chosen: set[Member | Role] = set()
        self.asked = 0

    async def handle(self, event: Event) -> Replies:
        """Greets, answers presses, and offers something privately to whoever feels awful."""
        self.events.append(event)
        match event:
            case FormSubmitted():
                return (Say(text("Sent")),)
            case CommandInvoked(ask=Greet(who=who)):
                return (Say(text(f"Hello {who}")),)
            case CommandInvoked(command=path):
                return (Say(text(f"{path} about {event.about}")),)
            case ButtonPressed(action="nudge.anew", on=receipt) if receipt is not None:
                return (Revise(receipt, text("Drawn anew")),)
            case ButtonPressed(action=action, subject=subject):
                return (Say(text(f"You pressed {action} {subject}")),)
            case MessageSeen(text=said) if "breaks" in said:
                raise ValueError(said)
            case MessageSeen(text=said) if "awful" in said:
                return (Say(text("Some options, just for you")),)
            case _:
                return ()

    def ignores(self, where: Channel, text: str) -> bool:
        """Nothing: every message is handed over."""
        return False

    async def suggest(self, suggester: str, typed: str, by: Member, locale: str | None) -> tuple[Suggestion, ...]:
        """Names."""
        return tuple(Suggestion(name, name.lower()) for name in ("Ana", "Anwen") if name.startswith(typed))

    async def moderates(self, member: Member, roles: frozenset[Role]) -> bool:
        """Whoever was chosen."""
        self.asked += 1
        return bool(self.chosen & {member, *roles})

    async def settle(self, reservation: Reservation, *, accepted: bool) -> None:
        """Nothing counts here."""


class StandingPanel:
    """A clock panel that only notes where it was asked to go."""

    def __init__(self, at: datetime, nudge: datetime | None) -> None:
        self.at = at
        self.nudge = nudge

    def now(self) -> datetime:
        """The present."""
        return self.at

    async def next_nudge(self) -> datetime | None:
        """The one nudge."""
        return self.nudge

    async def skip_to(self, at: datetime) -> None:
        """Be there."""
        self.at = at


@dataclass
class Happened:
    """One event of a stream."""

    name: str
    data: Json
    id: str | None = None


@dataclass
class Browser:
    """What a page does: reads the state, sends deeds, follows the events."""

    session: ClientSession
    base: str
    room: Room
    core: SmallCore
    panel: StandingPanel
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def general(self) -> Channel:
        """The channel that all are in."""
        return Channel(self.room.community, "general")

    async def state(self, as_: str) -> Json:
        async with self.session.get(f"{self.base}/room/state", params={"as": as_}) as answer:
            assert answer.status == 200, await answer.text()
            return dict(await answer.json())

    async def posts(self, as_: str) -> list[Json]:
        """The posts as that person sees them."""
        posts = (await self.state(as_))["posts"]
        assert isinstance(posts, list)
        return posts

    async def does(self, name: str, as_: str, **sent: object) -> Json:
        """A deed that is accepted."""
        async with self.session.post(f"{self.base}/room/{name}", json={"as": as_, **sent}) as answer:
            assert answer.status == 200, await answer.text()
            return dict(await answer.json())

    async def refused(self, name: str, as_: str, **sent: object) -> str:
        """A deed that is refused: the sentence."""
        async with self.session.post(f"{self.base}/room/{name}", json={"as": as_, **sent}) as answer:
            assert answer.status == 400, await answer.text()
            return str((await answer.json())["error"])

    @asynccontextmanager
    async def events(self, as_: str, after: object, **more: str) -> AsyncIterator[Stream]:
        """What happens after that change, as that person's page is told."""
        headers = {"Last-Event-ID": more.pop("last")} if "last" in more else {}
        query = {"as": as_, "after": str(after), **more}
        async with self.session.get(f"{self.base}/room/events", params=query, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
            assert answer.content_type == "text/event-stream"
            yield Stream(answer.content)

    def says(self, channel: Channel, message: Message = NUDGE, only: Person | None = None) -> str:
        """The bot says something; the post's id."""
        seen_by = None if only is None else frozenset({only.member})
        return self.room.put(channel, message, seen_by=seen_by).native


class Stream:
    """Server-sent events, one at a time."""

    def __init__(self, lines: StreamReader) -> None:
        self._lines = lines

    async def next(self) -> Happened:
        """The next event; comments and retry lines are passed over."""
        found: dict[str, str] = {}
        async with asyncio.timeout(SOON):
            async for raw in self._lines:
                line = raw.decode().rstrip("\n")
                if line and not line.startswith(":"):
                    key, _, value = line.partition(": ")
                    found[key] = value
                elif "event" in found:
                    return Happened(found["event"], json.loads(found["data"]), found.get("id"))
        message = "the stream ended"
        raise AssertionError(message)
