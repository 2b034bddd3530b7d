"""Each language besides English is whole, keeps every gap, shouts nowhere and is safe to say."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from random import Random

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.assembly import build
from bot.config import Config
from bot.contract.commands import Command
from bot.storage import Storage
from bot.texts import translator
from bot.texts.catalogues import FOLDER, catalogue, languages

TEMPLATE = FOLDER.parent / "brewmate.pot"

UNREVIEWED = ("es",)
"""The languages that no native speaker has read yet; one that has been read loses the mark in its header."""

FORBIDDEN = {
    "es": (
        r"\b(tienes|tenéis|tiene|tendrías) que\b|\bhay que\b|\bhas de\b|\bdeb(es|éis|e|erías?|eríais|erás)\b",
        r"\bnecesitas\b|\bnecesitáis\b|\bestás obligad",
        r"\bcomet\w+ (un )?suicidio|\bsuicidio (consumado|logrado|exitoso|fallido|frustrado)",
        r"\bintento (fallido|frustrado|exitoso)",
        r"\b(total|completa|absoluta|plena)mente confidencial|\bconfidencialidad (total|absoluta|completa)|100 ?%",
        r"\btodo (irá|va a ir|saldrá|va a salir|estará|va a estar) bien\b",
        r"\b(anímate|alegra esa cara|sé fuerte|sé un hombre|piensa en positivo|otros están peor)\b",
        r"\b(loc[oa]s?|locura|chiflad[oa]s?|dementes?|psicópatas?|perturbad[oa]s?|víctimas?)\b",
        r"\b(sobredosis|soga|horca|ahorcar\w*|pastillas|cuchillas?|puentes?|tirar(se|te)|saltar desde)\b",
        r"\b(estás|eres) (deprimid|depresiv|suicida|enferm|ansios)|\b(tienes|padeces|sufres) (una )?(depresi|ansieda)",
        r"[¡!]",
        r"[\"“”]",
    ),
}
"""What safe messaging and our style leave out, in each language's own words, as tests/test_house.py has it."""

MOST_OF = {"summary": 100, "menu": 32, "label": 45, "hint": 100, "choice": 100}
"""What Discord shows of a command's description, a context menu's name, a field's label, its hint and a choice."""

PATHS = re.compile(r"(?<!\w)/[a-z][a-z-]+(?: (?:add|list|show|listen|export|erase)\b)?")
EMOJI = re.compile(r"[\u2600-\u27bf\U0001f300-\U0001faff]")


def read(language: str) -> Catalog:
    """The catalogue as its translators wrote it."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file)


def template() -> list[Message]:
    """Everything that is to be translated."""
    with TEMPLATE.open("rb") as file:
        return [each for each in read_po(file) if each.id]


def forms(message: Message) -> tuple[str, ...]:
    """The sentence, or its plural forms."""
    return tuple(message.string) if isinstance(message.string, list | tuple) else (str(message.string),)


def sources(message: Message) -> tuple[str, ...]:
    """The source sentence; a plural form of a language is held against the last, which is the one for many."""
    return tuple(message.id) if isinstance(message.id, list | tuple) else (str(message.id),)


def translated(language: str) -> Iterator[tuple[str, str]]:
    """Each form with its source."""
    for message in read(language):
        if message.id:
            for place, form in enumerate(forms(message)):
                yield sources(message)[min(place, len(sources(message)) - 1)], form


def gaps(sentence: str) -> list[str]:
    """The names in braces."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None)


@pytest.mark.parametrize("language", languages())
def test_a_language_is_whole(language: str) -> None:
    """Every sentence of the template is translated in every plural form, and none is a guess of gettext's."""
    catalog = read(language)
    missing = [each.id for each in template() if each.id not in catalog]
    empty = [each.id for each in catalog if each.id and not all(forms(each))]
    guessed = [each.id for each in catalog if each.id and each.fuzzy]
    few = [each.id for each in catalog if isinstance(each.id, tuple) and len(forms(each)) != catalog.num_plurals]
    assert (missing, empty, guessed, few) == ([], [], [], [])


@pytest.mark.parametrize("language", languages())
def test_every_gap_is_kept(language: str) -> None:
    """A translated sentence has the gaps of its source, no more and no fewer, in each plural form."""
    assert [(source, form) for source, form in translated(language) if gaps(source) != gaps(form)] == []


@pytest.mark.parametrize("language", languages())
def test_commands_emoji_and_blanks_stay(language: str) -> None:
    """What members type, what stands for the weather and what joins two pieces is the same in every language."""

    def kept(sentence: str) -> tuple[list[str], list[str], bool, bool, int]:
        """What no translator may change."""
        blanks = (sentence[:1].isspace(), sentence[-1:].isspace())
        return sorted(PATHS.findall(sentence)), EMOJI.findall(sentence), *blanks, sentence.count("\n")

    assert [(source, form) for source, form in translated(language) if kept(source) != kept(form)] == []


@pytest.mark.parametrize("language", languages())
def test_no_language_breaks_safe_messaging(language: str) -> None:
    """In each language nothing orders, diagnoses, names a method, promises what can't be kept, or shouts."""
    found = [
        (pattern, form)
        for pattern in FORBIDDEN[language]
        for _, form in translated(language)
        if re.search(pattern, form, re.IGNORECASE)
    ]
    assert found == []


@pytest.mark.parametrize("language", languages())
def test_a_language_says_whether_it_was_reviewed(language: str) -> None:
    """A catalogue that no native speaker has read says so in its header, which is what moderators are told."""
    found = catalogue(Locale.parse(language, sep="-"))
    assert found is not None
    assert found.is_reviewed is (language not in UNREVIEWED)


@pytest.mark.parametrize("language", languages())
def test_commands_and_forms_fit(language: str, storage: Storage) -> None:
    """Descriptions, labels and hints are no longer in another language than the platforms show."""
    declarations = build(Config(), storage, {}, draw=Random(1)).catalogue.declarations
    t = translator(language)
    long = [
        (command.path, t(each))
        for command in declarations
        for what, each in shown(command)
        if len(t(each)) > MOST_OF[what]
    ]
    assert long == []


def shown(command: Command) -> Iterator[tuple[str, str]]:
    """What a platform shows of a command, and what kind of text it is."""
    yield "menu" if command.menu else "summary", command.summary
    for option in command.options:
        if not option.hidden:
            yield "label", option.label
            yield "hint", option.hint
            yield from (("choice", label) for _, label in option.choices)
