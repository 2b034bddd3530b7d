"""Judging a message: what somebody's words suggest, decided clause by clause, the strongest first."""

import gc
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from signposting.directory import Topic
from signposting.gate import Glance, glance
from signposting.hearing import Heard, Hearing, overlap
from signposting.lexicon import Kind, Lexicon, Urgency
from signposting.lexicon_reading import load_lexicons
from signposting.matching import indexed
from signposting.own import Own, OwnPhrase

_STRENGTH = {Kind.NONE: 0, Kind.TOPIC: 2, Kind.SOFT: 3, Kind.WORRIED_OTHER: 4, Kind.CRISIS: 5}
_GIVES_WAY = 1
_TELLING = 3  # letters
_URGENCY = {
    Kind.NONE: Urgency.NONE,
    Kind.TOPIC: Urgency.LATER,
    Kind.SOFT: Urgency.LATER,
    Kind.WORRIED_OTHER: Urgency.SOON,
    Kind.CRISIS: Urgency.SOON,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a message is taken for. `rule` names the rule that decided, `span` is its place in the text as given.

    For `none` the topics and the rule are empty and the span is (0, 0). It never holds any of the text.
    """

    kind: Kind
    topics: tuple[Topic, ...] = ()
    rule: str = ""
    span: tuple[int, int] = (0, 0)
    urgency: Urgency = Urgency.NONE


NOTHING = Verdict(Kind.NONE)
"""The one verdict for every message that wants no answer."""


def explain(verdict: Verdict) -> str:
    """One sentence for a moderator, which names the rule and repeats nothing that was written."""
    match verdict.kind:
        case Kind.NONE:
            return "No rule fits, so nothing is said."
        case Kind.CRISIS:
            return f"Somebody may be in danger: the rule “{verdict.rule}” fits what they say of themselves."
        case Kind.SOFT:
            return f"Somebody may feel bleak, or may be exaggerating: the rule “{verdict.rule}” fits."
        case Kind.WORRIED_OTHER:
            return f"Somebody seems worried about another person: the rule “{verdict.rule}” fits."
        case Kind.TOPIC:
            return f"Somebody speaks of a topic that services help with: the rule “{verdict.rule}” fits."


def load_engine(folder: Path | None = None) -> "Engine":
    """An engine with the lexicons in that folder, or our own; LexiconError says all that is wrong with them."""
    collects = gc.isenabled()
    gc.disable()  # tens of thousands of small things that all stay: looking for rubbish among them takes a third
    try:
        return Engine(load_lexicons(folder))
    finally:
        if collects:
            gc.enable()


class Engine:
    """Judges messages by a lexicon for each language. It keeps nothing between messages and is safe to share."""

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        self._languages = tuple(Hearing(lexicon) for lexicon in lexicons)
        self._index = indexed([language.matcher for language in self._languages])
        self._telling = _telling_words(self._languages)
        self._own: Own | None = None

    def _reads_disguises(self, language: Hearing, seen: Glance) -> bool:
        """Whether to look closer at words in disguise: always in English, elsewhere beside a word that tells."""
        telling = self._telling.get(language.lexicon.language)
        return telling is None or not telling.isdisjoint(seen.words)

    def with_own(self, phrases: Sequence[OwnPhrase]) -> "Engine":
        """The same engine with a community's own phrases; LexiconError names each that cannot be understood."""
        engine = copy(self)
        engine._own = Own(phrases, self._languages) if phrases else None  # noqa: SLF001  # another of our own kind
        return engine

    def judge(self, text: str) -> Verdict:
        """The strongest verdict in the text, or NOTHING. Quoted lines, code and links don't count; never raises."""
        seen = glance(text)
        possible = self._index.possible(seen.words)
        if not (possible or seen.is_disguised or self._own):
            return NOTHING
        heard = self._heard(text, seen, possible)
        strongest = max((each for each in heard if _counts(each, heard)), key=_strength, default=None)
        return NOTHING if strongest is None or strongest.kind is Kind.NONE else _verdict(strongest)

    def _heard(self, text: str, seen: Glance, possible: Mapping[int, Collection[int]]) -> list[Heard]:
        heard: list[Heard] = []
        for place, language in enumerate(self._languages):
            if (place in possible and language.may_fit(seen, possible[place])) or (
                seen.is_disguised and self._reads_disguises(language, seen)
            ):
                heard += language.heard(text)
        return self._own.added_to(heard, text, seen) if self._own else heard


def _telling_words(languages: Sequence[Hearing]) -> dict[str, frozenset[str]]:
    """For each language but English the words of its phrases that are neither common in English nor stray letters."""
    english = frozenset().union(*(each.lexicon.common for each in languages if each.lexicon.language == "en"))
    return {
        each.lexicon.language: frozenset(word for word in each.words - english if len(word) >= _TELLING)
        for each in languages
        if each.lexicon.language != "en"
    }


def _counts(one: Heard, heard: Sequence[Heard]) -> bool:
    """Whether it counts by itself, or there is another rule about the same person in other words."""
    return not one.rule.only_with_another or any(
        other.rule.name != one.rule.name
        and (other.kind is Kind.WORRIED_OTHER) == (one.kind is Kind.WORRIED_OTHER)
        and not overlap(other.span, one.span)
        for other in heard
    )


def _strength(heard: Heard) -> tuple[int, bool]:
    gives_way = heard.rule.gives_way and heard.kind is Kind.SOFT
    return _GIVES_WAY if gives_way else _STRENGTH[heard.kind], heard.is_urgent


def _verdict(heard: Heard) -> Verdict:
    urgency = Urgency.NOW if heard.kind is Kind.CRISIS and heard.is_urgent else _URGENCY[heard.kind]
    return Verdict(heard.kind, heard.rule.topics, heard.rule.name, heard.span, urgency)
