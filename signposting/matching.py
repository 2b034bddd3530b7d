"""Finding many phrases in one list of words at once, by shifting bits: nothing here can backtrack.

Word i of a message is bit i. For each set of words that phrases use we keep the positions where one of them stands;
following a phrase is then a shift and an "and" for each step, whatever the length of the message.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from signposting.phrases import GAP, Phrase

_RARE = 1 / 1000  # the weight of a word that is not among the common ones


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found: its number, and its first and last word's positions."""

    phrase: int
    first: int
    last: int


class Matcher:
    """All phrases, compiled.

    `common` are the language's commonest words, the commonest first: phrases are looked up by their rarest words.
    `anchors` maps each of these to the words one of which must be there too (none, if it is a phrase by itself).
    """

    def __init__(self, phrases: Sequence[Phrase], common: Sequence[str]) -> None:
        self._sets: dict[frozenset[str], int] = {}
        self._sets_of: dict[str, list[int]] = defaultdict(list)
        self._phrases: list[tuple[int, tuple[tuple[int, bool, bool], ...]]] = []
        self._by_anchor: dict[str, list[int]] = defaultdict(list)
        weights = {word: 1 / (rank + 10) for rank, word in enumerate(common)}
        companions: dict[str, list[frozenset[str]]] = defaultdict(list)
        for number, phrase in enumerate(phrases):
            anchor, companion = _rarest(phrase, weights)
            self._add(number, phrase)
            for word in anchor:
                self._by_anchor[word].append(number)
                companions[word].append(companion)
        self.anchors = {
            word: frozenset().union(*sets) if all(sets) else frozenset() for word, sets in companions.items()
        }

    def _add(self, number: int, phrase: Phrase) -> None:
        needed, steps = 0, []
        for step in phrase:
            which = self._set(step.words) if step.words else -1
            steps.append((which, step.optional, step.gap))
            if step.is_required_word:
                needed |= 1 << which
        self._phrases.append((needed, tuple(steps)))

    def _set(self, words: frozenset[str]) -> int:
        if words not in self._sets:
            self._sets[words] = len(self._sets)
            for word in words:
                self._sets_of[word].append(self._sets[words])
        return self._sets[words]

    def find(self, words: Sequence[str], *, stops: Collection[str]) -> Iterator[Found]:
        """Every place where a phrase ends, with the nearest start; phrases do not reach across one of the `stops`."""
        distinct = set(words)
        candidates = {number for word in distinct for number in self._by_anchor.get(word, ())}
        if not candidates:
            return
        positions, present = self._positions(words)
        plain = sum(1 << index for index, word in enumerate(words) if word not in stops)
        for number in sorted(candidates):
            needed, steps = self._phrases[number]
            if needed & present == needed:
                yield from _places(number, steps, positions, plain)

    def _positions(self, words: Sequence[str]) -> tuple[dict[int, int], int]:
        positions: dict[int, int] = defaultdict(int)
        where: dict[str, int] = defaultdict(int)
        for index, word in enumerate(words):
            if word in self._sets_of:
                where[word] |= 1 << index
        present = 0
        for word, bits in where.items():
            for which in self._sets_of[word]:
                positions[which] |= bits
                present |= 1 << which
        return positions, present


def _rarest(phrase: Phrase, weights: Mapping[str, float]) -> tuple[frozenset[str], frozenset[str]]:
    """The two of the phrase's necessary sets of words that chat holds least often; the second empty if there is one."""
    required = {step.words for step in phrase if step.is_required_word}
    first, *rest = sorted(required, key=lambda words: (sum(weights.get(word, _RARE) for word in words), sorted(words)))
    return first, rest[0] if rest else frozenset()


def _places(
    number: int, steps: Sequence[tuple[int, bool, bool]], positions: dict[int, int], plain: int
) -> Iterator[Found]:
    ends = positions[steps[0][0]]
    for which, optional, gap in steps[1:]:
        ends = _follow(ends, positions[which] if which >= 0 else plain, plain, optional=optional, gap=gap)
        if not ends:
            return
    for last in _bits(ends):
        yield Found(number, _start(steps, positions, plain, last), last)


def _follow(ends: int, here: int, plain: int, *, optional: bool, gap: bool) -> int:
    if gap:
        for _ in range(GAP):
            ends |= (ends << 1) & plain
        return ends
    after = (ends << 1) & here
    return ends | after if optional else after


def _start(steps: Sequence[tuple[int, bool, bool]], positions: dict[int, int], plain: int, last: int) -> int:
    """The nearest place where the phrase that ends at `last` can begin: the same walk, backwards."""
    ends = 1 << last
    for which, optional, gap in steps[:0:-1]:
        here = positions[which] if which >= 0 else plain
        if gap:
            for _ in range(GAP):
                ends |= (ends & plain) >> 1
        elif optional:
            ends |= (ends & here) >> 1
        else:
            ends = (ends & here) >> 1
    return (ends & positions[steps[0][0]]).bit_length() - 1


def _bits(number: int) -> Iterator[int]:
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
