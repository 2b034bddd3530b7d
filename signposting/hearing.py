"""One language's ear: which of its rules a message fits, where, and what each comes to."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from signposting.clauses import Reading
from signposting.gate import Glance, typed
from signposting.lexicon import NOW, Exclusion, Kind, Lexicon, Mark, Rule
from signposting.matching import Found, Matcher, indexed
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
        vocabulary = lexicon.vocabulary
        self._rules = tuple(rule for rule, _ in lexicon.rules)
        self.matcher = Matcher(
            [phrase for _, phrase in lexicon.rules], lexicon.common, typed(vocabulary, lexicon.spellings)
        )
        context: tuple[tuple[Mark | Exclusion, Phrase], ...] = (*lexicon.marks, *lexicon.exclusions)
        self._context = tuple(item for item, _ in context)
        self._context_matcher = Matcher([phrase for _, phrase in context], lexicon.common)
        indexed([self._context_matcher])
        self._normaliser = Normaliser(vocabulary, lexicon.spellings, lexicon.classes["contrast"])
        self.anchors, self.words = self.matcher.anchors, self.matcher.words
        self.lexicon = replace(lexicon, rules=(), marks=(), exclusions=())  # they are compiled; their text can go

    def opens(self, seen: Glance) -> bool:
        """False only if no rule fits a message of these words."""
        return self.may_fit(seen, self.matcher.candidates(seen.words))

    def may_fit(self, seen: Glance, candidates: Collection[int]) -> bool:
        """Whether one of these rules fits the words in their order, as if nothing stood between them."""
        if not candidates:
            return False
        words, is_guessed = self._normaliser.plainly(seen.tokens)
        fillers = self.lexicon.fillers
        words = [word for word in words if word not in fillers]
        return self.matcher.fits(words, self.matcher.candidates(frozenset(words)) if is_guessed else candidates)

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
        for found in self.matcher.find([said.words[index] for index in kept], stops=STOPS):
            yield Found(found.phrase, kept[found.first], kept[found.last])

    def _beside(self, said: Said) -> list[tuple[Mark | Exclusion, Found]]:
        return [(self._context[place.phrase], place) for place in self._context_matcher.find(said.words, stops=STOPS)]


def overlap(one: Span, other: Span) -> bool:
    """Whether the two places share a character."""
    return one[0] < other[1] and other[0] < one[1]
