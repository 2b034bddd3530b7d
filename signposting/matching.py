"""Finding many phrases in one list of words at once, by shifting bits: nothing here can backtrack.

Word i of a message is bit i. For each set of words that phrases use we keep the positions where one of them stands;
following a phrase is then a shift and an "and" for each step, whatever the length of the message.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from signposting.compiling import ANY, ChoiceStep, Compiler, LaterStep, Steps
from signposting.index import Index, Needs
from signposting.phrases import GAP, Phrase

_MOST_PLACES = 12  # of one phrase in one message: whoever says it more often has been heard


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found: its number, and its first and last word's positions."""

    phrase: int
    first: int
    last: int


class Matcher:
    """All phrases, compiled.

    `common` are the language's commonest words, the commonest first: phrases are looked up by their rarest words.
    `typed` says how else each word may be typed in messages that are looked up as they are.
    """

    def __init__(
        self, phrases: Sequence[Phrase], common: Sequence[str], typed: Mapping[str, Collection[str]] | None = None
    ) -> None:
        compiler = Compiler(common)
        self._phrases = [compiler.steps(phrase) for phrase in phrases]
        ways = [(number, way) for number, phrase in enumerate(phrases) for way in compiler.ways(phrase)]
        self._members = tuple(compiler.sets)
        needs = Needs(self._members, compiler.weights, ways, typed or {})
        self.needs: Needs | None = needs
        self.anchors, self.words = needs.anchors, needs.words
        self._index: Index | None = None
        self._place = 0

    def fits(self, words: Sequence[str], candidates: Iterable[int]) -> bool:
        """Whether any of these phrases, by their numbers, can be found in these words."""
        walk = _Walk(self._members, words, ())
        return any(walk.along(self._phrases[number], walk.plain) for number in candidates)

    def find(self, words: Sequence[str], *, stops: Collection[str]) -> Iterator[Found]:
        """The first places where each phrase ends, and their nearest starts; none reaches across one of the `stops`."""
        candidates = self.candidates(frozenset(words))
        if not candidates:
            return
        walk = _Walk(self._members, words, stops)
        for number in sorted(candidates):
            steps = self._phrases[number]
            for end in islice(_bits(walk.along(steps, walk.plain)), _MOST_PLACES):
                yield Found(number, walk.start(steps, end), end - 1)

    def candidates(self, words: Iterable[str]) -> set[int]:
        """The numbers of the phrases whose necessary words are all among these, whatever their order."""
        index = self._index or indexed([self])
        return index.possible(words).get(self._place, set())

    def look_up_in(self, index: Index, place: int) -> None:
        """Look phrases up in an index of several matchers' phrases, among which this is the one at that place."""
        self._index, self._place, self.needs = index, place, None


def indexed(matchers: Sequence[Matcher]) -> Index:
    """One index for all of them, so that a message is looked up once."""
    index = Index([matcher.needs for matcher in matchers if matcher.needs])
    for place, matcher in enumerate(matchers):
        matcher.look_up_in(index, place)
    return index


class _Walk:
    """Following steps through one message. A set of places is a number: bit i is "the next word is word i"."""

    def __init__(self, members: Sequence[frozenset[str]], words: Sequence[str], stops: Collection[str]) -> None:
        self._members = members
        self._where: dict[str, int] = defaultdict(int)
        for index, word in enumerate(words):
            self._where[word] |= 1 << index
        self._present = frozenset(self._where)
        self.plain = self.all = (1 << len(words)) - 1
        for stop in self._present.intersection(stops):
            self.plain &= ~self._where[stop]
        self._places: dict[int, int] = {ANY: self.plain}
        self._known: dict[tuple[int, int], int] = {}

    def along(self, steps: Steps, at: int) -> int:
        """Where the steps lead from these places."""
        places = self._places
        for step in steps:
            if isinstance(step, int):
                at = (at & (places[step] if step in places else self._place(step))) << 1
            elif isinstance(step, ChoiceStep):
                at = self._choose(step, at)
            elif isinstance(step, LaterStep):
                at = self.all & -(at & -at)
            else:
                for _ in range(GAP):
                    at |= (at & self.plain) << 1
            if not at:
                return 0
        return at

    def _place(self, which: int) -> int:
        """Where a word of that set stands."""
        place = 0
        members, present = self._members[which], self._present
        if not members.isdisjoint(present):
            for word in members & present:
                place |= self._where[word]
        self._places[which] = place
        return place

    def start(self, steps: Steps, end: int) -> int:
        """The nearest place from which the steps lead to that end."""
        for first in range(end - 1, -1, -1):
            if self.along(steps, 1 << first) >> end & 1:
                return first
        return 0

    def _choose(self, step: ChoiceStep, at: int) -> int:
        key = id(step), at
        known = self._known.get(key)
        if known is None:
            known = 0
            places = self._places
            for first, option in step.others:
                if first is None or at & (places[first] if first in places else self._place(first)):
                    known |= self.along(option, at)
            if step.by_word:
                for number in self._beginning(step.by_word, at):
                    known |= self.along(step.options[number], at)
            self._known[key] = known
        return known

    def _beginning(self, by_word: Mapping[str, Sequence[int]], at: int) -> set[int]:
        """The options that begin with a word that stands at one of these places."""
        found: set[int] = set()
        for word, place in self._where.items():
            if place & at and word in by_word:
                found.update(by_word[word])
        return found


def _bits(number: int) -> Iterator[int]:
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
