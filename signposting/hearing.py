"""One language's ear: which of its rules a message fits, where, and what each comes to."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from signposting.clauses import Reading
from signposting.gate import Gate, Glance
from signposting.lexicon import NOW, Exclusion, Kind, Lexicon, Mark, Rule
from signposting.matching import Found, Matcher
from signposting.normalise import PAUSE, STOP, Normaliser, Said
from signposting.phrases import Phrase

STOPS = frozenset({STOP, PAUSE})

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Heard:
    """A rule that a message fits, what it comes to there, and its place in the text as given."""

    kind: Kind
    rule: Rule
    span: Span
    is_urgent: bool


class Hearing:
    """Hears messages by one language's lexicon; keeps nothing between them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._rules = tuple(rule for rule, _ in lexicon.rules)
        self._rule_matcher = Matcher([phrase for _, phrase in lexicon.rules], lexicon.common)
        context: tuple[tuple[Mark | Exclusion, Phrase], ...] = (*lexicon.marks, *lexicon.exclusions)
        self._context = tuple(item for item, _ in context)
        self._context_matcher = Matcher([phrase for _, phrase in context], lexicon.common)
        self._gate = Gate(self._rule_matcher, lexicon.spellings)
        self._normaliser = Normaliser(lexicon.vocabulary, lexicon.spellings, lexicon.classes["contrast"])
        self.anchors = self._gate.anchors
        self.words = self._gate.words
        self.lexicon = replace(lexicon, rules=(), marks=(), exclusions=())  # they are compiled; their text can go

    def opens(self, seen: Glance) -> bool:
        """False only if no rule fits a message of these words."""
        possible = self._gate.possible(seen.words)
        return bool(possible) and self._may_fit(seen.tokens, possible)

    def _may_fit(self, tokens: Sequence[str], possible: Collection[int]) -> bool:
        """Whether one of these phrases fits the words in their order, as if nothing stood between them."""
        fillers = self.lexicon.fillers
        words = [word for word in self._normaliser.plainly(tokens) if word not in fillers]
        return self._rule_matcher.fits(words, possible)

    def heard(self, text: str) -> Iterator[Heard]:
        """Every rule that fits, and where; those that come to nothing are left out."""
        said = self._normaliser.said(text)
        places = list(self._places(said))
        if not places:
            return
        reading = Reading(self.lexicon.classes, said, self._beside(said))
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
        for found in self._rule_matcher.find([said.words[index] for index in kept], stops=STOPS):
            yield Found(found.phrase, kept[found.first], kept[found.last])

    def _beside(self, said: Said) -> list[tuple[Mark | Exclusion, Found]]:
        return [(self._context[place.phrase], place) for place in self._context_matcher.find(said.words, stops=STOPS)]


def overlap(one: Span, other: Span) -> bool:
    """Whether the two places share a character."""
    return one[0] < other[1] and other[0] < one[1]
