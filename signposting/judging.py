"""Judging a message: what somebody's words suggest, decided clause by clause, the strongest first."""

import gc
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from signposting.directory import Topic
from signposting.gate import Glance, glance
from signposting.hearing import NO_FIT, Fit, Heard, Hearing, overlap
from signposting.keeping import Kept
from signposting.lexicon import Kind, Urgency
from signposting.lexicon_reading import FOLDER, load_lexicons
from signposting.own import Own, OwnPhrase
from signposting.preparing import Prepared, all_prepared

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
        kept = Kept(folder or FOLDER)
        languages = kept.read()
        if languages is None:
            languages = all_prepared(load_lexicons(folder))
            kept.write(languages)
        return Engine(languages)
    finally:
        if collects:
            gc.enable()


class Engine:
    """Judges messages by a lexicon for each language. It keeps nothing between messages and is safe to share."""

    def __init__(self, languages: Sequence[Prepared]) -> None:
        self._languages = tuple(Hearing(language) for language in languages)
        self._biggest = max(self._languages, key=lambda language: language.size)
        self._anchors = _anchors(language for language in self._languages if language is not self._biggest)
        self._elsewhere = frozenset(self._anchors)
        self._telling = {language: _telling(language, self._biggest) for language in self._languages}
        self._own: Own | None = None

    def with_own(self, phrases: Sequence[OwnPhrase]) -> "Engine":
        """The same engine with a community's own phrases; LexiconError names each that cannot be understood."""
        engine = copy(self)
        engine._own = Own(phrases, self._languages) if phrases else None  # noqa: SLF001  # another of our own kind
        return engine

    def judge(self, text: str) -> Verdict:
        """The strongest verdict in the text, or NOTHING. Quoted lines, code and links don't count; never raises."""
        seen = glance(text)
        fits = self._fits(seen)
        if not (fits or self._own):
            return NOTHING
        heard = self._heard(text, seen, fits)
        strongest = max((each for each in heard if _counts(each, heard)), key=_strength, default=None)
        return NOTHING if strongest is None or strongest.kind is Kind.NONE else _verdict(strongest)

    def _heard(self, text: str, seen: Glance, fits: Sequence[tuple[Hearing, Fit]]) -> list[Heard]:
        if len(fits) == 1 and not (seen.is_disguised or self._own) and fits[0][0].is_lone_sign(fits[0][1], text):
            return []
        heard = [each for language, _ in fits for each in language.heard(text)]
        return self._own.added_to(heard, text, seen) if self._own else heard

    def _fits(self, seen: Glance) -> Sequence[tuple[Hearing, Fit]]:
        """The languages in which the message must be heard, and what fits it there."""
        anchors = self._elsewhere.intersection(seen.tokens)
        others = anchors and self._others(anchors, seen.tokens)
        if not (others or seen.is_disguised):
            fit = self._biggest.fitting(seen)
            return ((self._biggest, fit),) if fit.phrases else ()
        fits: list[tuple[Hearing, Fit]] = []
        for language in self._languages:
            fit = language.fitting(seen) if language is self._biggest or language in others else NO_FIT
            if fit.phrases or (seen.is_disguised and self._reads_disguises(language, seen)):
                fits.append((language, fit))
        return fits

    def _others(self, anchors: Iterable[str], tokens: Sequence[str]) -> Collection[Hearing]:
        """The languages besides the biggest of which a word stands among these words that goes with an anchor."""
        return {
            language
            for word in anchors
            for language, beside in self._anchors[word]
            if not (beside and beside.isdisjoint(tokens))
        }

    def _reads_disguises(self, language: Hearing, seen: Glance) -> bool:
        """Whether to look closer at words in disguise: always in the biggest, elsewhere beside a word that tells."""
        return language is self._biggest or not self._telling[language].isdisjoint(seen.tokens)


_Anchors = Mapping[str, Sequence[tuple[Hearing, frozenset[str]]]]


def _anchors(languages: Iterable[Hearing]) -> _Anchors:
    """For each anchor the languages that have it, and the words of which one must stand beside it there."""
    anchors: dict[str, list[tuple[Hearing, frozenset[str]]]] = defaultdict(list)
    for language in languages:
        for word, beside in language.anchors.items():
            anchors[word].append((language, beside))
    return anchors


def _telling(language: Hearing, biggest: Hearing) -> frozenset[str]:
    """The words of a language's phrases that are neither common in the biggest one nor stray letters."""
    return frozenset(word for word in language.telling.difference(biggest.lexicon.common) if len(word) >= _TELLING)


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
