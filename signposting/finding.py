"""From the words somebody types when they ask for options to topics and areas. Whole words only, never parts.

English words are understood beside the reader's own: the communities and the services speak it.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from signposting.directory import Topic
from signposting.words import FALLBACK, texts

WORD = re.compile(r"[^\W_]+")
MOST_TOPICS = 3


def find_topics(typed: str, language: str = FALLBACK) -> tuple[Topic, ...]:
    """The topics that the words name, at most three, those named first first; none where no word is known."""
    said = plain(typed)
    places = {topic: _place(said, phrases) for topic, phrases in names_of_topics(language).items()}
    named = [Topic(topic) for topic, place in places.items() if place is not None]
    return tuple(sorted(named, key=lambda topic: places[topic.value] or 0)[:MOST_TOPICS])


def find_area(typed: str, language: str = FALLBACK) -> str | None:
    """The area that exactly these words name, by code, name or a common other name."""
    said = plain(typed)
    return next(
        (area for area, names in names_of_areas(language).items() if said in names or said == plain(area)), None
    )


def split_area(typed: str, language: str = FALLBACK) -> tuple[str, str | None]:
    """What was typed without the area it ends in, and the area: ``("grief", "GB-SCT")`` for ``grief in Scotland``."""
    words = typed.split()
    for length in range(min(4, len(words)), 0, -1):
        rest, last = words[:-length], " ".join(words[-length:])
        area = find_area(last, language)
        if area is not None and not _is_a_word(last, area, rest):
            return " ".join(rest[:-1] if rest and plain(rest[-1]) in _joining(language) else rest), area
    return typed, None


def _is_a_word(last: str, area: str, rest: Sequence[str]) -> bool:
    """Whether an area's code is more likely a word: "I can't take it" doesn't end in Italy, nor does it in capitals."""
    return plain(last) == plain(area) and (last != area or " ".join(rest).isupper())


def _place(said: str, phrases: frozenset[str]) -> int | None:
    padded = f" {said} "
    found = [padded.find(f" {phrase} ") for phrase in phrases]
    return min((place for place in found if place >= 0), default=None)


def names_of_topics(language: str = FALLBACK) -> dict[str, frozenset[str]]:
    """For each topic its names and other names, in plain words, here and in English."""
    return _phrases(language, "topic_words", "topics")


def names_of_areas(language: str = FALLBACK) -> dict[str, frozenset[str]]:
    """For each area its names and other names, in plain words, here and in English."""
    return _phrases(language, "area_words", "areas")


@cache
def _phrases(language: str, words: str, names: str) -> dict[str, frozenset[str]]:
    """For each topic or area its own name and its other names, in plain words, here and in English."""
    read = [(texts(each)[names], texts(each)[words]) for each in (language, FALLBACK)]
    return {
        key: frozenset().union(*(_names(key, named.get(key, ""), others.get(key, "")) for named, others in read))
        for key in texts(FALLBACK)[names]
    }


def _names(key: str, name: str, others: str) -> frozenset[str]:
    return frozenset(plain(each) for each in (name, *others.split(","), key) if each.strip())


@cache
def _joining(language: str) -> frozenset[str]:
    """The little words that may stand between a topic and an area."""
    return frozenset(plain(each) for tag in (language, FALLBACK) for each in texts(tag)["joining"]["area"].split(","))


def plain(text: str) -> str:
    """Lower case, letters without accents and digits, single blanks: ``Self-harm`` is ``self harm``."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("'", ""))
    return " ".join(WORD.findall("".join(each for each in letters if not unicodedata.combining(each))))
