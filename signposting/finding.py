"""From the words somebody types when they ask for options to topics and areas. Whole words only, never parts."""

import re
from functools import cache

from signposting.directory import Topic
from signposting.words import FALLBACK, texts

WORD = re.compile(r"[^\W_]+")
MOST_TOPICS = 3


def find_topics(typed: str, language: str = FALLBACK) -> tuple[Topic, ...]:
    """The topics that the words name, at most three, those named first first; none where no word is known."""
    said = _plain(typed)
    places = {topic: _place(said, phrases) for topic, phrases in _phrases(language, "topic_words", "topics").items()}
    named = [Topic(topic) for topic, place in places.items() if place is not None]
    return tuple(sorted(named, key=lambda topic: places[topic.value] or 0)[:MOST_TOPICS])


def find_area(typed: str, language: str = FALLBACK) -> str | None:
    """The area that exactly these words name, by code, name or a common other name."""
    said = _plain(typed)
    areas = _phrases(language, "area_words", "areas")
    return next((area for area, names in areas.items() if said in names or said == _plain(area)), None)


def split_area(typed: str, language: str = FALLBACK) -> tuple[str, str | None]:
    """What was typed without the area it ends in, and the area: ``("grief", "GB-SCT")`` for ``grief in Scotland``."""
    words = typed.split()
    for length in range(min(4, len(words)), 0, -1):
        area = find_area(" ".join(words[-length:]), language)
        if area is not None:
            rest = words[:-length]
            return " ".join(rest[:-1] if rest and rest[-1].casefold() in {"in", "from", "for"} else rest), area
    return typed, None


def _place(said: str, phrases: frozenset[str]) -> int | None:
    padded = f" {said} "
    found = [padded.find(f" {phrase} ") for phrase in phrases]
    return min((place for place in found if place >= 0), default=None)


@cache
def _phrases(language: str, words: str, names: str) -> dict[str, frozenset[str]]:
    """For each topic or area its own name and its other names, in plain words."""
    read = texts(language)
    other = read[words]
    return {
        key: frozenset(_plain(each) for each in (name, *other.get(key, "").split(","), key) if each.strip())
        for key, name in read[names].items()
    }


def _plain(text: str) -> str:
    """Lower case, letters and digits, single blanks: ``Self-harm`` is ``self harm``."""
    return " ".join(WORD.findall(text.casefold().replace("’", "'").replace("'", "")))
