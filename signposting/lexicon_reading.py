"""Reading the lexicon from a TOML file that a careful person can edit, and saying everything that is wrong with it."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from signposting import fields
from signposting.directory import Topic
from signposting.faults import Fault, LexiconError, did_you_mean
from signposting.lexicon import REQUIRED_CLASSES, Exclusion, Kind, Lexicon, Mark, Rule, Scope, Who
from signposting.phrases import Phrase, read_phrase

FOLDER = Path(__file__).parent / "lexicon"

_RULE_KEYS = ("name", "kind", "topics", "phrases", "who", "deniable", "joked", "gives_way")
_EXCLUSION_KEYS = ("name", "scope", "kinds", "phrases", "becomes", "unless")
_MARK_KEYS = ("name", "phrases")

_POSSESSED = frozenset({"people", "strangers"})  # classes that are also meant with an s: "my friend's", "friends"

T = TypeVar("T", Rule, Mark, Exclusion)


def load_lexicon(path: Path | None = None) -> Lexicon:
    """The lexicon in that file, or our English one; LexiconError names every fault in it."""
    path = path or FOLDER / "en.toml"
    try:
        text = path.read_text("utf-8")
        document = tomllib.loads(text)
    except (OSError, ValueError) as error:
        place = re.search(r"at line (\d+)", str(error))
        raise LexiconError([Fault(path.name, int(place[1]) if place else None, f"cannot be read: {error}")]) from error
    reader = _Reader(path.name, text.splitlines())
    lexicon = reader.lexicon(document)
    if reader.faults:
        raise LexiconError(reader.faults)
    return lexicon


class _Reader:
    """Reads one file, collecting what is wrong with it in `faults`."""

    def __init__(self, file: str, lines: Sequence[str]) -> None:
        self.file, self.lines = file, lines
        self.faults: list[Fault] = []

    def lexicon(self, document: Mapping[str, Any]) -> Lexicon:
        self._known_keys("", document, ("language", "common", "classes", "spellings", "rule", "mark", "exclusion"))
        classes = self._classes(document.get("classes", {}))
        return Lexicon(
            language=str(document.get("language", "")),
            common=tuple(str(document.get("common", "")).split()),
            classes=classes,
            spellings={key: tuple(str(value).split()) for key, value in document.get("spellings", {}).items()},
            rules=tuple(self._each(document.get("rule", []), classes, _rule, _RULE_KEYS)),
            marks=tuple(self._each(document.get("mark", []), classes, _mark, _MARK_KEYS)),
            exclusions=tuple(self._each(document.get("exclusion", []), classes, _exclusion, _EXCLUSION_KEYS)),
        )

    def _classes(self, written: Mapping[str, Any]) -> dict[str, frozenset[str]]:
        for name in REQUIRED_CLASSES:
            if name not in written:
                self._fault("[classes]", f'the class "{name}" is missing')
        classes = {name: frozenset(str(words).replace("'", "").lower().split()) for name, words in written.items()}
        for name in _POSSESSED & classes.keys():
            classes[name] |= {f"{word}s" for word in classes[name]}
        return classes

    def _each(
        self,
        tables: Sequence[Mapping[str, Any]],
        classes: Mapping[str, frozenset[str]],
        read: Callable[[Mapping[str, Any]], T],
        keys: Sequence[str],
    ) -> Iterator[tuple[T, Phrase]]:
        for table in tables:
            name = str(table.get("name", ""))
            self._known_keys(name, table, keys)
            try:
                meant = read(table)
            except ValueError as error:
                self._fault(f'"{name}"', f"{name or 'a rule without a name'}: {error}")
                continue
            yield from ((meant, phrase) for phrase in self._phrases(name, table, classes))

    def _phrases(self, name: str, table: Mapping[str, Any], classes: Mapping[str, frozenset[str]]) -> Iterator[Phrase]:
        for written in table.get("phrases") or [""]:
            try:
                yield read_phrase(str(written), classes)
            except ValueError as error:
                self._fault(f'"{written}"' if written else f'"{name}"', f"{name}: {error}")

    def _known_keys(self, name: str, table: Mapping[str, Any], keys: Sequence[str]) -> None:
        for key in table.keys() - set(keys):
            self._fault(key, f'{name or "the file"}: "{key}" is not known{did_you_mean(key, keys)}')

    def _fault(self, sought: str, reason: str) -> None:
        line = next((number for number, line in enumerate(self.lines, start=1) if sought in line), None)
        self.faults.append(Fault(self.file, line, reason))


def _rule(table: Mapping[str, Any]) -> Rule:
    return Rule(
        name=fields.some_text(table.get("name")),
        kind=fields.one_of(Kind)(table.get("kind")),
        topics=tuple(fields.listed(table.get("topics"), fields.one_of(Topic))),
        who=fields.one_of(Who)(table.get("who", Who.ANYBODY)),
        deniable=fields.yes_or_no(table.get("deniable", True)),
        joked=fields.yes_or_no(table.get("joked", False)),
        gives_way=fields.yes_or_no(table.get("gives_way", False)),
    )


def _exclusion(table: Mapping[str, Any]) -> Exclusion:
    return Exclusion(
        name=fields.some_text(table.get("name")),
        scope=fields.one_of(Scope)(table.get("scope")),
        kinds=frozenset(fields.listed(table.get("kinds", ["crisis", "soft"]), fields.one_of(Kind))),
        becomes=fields.one_of(Kind)(table.get("becomes", Kind.NONE)),
        unless=frozenset(fields.some_text(mark) for mark in table.get("unless", ["earnest"])),
    )


def _mark(table: Mapping[str, Any]) -> Mark:
    return Mark(fields.some_text(table.get("name")))
