"""The lexicon as it is written, rule by rule with its remarks, for people to read and review."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from signposting.lexicon import Exclusion, Lexicon, Mark, Rule
from signposting.lexicon_reading import FOLDER, load_lexicons
from signposting.phrases import Phrase

Meaning = Rule | Mark | Exclusion

_KEYS = ("rule", "mark", "exclusion")


@dataclass(frozen=True, slots=True)
class Written:
    """One rule, mark or exclusion, and its lines as they stand in the file; a line that begins with # is a remark."""

    file: str
    meaning: Meaning
    lines: tuple[str, ...]

    @property
    def phrases(self) -> tuple[str, ...]:
        """The lines that are looked for."""
        return tuple(line for line in self.lines if not line.startswith("#"))


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A language's entries in the order of its files, and what stands for several words in their phrases.

    `remarks` are the opening remarks of each file; `words` the classes (`<gone>`), `expressions` the parts (`{die}`).
    """

    language: str
    remarks: Mapping[str, str]
    entries: tuple[Written, ...]
    words: Mapping[str, str]
    expressions: Mapping[str, tuple[str, ...]]


def load_rulebooks(folder: Path | None = None) -> tuple[Rulebook, ...]:
    """A rulebook for each language in that folder, or ours; LexiconError if its lexicons cannot be used."""
    folder = folder or FOLDER
    return tuple(_rulebook(lexicon, folder / lexicon.language) for lexicon in load_lexicons(folder))


def _rulebook(lexicon: Lexicon, folder: Path) -> Rulebook:
    texts = {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.toml"))}
    documents = {name: tomllib.loads(text) for name, text in texts.items()}
    meanings: dict[str, Iterator[tuple[Meaning, Phrase]]] = {
        "rule": iter(lexicon.rules),
        "mark": iter(lexicon.marks),
        "exclusion": iter(lexicon.exclusions),
    }
    return Rulebook(
        lexicon.language,
        {name: remark for name, text in texts.items() if (remark := _opening(text))},
        tuple(each for name, document in documents.items() for each in _entries(name, document, meanings)),
        _together(documents, "classes"),
        {name: _lines(value) for name, value in _together(documents, "expressions").items()},
    )


def _entries(
    file: str, document: Mapping[str, Any], meanings: Mapping[str, Iterator[tuple[Meaning, Phrase]]]
) -> Iterator[Written]:
    """The file's entries; the lexicon has a meaning for each phrase of each of them, in the same order."""
    for key, meant in meanings.items():
        for table in document.get(key, []):
            lines = _lines(table["phrases"])
            first, *_ = [next(meant)[0] for line in lines if not line.startswith("#")]
            yield Written(file, first, lines)


def _together(documents: Mapping[str, Mapping[str, Any]], key: str) -> dict[str, str]:
    return {name: value for document in documents.values() for name, value in document.get(key, {}).items()}


def _lines(written: str | Sequence[str]) -> tuple[str, ...]:
    lines = written.splitlines() if isinstance(written, str) else written
    return tuple(line.strip() for line in lines if line.strip(" #\t"))


def _opening(text: str) -> str:
    """The remark that a file opens with, as one text."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("# ").strip())
    return " ".join(lines)
