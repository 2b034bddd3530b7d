"""The closed set of names in braces that a prompt may hold: checked when it is written, filled when it is posted."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import TypeVar

from babel import Locale
from babel.dates import format_date

from bot.contract.lettering import lettering_faults
from bot.texts import Translator, mark

PLACEHOLDERS = ("community", "channel", "weekday", "month", "season")
"""All there are. Braces serve nothing else, so there is no way to write one and no need to."""

LONGEST = 600
"""The most characters a prompt may have."""

NAME_SIZE = 40
MOST_NAMED = 5

SEASONS = (mark("spring"), mark("summer"), mark("autumn"), mark("winter"))
FIRST_OF_SPRING = 3
FIRST_OF_SOUTHERN_SPRING = 9

KNOWN = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")
ANY = re.compile(r"\{([^{}]*)\}")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a prompt can't be used as it is, for the moderator who wrote it."""

    sentence: str
    values: Mapping[str, str] = field(default_factory=dict)

    def said(self, t: Translator) -> str:
        """The sentence in the reader's language."""
        return t(self.sentence, **self.values)


def check(text: str) -> tuple[Problem, ...]:
    """Everything that is wrong with a prompt's text; nothing means that it can be posted.

    A mention of everyone, markup and text from right to left are fine: renderers let no text become more than text.
    """
    letters = tuple(Problem(sentence) for sentence in lettering_faults(text))
    return (*_size(text), *letters, *(() if letters else _braces(text)))  # no sentence repeats what can't be shown


def fill(
    text: str, *, community: str, channel: T, day: date, t: Translator, southern: bool = False
) -> tuple[str | T, ...]:
    """The text with its placeholders filled in; what stands for ``{channel}`` stays the value that it is.

    Any text will do: braces that are no placeholder stay as they are, and what is filled in is not read again.
    The season is the northern one of meteorology, where spring begins on 1 March, or the southern one.
    """
    locale = Locale.parse(t.locale, sep="-")
    values: dict[str, str | T] = {
        "community": community,
        "channel": channel,
        "weekday": format_date(day, "cccc", locale=locale),
        "month": format_date(day, "LLLL", locale=locale),
        "season": t(season(day, southern=southern)),
    }
    parts = KNOWN.split(text)  # text, name, text, name, … text
    return tuple(_joined(values[part] if index % 2 else part for index, part in enumerate(parts)))


def season(day: date, *, southern: bool = False) -> str:
    """The source word for the season of this day."""
    first = FIRST_OF_SOUTHERN_SPRING if southern else FIRST_OF_SPRING
    return SEASONS[(day.month - first) % 12 // 3]


def _size(text: str) -> Iterator[Problem]:
    if not any(unicodedata.category(letter)[0] in "LNPS" for letter in text):
        yield Problem(mark("A prompt needs some words."))
    if len(text) > LONGEST:
        sentence = mark("This prompt has {count} characters. Please shorten it to {most}.")
        yield Problem(sentence, {"count": str(len(text)), "most": str(LONGEST)})


def _braces(text: str) -> Iterator[Problem]:
    everything = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    unknown = dict.fromkeys(name for name in ANY.findall(text) if name not in PLACEHOLDERS)
    for name in islice(unknown, MOST_NAMED):
        given = f"{{{name}}}" if len(name) <= NAME_SIZE else f"{{{name[:NAME_SIZE]}…}}"
        near = difflib.get_close_matches(name[:NAME_SIZE].strip().casefold(), PLACEHOLDERS, n=1)
        if near:
            sentence = mark("I can’t fill in {given}. Did you mean {near}?")
            yield Problem(sentence, {"given": given, "near": f"{{{near[0]}}}"})
        else:
            sentence = mark("I can’t fill in {given}. What I know is {everything}.")
            yield Problem(sentence, {"given": given, "everything": everything})
    if set("{}") & set(ANY.sub("", text)):
        sentence = mark("There is a brace without its partner. Braces go in pairs, around one of {everything}.")
        yield Problem(sentence, {"everything": everything})


def _joined(parts: Iterable[str | T]) -> Iterator[str | T]:
    """The same without empty texts, and with neighbouring ones made into one."""
    said = ""
    for part in parts:
        if isinstance(part, str):
            said += part
            continue
        if said:
            yield said
        yield part
        said = ""
    if said:
        yield said
