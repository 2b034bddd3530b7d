"""Every sentence Brewmate can say, found where the code and the data have it, and parted by what it is for."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from babel import Locale
from babel.messages.extract import extract

from bot.nudges.library import read
from bot.texts.catalogues import catalogue
from signposting import Kind, Verdict, explain
from signposting.words import FALLBACK, texts

KEYWORDS = {"t": None, "mark": None, "plural": (1, 2), "spans": None}
"""Where sentences stand in our code; scripts/texts collects them by the same names."""

PARTS = {
    "bot.signposts": "When somebody may be having a hard time",
    "signposting": "About support services and their hours",
    "bot.nudges.library": "The prompts that invite people to chat",
    "bot.nudges": "Nudges, schedules and the weather check-in",
    "bot.brews": "Brews: people who fancy a chat are introduced",
    "bot.community": "Members’ own choices, and what is kept about them",
    "bot.moderation": "Setting up, for moderators",
    "bot.audit": "The list of changes, for moderators",
    "bot.delivery": "What is posted later",
    "bot.contract": "Commands and forms",
    "bot.installing": "Installing Brewmate in a Slack workspace",
    "adapters.slack": "Installing Brewmate in a Slack workspace",
    "adapters.web": "The playground",
}
"""What the parts of the code are for, those first that matter most when somebody is struggling."""

EVERYTHING_ELSE = "Everything else"

PACKAGES = ("bot", "adapters")

_PROMPTS, _SIGNPOSTING = "bot.nudges.library", "signposting"
_NOT_SAID = frozenset({"areas", "topic_words", "area_words", "summaries", "joining", "finding", "days"})
"""Sections of signposting's texts that only help to understand what is typed, or that stand elsewhere in the pack."""


SECTIONS = {
    "hours": "When a service answers",
    "contact": "How to reach it",
    "cost": "What it costs",
    "happens": "What happens if I get in touch?",
    "private": "Is it private?",
    "free": "Is it free?",
    "topics": "What services are for",
}
"""The sections of signposting's texts in words."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is written, names of values in {braces}.

    `under` says what it stands with, `about` what it is called there, `other` translates it. `number` stays the same
    as long as the sentence does, so that a remark can name it.
    """

    number: str
    text: str
    under: str = ""
    about: str = ""
    other: str = ""


def sentences(language: str = FALLBACK) -> Mapping[str, tuple[Sentence, ...]]:
    """Every sentence by what it is for, each once, with its translation where another language is asked for."""
    parts: dict[str, dict[str, Sentence]] = {title: {} for title in (*PARTS.values(), EVERYTHING_ELSE)}
    for part, text, under, about, other in (*_prompts(language), *_signposting(language), *_code(language)):
        parts[_title(part)].setdefault(text, Sentence(_number(text), text, under, about, other))
    seen: set[str] = set()
    once: dict[str, tuple[Sentence, ...]] = {}
    for title, found in parts.items():
        once[title] = tuple(each for text, each in found.items() if text not in seen)
        seen |= found.keys()
    return {title: said for title, said in once.items() if said}


def _title(part: str) -> str:
    """The longest part that the name begins with; what no part names is not lost."""
    known = [each for each in PARTS if part == each or part.startswith(f"{each}.")]
    return PARTS[max(known, key=len)] if known else EVERYTHING_ELSE


def _number(text: str) -> str:
    return "s-" + blake2b(text.encode(), digest_size=3).hexdigest()


_Found = tuple[str, str, str, str, str]
"""The part, the sentence, what it stands under, what it is called there, and its translation."""


def _prompts(language: str) -> Iterator[_Found]:
    for prompt in read().prompts:
        yield _PROMPTS, prompt.text, prompt.mood.label, prompt.key, _translated(prompt.text, language)


def _signposting(language: str) -> Iterator[_Found]:
    ours, theirs = texts(FALLBACK), texts(language)
    for section, said in ours.items():
        if section in _NOT_SAID:
            continue
        for key, text in said.items():
            if text:
                other = theirs.get(section, {}).get(key, "") if language != FALLBACK else ""
                yield _SIGNPOSTING, text, SECTIONS.get(section, section), key, other
    for kind in Kind:
        yield _SIGNPOSTING, explain(Verdict(kind, rule="…")), "At the command line", kind.value, ""


def _code(language: str) -> Iterator[_Found]:
    for package in PACKAGES:
        root = _root(package)
        for path in sorted(root.rglob("*.py")):
            module = ".".join((package, *path.relative_to(root).with_suffix("").parts))
            under = _opening(path)
            yield from ((module, text, under, "", _translated(text, language)) for text in _in_file(path))


def _root(package: str) -> Path:
    """Where a package lies. It is read, not imported: nothing here runs an adapter."""
    found = find_spec(package)
    return Path(next(iter(found.submodule_search_locations or ()))) if found else Path()


def _opening(path: Path) -> str:
    """The first sentence of a module's docstring: what the module's sentences have in common."""
    said = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return said.partition("\n")[0].partition(". ")[0].rstrip(".")


def _in_file(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        for _, message, _, _ in extract("python", file, keywords=KEYWORDS):
            yield from (message,) if isinstance(message, str) else message


def _translated(text: str, language: str) -> str:
    """The sentence in that language; empty for English itself and where nobody has translated it."""
    found = catalogue(Locale.parse(language)) if language != FALLBACK else None
    other = found.translations.gettext(text) if found else text
    return "" if other == text else other
