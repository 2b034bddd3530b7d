"""Three minutes in the life of the community: real people of the room do real things, and captions say what goes on.

Each step is asked for by itself, so that a page can pause, go on or stop; nothing is kept between two of them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from adapters.room import Person, Post, Room, Visitor
from adapters.room.things import Kind
from adapters.web.playground import wording
from adapters.web.playground.asking import Json, Refused
from adapters.web.playground.panel import Panel
from bot.contract.commands import Command
from bot.contract.messages import Button, Message
from bot.contract.places import Channel
from bot.contract.plain import buttons
from bot.contract.ports import Core
from bot.texts import Translator

WEATHER = "nudges.weather"
OPTIONS = "signposts.show"
ANSWERING = 10
"""So many tell their weather: from there on a tally shows more than a number."""

SKIES = ("bright", "cloudy", "bright", "sunny", "bright", "stormy", "cloudy", "bright", "rainy", "bright")
"""Who presses what, in the order of the cast; the sixth is the one whose day is stormy."""

FRIEND, BUSY, VIEWER, STORMY, LOW = 0, 1, 4, 5, 6
"""Places in the cast."""

NAMED = {"friend": FRIEND, "busy": BUSY, "viewer": VIEWER, "stormy": STORMY, "low": LOW}
"""Whom the captions name."""

DEADLINE = "this deadline is killing me, send biscuits"
LOW_WORDS = "I can’t cope any more"
KIND_WORDS = "@{low} I’m about this evening if you fancy a brew. No need to talk about anything."
"""What members write stays in their own language, as the lexicon knows it."""

MOST_NUDGES = 10
"""So many nudges on, one with a weather check-in has come, if there is any."""

Deed = Callable[[], Awaitable[bool]]
"""Something that happens; whether what the caption says came of it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A caption (marked; empty belongs to the one before), through whose eyes, for how long, and what happens first.

    ``otherwise`` is the caption where the bot had a reason to keep quiet.
    """

    caption: str
    eyes: int
    seconds: float
    do: Deed
    otherwise: str = ""


class Show:
    """What happens, and how it looks to whom; ``viewer`` watches and takes part once."""

    def __init__(
        self,
        room: Room,
        core: Core,
        commands: Sequence[Command],
        panel: Panel,
        viewer: Person,
        locale: str | None,
    ) -> None:
        self._room = room
        self._panel = panel
        self._cast = _cast(list(room.people.values()), viewer)
        self._hands = [Visitor(room, core, commands, person, locale=locale) for person in self._cast]
        self.steps = self._written() if len(self._cast) == ANSWERING else ()

    async def play(self, number: int, t: Translator) -> Json:
        """Let that step happen, and say how to show it; Refused where there is nothing to show."""
        if not self.steps:
            raise Refused(wording.NO_SHOW)
        if number >= len(self.steps):
            raise Refused(wording.UNREADABLE)
        step = self.steps[number]
        came = await step.do()
        place = self._stage()
        if place is None:
            raise Refused(wording.NO_SHOW)
        scenes = [bool(each.caption) for each in self.steps]
        said = step.caption if came else step.otherwise or step.caption
        return {
            "caption": t(said, **self._names()) if said else "",
            "as": self._cast[step.eyes].member.native,
            "place": place.native,
            "seconds": step.seconds,
            "scene": sum(scenes[: number + 1]),
            "scenes": sum(scenes),
            "more": number + 1 < len(self.steps) and not self.steps[number + 1].caption,
            "last": number == len(self.steps) - 1,
        }

    def _written(self) -> tuple[Step, ...]:
        """The whole of it, in order."""
        answers = [self._tells(at) for at in (0, 1, 2, 3)]
        crowd = [self._tells(at) for at in (6, 7, 8, 9)]
        return (
            Step(wording.SHOW_WELCOME, VIEWER, 12, self._nothing),
            Step(wording.SHOW_NUDGE, VIEWER, 14, self._nudge),
            Step(wording.SHOW_ANSWERS, VIEWER, 3, answers[0]),
            *(Step("", VIEWER, 3, each) for each in answers[1:]),
            Step(wording.SHOW_PRIVATE, VIEWER, 14, self._tells(VIEWER)),
            Step(wording.SHOW_EYES, STORMY, 8, self._nothing),
            Step(wording.SHOW_STORMY, STORMY, 17, self._tells(STORMY)),
            Step(wording.SHOW_TALLY, VIEWER, 3, crowd[0]),
            *(Step("", VIEWER, 3, each) for each in crowd[1:3]),
            Step("", VIEWER, 13, crowd[3]),
            Step(wording.SHOW_BUSY, VIEWER, 13, self._says(BUSY, DEADLINE)),
            Step(wording.SHOW_LOW, LOW, 17, self._says(LOW, LOW_WORDS, answered=True), wording.SHOW_QUIET),
            Step(wording.SHOW_OPTIONS, LOW, 18, self._opens_options, wording.SHOW_NO_OPTIONS),
            Step(wording.SHOW_OTHERS, VIEWER, 16, self._nothing),
            Step(wording.SHOW_FRIEND, VIEWER, 13, self._says(FRIEND, KIND_WORDS)),
            Step(wording.SHOW_END, VIEWER, 15, self._nothing),
        )

    async def _nothing(self) -> bool:
        return True

    async def _nudge(self) -> bool:
        """Let time pass until a nudge asks for the weather."""
        for _ in range(MOST_NUDGES):
            at = await self._panel.next_nudge()
            if at is None:
                break
            seen = self._check_in()
            await self._panel.skip_to(at)
            if self._check_in() is not seen:
                return True
        raise Refused(wording.NO_SHOW)

    def _tells(self, at: int) -> Deed:
        async def do() -> bool:
            post = self._check_in()
            sky = next((each for each in _offered(post) if each.action == WEATHER and each.choice == SKIES[at]), None)
            if post is not None and sky is not None:
                await self._hands[at].presses(post, sky)
            return sky is not None

        return do

    def _says(self, at: int, sentence: str, *, answered: bool = False) -> Deed:
        async def do() -> bool:
            place = self._stage()
            if place is None:
                return False
            before = len(self._to(at))
            await self._hands[at].says(sentence.format(**self._names()), place)
            return not answered or len(self._to(at)) > before

        return do

    async def _opens_options(self) -> bool:
        """Whoever is low looks at what was offered, if anything was."""
        for post in reversed(self._to(LOW)):
            wanted = next((each for each in _offered(post) if each.action == OPTIONS), None)
            if wanted is not None:
                await self._hands[LOW].presses(post, wanted)
                return True
        return False

    def _names(self) -> dict[str, str]:
        return {key: self._cast[at].name for key, at in NAMED.items()}

    def _to(self, at: int) -> list[Post]:
        """What the bot has told that one alone."""
        alone = frozenset({self._cast[at].member})
        return [post for post in self._room.posts if post.by is None and post.seen_by == alone]

    def _check_in(self) -> Post | None:
        """The newest weather check-in that everybody sees."""
        open_ = (post for post in reversed(self._room.posts) if post.key and self._is_open(post.receipt.channel))
        return next((post for post in open_ if any(each.action == WEATHER for each in _offered(post))), None)

    def _stage(self) -> Channel | None:
        """Where it happens: at the newest check-in, before the first in any open channel."""
        seen = self._check_in()
        if seen is not None:
            return seen.receipt.channel
        return next((channel for channel in self._room.places if self._is_open(channel)), None)

    def _is_open(self, channel: Channel) -> bool:
        place = self._room.places.get(channel)
        return place is not None and place.kind is Kind.CHANNEL and place.members is None


def _offered(post: Post | None) -> tuple[Button, ...]:
    """The buttons under a post of the bot's."""
    return buttons(post.content) if post is not None and isinstance(post.content, Message) else ()


def _cast(people: list[Person], viewer: Person) -> list[Person]:
    """Ten of them, members before moderators, with the viewer at their place; fewer where the room is too small."""
    others = sorted((each for each in people if each is not viewer), key=lambda person: person.is_moderator)
    return [*others[:VIEWER], viewer, *others[VIEWER : ANSWERING - 1]]
