"""The prompts that ship with Brewmate, and which prompt a nudge carries next."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from bot.contract.commands import LabelledEnum
from bot.nudges.placeholders import check
from bot.texts import mark, translator

LIBRARY = Path(__file__).with_name("library.toml")

WINDOW = 6
"""A prompt is not sent again while it is among so many sent last, as long as there is another."""

OLDEST = 3  # once all were sent, the oldest third is drawn from, so that they don’t come round in the same order


Month = Literal[
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip


class Mood(LabelledEnum):
    """How a prompt feels."""

    GENTLE = "gentle", mark("Gentle")
    PLAYFUL = "playful", mark("Playful")
    REFLECTIVE = "reflective", mark("Reflective")
    PRACTICAL = "practical", mark("Practical")
    BREW_MONDAY = "brew-monday", mark("Brew Monday")
    MYTH_AND_REPLY = "myth-and-reply", mark("Myth and reply")


class WhichMood(LabelledEnum):
    """The mood that a schedule asks for, or none in particular: a choice that says so, as a form or a command must."""

    ANY = "any", mark("Any mood")
    GENTLE = Mood.GENTLE.value, Mood.GENTLE.label
    PLAYFUL = Mood.PLAYFUL.value, Mood.PLAYFUL.label
    REFLECTIVE = Mood.REFLECTIVE.value, Mood.REFLECTIVE.label
    PRACTICAL = Mood.PRACTICAL.value, Mood.PRACTICAL.label
    BREW_MONDAY = Mood.BREW_MONDAY.value, Mood.BREW_MONDAY.label
    MYTH_AND_REPLY = Mood.MYTH_AND_REPLY.value, Mood.MYTH_AND_REPLY.label

    @property
    def mood(self) -> Mood | None:
        """The mood; None for any."""
        return None if self is WhichMood.ANY else Mood(self.value)

    @classmethod
    def of(cls, value: str | None) -> WhichMood:
        """What a row holds: None is any, and so is a mood that there is no more."""
        return next((each for each in cls if each.value == value), cls.ANY)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a nudge says: one of the library's or a community's own. A picture always has its ``alt``.

    ``only_in`` holds the months, 1 to 12, that it belongs to; none means any.
    """

    key: str
    mood: Mood
    text: str
    picture: str | None = None
    alt: str | None = None
    only_in: frozenset[int] = frozenset()

    def suits(self, month: int, mood: Mood | None) -> bool:
        """True in its months and for its mood. Without a mood asked for, all suit but Brew Monday's own."""
        in_season = not self.only_in or month in self.only_in
        return in_season and (self.mood is mood or (mood is None and self.mood is not Mood.BREW_MONDAY))


@dataclass(frozen=True)
class Library:
    """The prompts that ship with Brewmate, in the order of their file."""

    prompts: tuple[Prompt, ...]

    def get(self, key: str) -> Prompt | None:
        """The prompt with this key, or None."""
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> dict[str, Prompt]:
        return {prompt.key: prompt for prompt in self.prompts}


class LibraryError(ValueError):
    """The library can't be used; the sentence names the prompt and what is wrong with it."""


def read(path: Path = LIBRARY) -> Library:
    """The library in this file; LibraryError names every prompt that can't be used."""
    try:
        entries = _File.model_validate(tomllib.loads(path.read_text("utf-8"))).prompts
    except ValidationError as error:
        faults = (f"{path}: {_place(each['loc'])}: {each['msg']}" for each in error.errors(include_url=False))
        raise LibraryError("\n".join(faults)) from None
    except (OSError, ValueError) as error:
        raise LibraryError(f"{path}: {error}") from None
    return Library(tuple(entry.prompt() for entry in entries))


def choose(
    candidates: Sequence[Prompt], *, recent: Sequence[str], month: int, mood: Mood | None, draw: Random
) -> Prompt:
    """The prompt to send next, given the keys that were sent before, newest last. The same draw chooses the same.

    None of the last WINDOW comes again while there is another. Those never sent come first, then those sent
    longest ago. Where nothing has the mood in this month, another mood serves. ValueError without candidates.
    """
    suitable = _suitable(candidates, month, mood)
    resting = _resting(recent, {prompt.key for prompt in suitable})
    ready = sorted((prompt for prompt in suitable if prompt.key not in resting), key=lambda prompt: prompt.key)
    sent = {key: when for when, key in enumerate(recent)}
    if fresh := [prompt for prompt in ready if prompt.key not in sent]:
        return draw.choice(fresh)
    ready.sort(key=lambda prompt: sent[prompt.key])
    return draw.choice(ready[: -(-len(ready) // OLDEST)])


def _suitable(candidates: Sequence[Prompt], month: int, mood: Mood | None) -> Sequence[Prompt]:
    if not candidates:
        raise ValueError("there is no prompt to choose from")
    exact = [prompt for prompt in candidates if prompt.suits(month, mood)]
    return exact or [prompt for prompt in candidates if prompt.suits(month, None)] or candidates


def _resting(recent: Sequence[str], keys: set[str]) -> set[str]:
    """As many of the keys sent last as leave one to send."""
    last = [key for key in dict.fromkeys(reversed(recent[-WINDOW:])) if key in keys]
    return set(last[: len(keys) - 1])


class _Entry(BaseModel):
    """One ``[[prompts]]`` table of the file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    key: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    mood: Mood = Field(strict=False)
    text: str
    only_in: tuple[Month, ...] = Field(default=(), strict=False)

    @field_validator("text")
    @classmethod
    def _postable(cls, text: str) -> str:
        if problems := check(text):
            raise ValueError(problems[0].said(translator(None)))
        return text

    def prompt(self) -> Prompt:
        """The same, with months as numbers."""
        months = get_args(Month)
        return Prompt(self.key, self.mood, self.text, only_in=frozenset(months.index(m) + 1 for m in self.only_in))


class _File(BaseModel):
    """All of it; no key may stand twice."""

    model_config = ConfigDict(extra="forbid", strict=True)

    prompts: tuple[_Entry, ...] = Field(min_length=1, strict=False)

    @field_validator("prompts")
    @classmethod
    def _each_key_once(cls, prompts: tuple[_Entry, ...]) -> tuple[_Entry, ...]:
        twice = [key for key, times in Counter(entry.key for entry in prompts).items() if times > 1]
        if twice:
            raise ValueError(f"there is more than one prompt with the key {', '.join(twice)}")
        return prompts


def _place(location: tuple[int | str, ...]) -> str:
    """``prompts[3].mood``, counted from 0."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location).removeprefix(".")
