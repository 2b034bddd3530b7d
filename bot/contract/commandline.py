"""Reading a typed command by the one declaration: ``/prompts add How was your week? mood:playful``.

Slack and the playground hand over text; Discord sends options already apart and does not need this.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.contract.commands import Command, Option
from bot.contract.places import Channel, Member, Role

NAMED = frozenset({Channel, Member, Role})
"""What is known by its look: ``#tea-room``, ``@ana``, ``@helpers``."""

Resolve = Callable[[type, str], str | None]
"""From ``#tea-room`` or ``@ana`` (or the platform's escaped form) to the native id, or None."""

WORD = re.compile(
    r"""(?P<key>[^\s:"“'‘]+:)?(?P<quoted>"[^"]*"|“[^”]*”|'.*?'(?=\s|$)|‘.*?’(?=\s|$))(?=\s|$)|\S+""", re.DOTALL
)
"""Quotes hold several words together, also after ``key:``; an unclosed one, or an apostrophe, is only a sign."""

LONGEST = 10_000
"""No platform lets people type more; what comes after is not read."""

COMPARED = 80
"""How much of an unknown command is compared with the known ones; comparing takes its time."""


@dataclass(frozen=True, slots=True)
class Word:
    """What stands between two blanks, or between quotes: as it was typed, and without its quotes."""

    raw: str
    bare: str


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
    words = _words(line.strip()[:LONGEST].removeprefix("/"))
    known = {each.path: each for each in commands}
    for length in (2, 1):
        path = " ".join(word.bare for word in words[:length]).casefold()
        if path in known:
            return Typed(known[path], _values(known[path].options, words[length:], resolve))
    return _unknown(words, list(known))


def _unknown(words: Sequence[Word], paths: list[str]) -> Unknown:
    typed = " ".join(word.bare for word in words[:2]).casefold()[:COMPARED]
    first = typed.split(" ")[0]
    under = tuple(path for path in paths if path.split()[0] == first)
    return Unknown(tuple(difflib.get_close_matches(typed, paths, n=3)), under)


def _values(options: tuple[Option, ...], words: Sequence[Word], resolve: Resolve) -> dict[str, str]:
    visible = [each for each in options if not each.hidden]
    values, loose = _keyed(visible, words, resolve)
    _place_names(visible, values, loose, resolve)
    _in_order(visible, values, loose)
    return values


def _keyed(visible: list[Option], words: Sequence[Word], resolve: Resolve) -> tuple[dict[str, str], list[Word]]:
    """``name:value`` pairs, where text runs on to the next name; and the words that belong to none."""
    names = {each.name: each for each in visible}
    values: dict[str, str] = {}
    loose: list[Word] = []
    opened: Option | None = None
    for word in words:
        name, colon, _ = word.raw.partition(":")
        option = names.get(name.casefold()) if colon else None
        if option is not None:
            values[option.name] = _resolved(option, word.bare.partition(":")[2], resolve)
            opened = option
        elif opened is not None and not _is_name(word, visible, resolve) and _runs_on(opened, values, word, visible):
            values[opened.name] = f"{values[opened.name]} {word.raw}".strip()
        else:
            loose.append(word)
    return values, loose


def _runs_on(option: Option, values: Mapping[str, str], word: Word, visible: list[Option]) -> bool:
    """Free text takes all words, a choice those of its label; what has suggestions leaves a required text its words."""
    if option.choices:
        longer = f"{values[option.name]} {word.bare} ".casefold()
        return any(f"{label} ".casefold().startswith(longer) for _, label in option.choices)
    if option.suggester is not None and any(_is_text(each) and each.required for each in visible):
        return False
    return option.type is str


def _is_name(word: Word, visible: list[Option], resolve: Resolve) -> bool:
    """Whether it names a channel or a member where the command wants one."""
    wanted = {each.type for each in visible} & NAMED
    return any(resolve(kind, word.bare) is not None for kind in wanted)


def _place_names(visible: list[Option], values: dict[str, str], loose: list[Word], resolve: Resolve) -> None:
    """Channels and members are known by their look, wherever they stand."""
    for option in visible:
        if option.type not in NAMED or option.name in values:
            continue
        for word in loose:
            native = resolve(option.type, word.bare)
            if native is not None:
                values[option.name] = native
                loose.remove(word)
                break


def _in_order(visible: list[Option], values: dict[str, str], loose: list[Word]) -> None:
    """A required text takes all that is left, and so do ``rest`` and the last option; anything else takes one word."""
    for option in visible:
        if not loose or option.name in values or option.type in NAMED:
            continue
        takes_all = option.rest or (_is_text(option) and option.required) or option is visible[-1]
        if takes_all and option.type is str:
            values[option.name] = loose[0].bare if len(loose) == 1 else " ".join(word.raw for word in loose)
            loose.clear()
        else:
            values[option.name] = loose.pop(0).bare


def _resolved(option: Option, value: str, resolve: Resolve) -> str:
    if option.type in NAMED:
        return resolve(option.type, value) or value
    return value


def _is_text(option: Option) -> bool:
    return option.type is str and option.suggester is None


def _words(line: str) -> list[Word]:
    return [_word(found) for found in WORD.finditer(line)]


def _word(found: re.Match[str]) -> Word:
    raw, quoted = found[0], found["quoted"]
    return Word(raw, raw if quoted is None else f"{found['key'] or ''}{quoted[1:-1]}")
