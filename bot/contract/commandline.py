"""Reading a typed command by the one declaration: ``/prompts add How was your week? mood:playful``.

Slack and the playground hand over text; Discord sends options already apart and does not need this.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from bot.contract.commands import Command, Option
from bot.contract.places import Channel, Member

Resolve = Callable[[type, str], str | None]
"""From ``#tea-room`` or ``@ana`` (or the platform's escaped form) to the native id, or None."""

QUOTES = {'"': '"', "“": "”", "'": "'"}


@dataclass(frozen=True, slots=True)
class Typed:
    """A known command and what was typed for its options, not yet read."""

    command: Command
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unknown:
    """No such command; ``near`` are paths that look like it, ``under`` those that begin with the same word."""

    near: tuple[str, ...]
    under: tuple[str, ...]


def parse(line: str, commands: Iterable[Command], resolve: Resolve) -> Typed | Unknown:
    """The command that the line begins with and its raw values. A leading slash is fine."""
    words = _tokens(line.strip().removeprefix("/"))
    known = {each.path: each for each in commands}
    for length in (2, 1):
        path = " ".join(words[:length]).casefold()
        if path in known:
            return Typed(known[path], _values(known[path].options, words[length:], resolve))
    return _unknown(words, list(known))


def _unknown(words: Sequence[str], paths: list[str]) -> Unknown:
    typed = " ".join(words[:2]).casefold()
    first = typed.split(" ")[0]
    under = tuple(path for path in paths if path.split()[0] == first)
    return Unknown(tuple(difflib.get_close_matches(typed, paths, n=3)), under)


def _values(options: tuple[Option, ...], words: Sequence[str], resolve: Resolve) -> dict[str, str]:
    visible = [each for each in options if not each.hidden]
    values, loose = _keyed(visible, words, resolve)
    _place_names(visible, values, loose, resolve)
    _in_order(visible, values, loose)
    return values


def _keyed(visible: list[Option], words: Sequence[str], resolve: Resolve) -> tuple[dict[str, str], list[str]]:
    """``name:value`` pairs, where free text runs on to the next name; and the words that belong to none."""
    names = {each.name: each for each in visible}
    values: dict[str, str] = {}
    loose: list[str] = []
    open_text: str | None = None
    for word in words:
        name, colon, value = word.partition(":")
        option = names.get(name.casefold()) if colon else None
        if option is not None:
            values[option.name] = _resolved(option, value, resolve)
            open_text = option.name if _is_text(option) else None
        elif open_text is not None:
            values[open_text] = f"{values[open_text]} {word}".strip()
        else:
            loose.append(word)
    return values, loose


def _place_names(visible: list[Option], values: dict[str, str], loose: list[str], resolve: Resolve) -> None:
    """Channels and members are known by their look, wherever they stand."""
    for option in visible:
        if option.type not in {Channel, Member} or option.name in values:
            continue
        for word in loose:
            native = resolve(option.type, word)
            if native is not None:
                values[option.name] = native
                loose.remove(word)
                break


def _in_order(visible: list[Option], values: dict[str, str], loose: list[str]) -> None:
    """A required text takes all that is left; anything else takes one word."""
    for option in visible:
        if not loose or option.name in values or option.type in {Channel, Member}:
            continue
        if _is_text(option) and option.required:
            values[option.name] = " ".join(loose)
            loose.clear()
        else:
            values[option.name] = loose.pop(0)


def _resolved(option: Option, value: str, resolve: Resolve) -> str:
    if option.type in {Channel, Member}:
        return resolve(option.type, value) or value
    return value


def _is_text(option: Option) -> bool:
    return option.type is str and option.suggester is None


def _tokens(line: str) -> list[str]:
    """Words; quotes hold several together, an unclosed one is only a sign. ``key:"two words"`` is one."""
    words: list[str] = []
    word, closing = "", ""
    for place, letter in enumerate(line):
        if closing:
            word, closing = (word, "") if letter == closing else (word + letter, closing)
        elif letter in QUOTES and (not word or word.endswith(":")) and QUOTES[letter] in line[place + 1 :]:
            closing = QUOTES[letter]
        elif letter.isspace():
            words, word = ([*words, word] if word else words), ""
        else:
            word += letter
    return [*words, word] if word else words
