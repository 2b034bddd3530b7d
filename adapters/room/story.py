"""What the people of the playground do by themselves: a fortnight in the life of a small community."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from random import Random

from adapters.room.clock import MovableClock
from adapters.room.people import Visitor
from adapters.room.platform import Room
from adapters.room.things import Post
from bot.contract.messages import Button, Message
from bot.contract.places import Channel
from bot.contract.plain import buttons

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

SAID = (
    (0, 9, 40, "Hari", "allotments", "The broad beans are up. The slugs have been told."),
    (1, 8, 50, "Dee", "general", "this deadline is killing me, send biscuits"),
    (1, 20, 15, "Cal", "general", "i can't do this anymore, i want to end my life"),
    (1, 20, 40, "Ben", "general", "Film on Thursday, anybody?"),
    (2, 21, 5, "Esi", "general", "I'm worried about my brother, he keeps saying he wants to die"),
    (3, 12, 30, "Isla", "general", "/support money Scotland"),
    (4, 17, 45, "Mo", "tea-room", "@Brewmate are you a person?"),
    (5, 11, 0, "Ana", "moderators", "/nudges list"),
    (6, 10, 0, "Ana", "moderators", "/nudges quiet 26 december"),
    (8, 19, 30, "Finn", "general", "Anybody else dreading the clocks?"),
    (9, 12, 15, "Kim", "general", "/brew now"),
    (9, 12, 25, "Lou", "general", "/brew now"),
    (13, 11, 0, "Ana", "moderators", "/brews stats"),
)
"""Day from the start, local hour and minute, who, where, what."""

Advance = Callable[[datetime], Awaitable[None]]


@dataclass(order=True, slots=True)
class Beat:
    """Something somebody does at a moment."""

    at: datetime
    place: int
    do: Callable[[], Awaitable[None]] = field(compare=False)


class Story:
    """Lets people live in a room: they say things, and they answer the nudges that arrive."""

    def __init__(self, room: Room, visitors: Mapping[str, Visitor], clock: MovableClock, draw: Random) -> None:
        self._room = room
        self._visitors = visitors
        self._clock = clock
        self._draw = draw
        self._beats: list[Beat] = []
        self._answered: set[str] = set()

    def begin(self, midnight: datetime) -> None:
        """Plan what people say by themselves, counted from the first local midnight."""
        for day, hour, minute, who, where, what in SAID:
            at = (midnight + day * DAY).replace(hour=hour, minute=minute)
            self._plan(at, self._says(who, where, what))

    async def live(self, end: datetime, advance: Advance) -> None:
        """Until then: ``advance`` moves the clock to what is due next, at most to a given time; people do the rest."""
        while True:
            beat = self._beats[0] if self._beats and self._beats[0].at <= end else None
            until = beat.at if beat else end
            await advance(until)
            if self._plan_answers() or self._clock() < until:
                continue
            if beat is None:
                return
            heappop(self._beats)
            await beat.do()

    def _plan_answers(self) -> bool:
        """Whether nudges have arrived that nobody has answered yet."""
        arrived = [post for post in self._room.posts if post.key and post.receipt.native not in self._answered]
        for post in arrived:
            self._answered.add(post.receipt.native)
            for number, (who, button) in enumerate(self._presses(post)):
                self._plan(post.at + (number + 1) * 4 * MINUTE, self._presses_button(who, post, button))
        return bool(arrived)

    def _presses(self, post: Post) -> list[tuple[str, Button]]:
        """Who presses what: most tell their weather, a few are up for a brew, and say afterwards whether they met."""
        if not isinstance(post.content, Message):
            return []
        offered = buttons(post.content)
        weather = [each for each in offered if each.action == "nudges.weather"]
        brew = [each for each in offered if each.action == "nudges.brew"]
        met = [each for each in offered if each.action == "brews.met"]
        if met:
            there = self._room.places[post.receipt.channel].members or frozenset()
            asked = [visitor.person.name for visitor in self._visitors.values() if visitor.member in there]
            return [(name, met[number % 2]) for number, name in enumerate(asked)]
        if any(each.action.startswith("brews.") for each in offered):
            return []
        people = [name for name, visitor in self._visitors.items() if not visitor.person.is_moderator]
        self._draw.shuffle(people)
        chances = (4, 4, 3, 2, 1)
        skies = [(name, self._draw.choices(weather, chances)[0]) for name in people] if weather else []
        if skies:
            skies[0] = (skies[0][0], weather[-1])
        return skies + [(name, each) for each in brew for name in people[:4]]

    def _plan(self, at: datetime, do: Callable[[], Awaitable[None]]) -> None:
        heappush(self._beats, Beat(at, len(self._answered) * 1000 + len(self._beats), do))

    def _says(self, who: str, where: str, what: str) -> Callable[[], Awaitable[None]]:
        async def do() -> None:
            channel = Channel(self._room.community, where)
            if channel in self._room.places:
                await self._visitors[who].says(what, channel)

        return do

    def _presses_button(self, who: str, post: Post, button: Button) -> Callable[[], Awaitable[None]]:
        async def do() -> None:
            standing = self._room.post_at(post.receipt)
            if standing is not None:
                await self._visitors[who].presses(standing, button)
            await self._follow(who)

        return do

    async def _follow(self, who: str) -> None:
        """After a private question about the name, the first of those who are up for a brew agree."""
        visitor = self._visitors[who]
        mine = [post for post in self._room.posts if post.seen_by == frozenset({visitor.member})]
        newest = mine[-1] if mine else None
        if newest is not None and isinstance(newest.content, Message) and newest.receipt.native not in self._answered:
            self._answered.add(newest.receipt.native)
            wanted = [each for each in buttons(newest.content) if each.action == "nudges.name"]
            if wanted and self._draw.random() < 0.7:  # noqa: PLR2004  # most people, not all
                await visitor.presses(newest, wanted[0])
