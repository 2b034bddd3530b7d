"""What is wrong with the settings, where it was written, and in which words that is said."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

ENVIRONMENT = "environment"
NAME_SIZE = 80
SHOWN_SIZE = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the settings, in words for whoever can put it right; ``line`` may be unknown."""

    file: str
    line: int | None
    key: str
    problem: str
    expected: str = ""
    suggestion: str | None = None

    def __str__(self) -> str:
        """One line: ``config.toml:12: web.port: 99999 can't be used; expected a whole number from 1 to 65535.``."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        said = ": ".join(part for part in (place, self.key, self.problem) if part)
        expected = f"; expected {self.expected}" if self.expected else ""
        suggestion = f" Did you mean {self.suggestion}?" if self.suggestion else ""
        return printable(f"{said}{expected}.{suggestion}")


class ConfigError(Exception):
    """The settings cannot be used. Callers print ``str(error)``, a line for each fault, and exit with 2."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class Source:
    """Where settings were written: a line for each key, and the keys whose value came from elsewhere. All are equal."""

    file: str = field(default="built-in defaults", compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)
    elsewhere: Mapping[str, tuple[str, str]] = field(default_factory=dict, compare=False)

    def fault(self, key: str, problem: str, expected: str = "", suggestion: str | None = None) -> Fault:
        """A fault at this key, on its own line or on that of the nearest table around it."""
        file, written = self.elsewhere.get(key, (self.file, key))
        line = next((self.lines[name] for name in outwards(written) if name in self.lines), None)
        return Fault(file, line, written, problem, expected, suggestion)


def nearest(given: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known word that was perhaps meant."""
    by_folded = {word.casefold(): word for word in sorted(known)}
    near = difflib.get_close_matches(given[:NAME_SIZE].casefold(), by_folded, n=1, cutoff=cutoff)
    return by_folded[near[0]] if near else None


def shown(value: object) -> str:
    """A value as somebody would recognise it, and never long."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f"“{value}”" if len(value) <= SHOWN_SIZE else f"“{value[:SHOWN_SIZE]}…”"
        case int() if value.bit_length() > SHOWN_SIZE:
            return "a number as long as that"
        case list() | tuple():
            return "a list"
        case dict():
            return "a table"
        case _:
            return str(value)


def outwards(key: str) -> Iterator[str]:
    """``nudges[0].when``, ``nudges[0]``, ``nudges``."""
    yield key
    while (end := max(key.rfind("."), key.rfind("["))) > 0:
        key = key[:end]
        yield key


def printable(text: str) -> str:
    """The text on one line of a terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
