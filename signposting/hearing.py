"""One language's ear: which of its rules a message fits, where, and what each comes to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from signposting.clauses import Reading
from signposting.gate import Glance
from signposting.lexicon import NOW, Kind, Rule
from signposting.matching import Found, Matcher
from signposting.normalise import PAUSE, STOP, Normaliser, Said
from signposting.preparing import Prepared

STOPS = frozenset({STOP, PAUSE})

Span = tuple[int, int]

_UNCLEAR = re.compile(
    "[^ -~\n’‘“”…–—]"  # what is folded
    "|[`<>&/_:@$*|]|\\.[a-z]|www"  # what may be shown rather than said, or stand in a word
    "|!\\w|(?<!\\w)\\w\\W{1,3}\\w\\W{1,3}\\w(?!\\w)",  # hey!you, and letters that may spell something
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heard:
    """A rule that a message fits, what it comes to there, and its place in the text as given."""

    kind: Kind
    rule: Rule
    span: Span
    is_urgent: bool


class Fit(NamedTuple):
    """The phrases that fit a message's words, and whether each word was taken as it was typed."""

    phrases: Sequence[int]
    is_as_typed: bool


NO_FIT = Fit((), is_as_typed=True)
"""What most messages come to."""


class Hearing:
    """Hears messages by one language's lexicon; keeps nothing between them."""

    def __init__(self, prepared: Prepared) -> None:
        self.lexicon = prepared.lexicon
        self.telling = prepared.spoken.telling
        self.size = len(prepared.rule_of)
        self.anchors = prepared.spoken.anchors
        self._rules = [prepared.rules[each] for each in prepared.rule_of]
        self._context = [prepared.context[each] for each in prepared.context_of]
        self._spoken, self._beside = Matcher(prepared.spoken), Matcher(prepared.beside)
        self._normaliser = Normaliser(prepared.vocabulary, self.lexicon.spellings, self.lexicon.classes["contrast"])

    def fitting(self, seen: Glance) -> Fit:
        """The phrases of rules that fit the words in their order, as if nothing stood between them."""
        if not (seen.has_digits and self._normaliser.guesses(seen.tokens)):
            phrases = self._spoken.fitting(seen.tokens)
            if not phrases:
                return NO_FIT if phrases is not None else self._fitting_read(seen)
            return Fit(phrases, is_as_typed=True)
        return self._fitting_read(seen)

    def _fitting_read(self, seen: Glance) -> Fit:
        """The same where words must be read closely."""
        phrases = self._spoken.fitting_read(self._normaliser.plainly(seen.tokens))
        return Fit(phrases, is_as_typed=False) if phrases else NO_FIT

    def is_lone_sign(self, fit: Fit, text: str) -> bool:
        """Whether nothing but one sign is in the text, which alone comes to nothing.

        That is sure only where the text's words are what a glance took them for.
        """
        first = self._rules[fit.phrases[0]] if fit.is_as_typed else None
        return (
            first is not None
            and first.only_with_another
            and all(self._rules[phrase].name == first.name for phrase in fit.phrases)
            and all(self._rules[phrase].only_with_another for phrase in fit.phrases)
            and _UNCLEAR.search(text) is None
        )

    def heard(self, text: str) -> Iterator[Heard]:
        """Every rule that fits, and where; those that come to nothing are left out."""
        said = self._normaliser.said(text)
        places = list(self._places(said))
        if not places:
            return
        context = [(self._context[place.phrase], place) for place in self._beside.find(said.words, stops=STOPS)]
        reading = Reading(self.lexicon.classes, said, context)
        for place in places:
            rule = self._rules[place.phrase]
            kind = reading.kind(rule, place)
            if kind is not Kind.NONE:
                span = said.starts[place.first], said.ends[place.last]
                yield Heard(kind, rule, span, rule.urgent or reading.bears(NOW))

    def said(self, text: str) -> Said:
        """The text's words as this language reads them."""
        return self._normaliser.said(text)

    def _places(self, said: Said) -> Iterator[Found]:
        """Where rules fit the words without the fillers among them."""
        fillers = self.lexicon.fillers
        kept = [index for index, word in enumerate(said.words) if word not in fillers]
        for found in self._spoken.find([said.words[index] for index in kept], stops=STOPS):
            yield Found(found.phrase, kept[found.first], kept[found.last])


def overlap(one: Span, other: Span) -> bool:
    """Whether the two places share a character."""
    return one[0] < other[1] and other[0] < one[1]
