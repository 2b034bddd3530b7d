"""Everything a community is set up with, as values: what it has, and what its moderators want."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from bot.community.ages.bands import Ages
from bot.contract.places import Channel, Member, Role
from bot.nudges.library import Mood
from bot.nudges.recurrence import Recurrence

MOST_HEARD = 5
"""So many channels to listen in can be chosen at once: a form has no more fields."""


class Part(Enum):
    """What is chosen together, in one form."""

    PLACE = "place"
    NUDGE = "nudge"
    LISTENING = "listening"
    MODERATORS = "moderators"
    UNDER_18S = "under-18s"


@dataclass(frozen=True, slots=True)
class Place:
    """Where Brewmate is and speaks. No ``notices`` means that moderators aren't told anything by themselves."""

    channel: Channel | None
    notices: Channel | None
    zone: str
    area: str
    locale: str


@dataclass(frozen=True, slots=True)
class FirstNudge:
    """The first schedule, and what its next nudge says: a prompt by key, words of one's own, or whatever is drawn."""

    recurrence: Recurrence
    mood: Mood | None
    weather: bool
    prompt: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """All parts together. ``moderators`` are those besides whom the platform names."""

    place: Place
    nudge: FirstNudge | None
    listening: tuple[Channel, ...]
    moderators: tuple[Member | Role, ...]
    ages: Ages

    def part(self, part: Part) -> object:
        """One part's value."""
        match part:
            case Part.PLACE:
                return self.place
            case Part.NUDGE:
                return self.nudge
            case Part.LISTENING:
                return self.listening
            case Part.MODERATORS:
                return self.moderators
            case Part.UNDER_18S:
                return self.ages
            case _:
                assert_never(part)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Every channel that was chosen, each once."""
        named = (self.place.channel, self.place.notices, *self.listening)
        return tuple(dict.fromkeys(each for each in named if each is not None))

    @property
    def is_complete(self) -> bool:
        """Whether there is a place for the first nudge, and a time."""
        return self.place.channel is not None and self.nudge is not None


def stamp(*values: object) -> str:
    """A short sign of these values: the same for the same, in every process. It tells whether somebody changed them."""
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]
