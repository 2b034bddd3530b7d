"""Reading the lexicon from TOML files that a careful person can edit, and saying everything that is wrong with them."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from sys import intern
from typing import Any, TypeVar

from signposting import fields
from signposting.directory import Topic
from signposting.faults import Fault, LexiconError, did_you_mean
from signposting.folding import fold
from signposting.lexicon import REQUIRED_CLASSES, Exclusion, Kind, Lexicon, Mark, Rule, Scope, Who
from signposting.phrases import Phrase, Vocabulary, read_phrase

FOLDER = Path(__file__).parent / "lexicon"

_FILE_KEYS = ("common", "fillers", "classes", "expressions", "spellings", "rule", "mark", "exclusion")
_RULE_KEYS = (
    *("name", "kind", "topics", "phrases", "who"),
    *("deniable", "joked", "gives_way", "urgent", "only_with_another"),
)
_EXCLUSION_KEYS = ("name", "scope", "kinds", "phrases", "becomes", "unless")
_MARK_KEYS = ("name", "phrases")

_POSSESSED = frozenset({"people", "strangers"})  # classes that are also meant with an s: "my friend's", "friends"

T = TypeVar("T", Rule, Mark, Exclusion)


def load_lexicons(folder: Path | None = None) -> tuple[Lexicon, ...]:
    """A lexicon for each language's folder of TOML files; LexiconError names every fault in all of them."""
    faults: list[Fault] = []
    folders = sorted(path for path in (folder or FOLDER).iterdir() if path.is_dir() and any(path.glob("*.toml")))
    lexicons = tuple(_Language(path.name, list(_files(path, faults)), faults).lexicon() for path in folders)
    if not lexicons:
        faults.append(Fault(str(folder or FOLDER), None, "holds no folder of a language"))
    if faults:
        raise LexiconError(faults)
    return lexicons


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    lines: Sequence[str]
    document: Mapping[str, Any]

    def fault(self, sought: str, reason: str) -> Fault:
        line = next((number for number, line in enumerate(self.lines, start=1) if sought and sought in line), None)
        return Fault(self.name, line, reason)

    def unknown(self, name: str, table: Mapping[str, Any], keys: Sequence[str]) -> list[Fault]:
        return [
            self.fault(key, f'{name or "the file"}: "{key}" is not known{did_you_mean(key, keys)}')
            for key in table.keys() - set(keys)
        ]


def _files(folder: Path, faults: list[Fault]) -> Iterator[_File]:
    for path in sorted(folder.glob("*.toml")):
        name = f"{folder.name}/{path.name}"
        try:
            text = path.read_text("utf-8")
            file = _File(name, text.splitlines(), tomllib.loads(text))
        except (OSError, ValueError) as error:
            place = re.search(r"at line (\d+)", str(error))
            faults.append(Fault(name, int(place[1]) if place else None, f"cannot be read: {error}"))
            continue
        faults += file.unknown("", file.document, _FILE_KEYS)
        yield file


class _Language:
    """Reads one language's files together, adding to `faults` what is wrong in them."""

    def __init__(self, name: str, files: Sequence[_File], faults: list[Fault]) -> None:
        self._name, self._files, self._faults = name, files, faults

    def lexicon(self) -> Lexicon:
        """All the files say."""
        classes = self._classes()
        spellings = {key: tuple(value.split()) for key, value in self._table("spellings").items()}
        expressions = {key: _lines(value) for key, value in self._table("expressions").items()}
        fillers = frozenset(self._words("fillers"))
        vocabulary = Vocabulary(classes, expressions, spellings, fillers)
        beside = Vocabulary(classes, expressions, spellings)
        self._check_expressions(vocabulary)
        return Lexicon(
            language=self._name,
            common=tuple(self._words("common")),
            classes=classes,
            spellings=spellings,
            fillers=fillers,
            expressions=expressions,
            rules=tuple(self._each("rule", vocabulary, _rule, _RULE_KEYS)),
            marks=tuple(self._each("mark", beside, _mark, _MARK_KEYS)),
            exclusions=tuple(self._each("exclusion", beside, _exclusion, _EXCLUSION_KEYS)),
        )

    def _words(self, key: str) -> list[str]:
        return [word for file in self._files for word in str(file.document.get(key, "")).split()]

    def _table(self, key: str) -> dict[str, str]:
        """The tables of that name in all files as one; folded as messages are."""
        together: dict[str, str] = {}
        for file in self._files:
            for name, value in file.document.get(key, {}).items():
                folded = _folded(name)
                if folded in together:
                    self._faults.append(file.fault(name, f'"{name}" is among the {key} already'))
                together[folded] = _folded(str(value))
        return together

    def _classes(self) -> Mapping[str, frozenset[str]]:
        classes = {name: frozenset(map(intern, words.split())) for name, words in self._table("classes").items()}
        missing = [name for name in REQUIRED_CLASSES if name not in classes]
        self._faults += [Fault(f"{self._name}/", None, f'the class "{name}" is missing') for name in missing]
        for name in _POSSESSED & classes.keys():
            classes[name] |= {f"{word}s" for word in classes[name]}
        return classes

    def _check_expressions(self, vocabulary: Vocabulary) -> None:
        for file in self._files:
            for name in file.document.get("expressions", {}):
                try:
                    vocabulary.expression(_folded(name))
                except ValueError as error:
                    self._faults.append(file.fault(name, f"{name}: {error}"))

    def _each(
        self, key: str, vocabulary: Vocabulary, read: Callable[[Mapping[str, Any]], T], keys: Sequence[str]
    ) -> Iterator[tuple[T, Phrase]]:
        for file in self._files:
            for table in file.document.get(key, []):
                name = str(table.get("name", ""))
                self._faults += file.unknown(name, table, keys)
                try:
                    meant = read(table)
                except ValueError as error:
                    self._faults.append(file.fault(f'"{name}"', f"{name or 'an entry without a name'}: {error}"))
                    continue
                yield from ((meant, phrase) for phrase in self._phrases(file, name, table, vocabulary))

    def _phrases(self, file: _File, name: str, table: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[Phrase]:
        for written in _written(table.get("phrases", "")) or [""]:
            try:
                yield read_phrase(written, vocabulary)
            except ValueError as error:
                self._faults.append(file.fault(written or f'"{name}"', f"{name}: {error}"))


def _folded(text: str) -> str:
    return fold(text)[0].replace("'", "")


def _written(phrases: object) -> list[str]:
    """Phrases as a list, or one on each line of a text."""
    return [str(each) for each in phrases] if isinstance(phrases, list) else _lines(str(phrases))


def _lines(text: str) -> list[str]:
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return [line for line in lines if line]


def _rule(table: Mapping[str, Any]) -> Rule:
    return Rule(
        name=fields.some_text(table.get("name")),
        kind=fields.one_of(Kind)(table.get("kind")),
        topics=tuple(fields.listed(table.get("topics"), fields.one_of(Topic))),
        who=fields.one_of(Who)(table.get("who", Who.ANYBODY)),
        deniable=fields.yes_or_no(table.get("deniable", True)),
        joked=fields.yes_or_no(table.get("joked", False)),
        gives_way=fields.yes_or_no(table.get("gives_way", False)),
        urgent=fields.yes_or_no(table.get("urgent", False)),
        only_with_another=fields.yes_or_no(table.get("only_with_another", False)),
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
