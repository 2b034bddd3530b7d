"""What a moderator typed as a phrase: whether it can be used, an example of it, and whether it is everywhere."""

from __future__ import annotations

import re
from functools import cache
from unicodedata import name

from bot.texts import Translator, mark
from signposting import Engine, Kind, LexiconError, OwnPhrase
from signposting.lexicon import Lexicon
from signposting.lexicon_reading import load_lexicons
from signposting.phrases import Choice, Phrase, Vocabulary, Word, read_phrase

FEW_WORDS = 3
"""So many words or fewer, all of them common, are in everybody's sentences."""

SHORT_WORD = 3

STRAIGHT = str.maketrans({"’": "'", "‘": "'", "…": "...", "‐": " ", "‑": " ", "–": " ", "—": " ", "-": " "})
AROUND = ' \t\r\n"“”«»,;:!?¿¡'
STRANGE = re.compile(r"[^\w\s'/\[\]()|<>{}.&]|(?<!\.)\.(?!\.)")
"""What no phrase of our little language holds; its marks are in signposting.phrases."""

NO_PATTERN = mark("A phrase is made of words and is no pattern, so {signs} can’t stand in it.")
NOT_READ = mark("I can’t read that phrase: {reason}.")
NOT_HEARD = mark("I couldn’t hear that in a message; so far I read words in Latin letters only.")


class PhraseRefused(ValueError):
    """A phrase that can't be used; the message is a sentence for the moderator."""


def plain_phrase(typed: str) -> str:
    """What was typed as our phrases are written: a blank for a hyphen, and no quotes or full stop around it."""
    phrase = " ".join(typed.translate(STRAIGHT).split()).strip(AROUND)
    return phrase if phrase.endswith("..") else phrase.removesuffix(".").rstrip(AROUND)


def check_phrase(phrase: str, engine: Engine, t: Translator) -> str:
    """An example of what the phrase matches; PhraseRefused says why it can't be used."""
    signs = tuple(dict.fromkeys(STRANGE.findall(phrase)))
    if any(sign.isalpha() and "LATIN" not in name(sign, "") for sign in phrase):
        raise PhraseRefused(t(NOT_HEARD))
    if signs:
        raise PhraseRefused(t(NO_PATTERN, signs=t.listed([f"“{each}”" for each in signs])))
    try:
        trial = engine.with_own([OwnPhrase("trial", phrase, Kind.CRISIS)])
    except LexiconError as error:
        raise PhraseRefused(t(NOT_READ, reason=error.faults[0].reason)) from None
    example = " ".join(_shortest(phrase))
    if trial.judge(example).kind is Kind.NONE:
        raise PhraseRefused(t(NOT_HEARD))
    return example


def is_everywhere(phrase: str) -> bool:
    """Whether so few and so common words would be heard all the time."""
    words, common = _shortest(phrase), _english().common
    if len(words) == 1:
        return len(words[0]) <= SHORT_WORD or words[0] in common
    return len(words) <= FEW_WORDS and all(word in common for word in words)


def _shortest(phrase: str) -> list[str]:
    """The fewest words that match."""
    english = _english()
    return _fewest(read_phrase(phrase, Vocabulary(english.classes, english.expressions, english.spellings)))


def _fewest(steps: Phrase) -> list[str]:
    words: list[str] = []
    for step in steps:
        if isinstance(step, Word):
            words.append(min(step.words, default="it"))
        elif isinstance(step, Choice):
            options: list[list[str]] = [_fewest(each) for each in step.options]
            words += sorted(options, key=len)[0]
    return words


@cache
def _english() -> Lexicon:
    """The lexicon in whose words own phrases are written."""
    return next(each for each in load_lexicons() if each.language == "en")
