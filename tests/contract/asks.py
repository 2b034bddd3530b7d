"""Asks as a feature would declare them, with a field of every type."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.contract.commands import Ask, Command, LabelledEnum, option
from bot.contract.places import Channel, CommunityId, Member

HERE = CommunityId("room", "fernhill")


class Sky(LabelledEnum):
    """Choices with labels of one word and of two."""

    SUNNY = "sunny", "Sunny"
    BRIGHT = "bright", "Sunny spells"
    STORMY = "stormy", "Stormy"


class Size(Enum):
    """Choices without labels."""

    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Everything(Ask):
    """Every type of field."""

    text: str = option("Text", hint="anything", most=40, long=True)
    channel: Channel = option("Channel")
    member: Member | None = option("Member", default=None)
    count: int | None = option("Count", default=None)
    sky: Sky | None = option("Sky", default=None)
    size: Size = option("Size", default=Size.SMALL)
    loud: bool = option("Loud", default=False)
    version: int = option("Version", hidden=True, default=0)


@dataclass(frozen=True, slots=True)
class Find(Ask):
    """Two texts with suggestions, both optional."""

    topic: str | None = option("Topic", suggester="topics", default=None)
    area: str | None = option("Area", suggester="areas", default=None)


@dataclass(frozen=True, slots=True)
class Change(Ask):
    """A suggested key before a text."""

    key: str = option("Which", suggester="keys")
    text: str = option("Text")


@dataclass(frozen=True, slots=True)
class Nothing(Ask):
    """No options at all."""


EVERYTHING = Command("do everything", Everything, "Do everything")
FIND = Command("find", Find, "Find it")
CHANGE = Command("change", Change, "Change it")
HELP = Command("help", Nothing, "Help")
COMMANDS = (EVERYTHING, FIND, CHANGE, HELP, Command("do nothing", Nothing, "Do nothing"))
