"""Which phrases can be among a message's words at all, in a few operations on large numbers.

Every way of saying a phrase needs a word of each of several sets, the rarest first. The rarest is its anchor; every
other set is a bit, and a word stands for the bits of all the sets it belongs to. A message's words together make one
number, and a way is possible if a word of its anchor is there, and the bits of its other sets are in that number.
Sets of rare words have the low bits: most words are rare, so most of the numbers are short.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

_Table = dict[int, tuple[int, ...]]
"""The numbers of the ways that have one anchor, or one word as an anchor, by the bit of their second set."""

_Entry = tuple[int, int, _Table]
"""A word's own bits, the second sets of all ways of which it is an anchor as bits, and these ways."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What the phrases of a lexicon need.

    `ways` are the ways of saying them: for each the phrase, and the sets of which a word must be there, as numbers in
    `members`, the rarest first; `weights` say how common the words of each set are together. `typed` says how else
    each word may be typed.
    """

    members: Sequence[frozenset[str]]
    weights: Sequence[tuple[float, int]]
    ways: Sequence[tuple[int, tuple[int, ...]]]
    typed: Mapping[str, Collection[str]]

    @property
    def anchors(self) -> frozenset[str]:
        """The words of which a message must have one."""
        return self._words({way[0] for _, way in self.ways})

    @property
    def words(self) -> frozenset[str]:
        """Every word that some phrase needs."""
        return self._words({each for _, way in self.ways for each in way})

    def _words(self, sets: Collection[int]) -> frozenset[str]:
        return widened(frozenset().union(*(self.members[each] for each in sets)), self.typed)


class Index:
    """Finds the phrases of several lexicons."""

    def __init__(self, lexicons: Sequence[Needs]) -> None:
        self._lexicons: array[int] = array("B")
        self._phrases: array[int] = array("H")
        self._rests: array[int] = array("H")
        self._ends: array[int] = array("I", [0])
        bits: dict[str, int] = defaultdict(int)
        tables: dict[str, list[_Table]] = defaultdict(list)
        for lexicon, (needs, numbers) in enumerate(zip(lexicons, _numbers(lexicons), strict=True)):
            for each, bit in numbers.items():
                number = 1 << bit
                for word in widened(needs.members[each], needs.typed):
                    bits[word] |= number
            for anchor, table in self._tables(needs, numbers).items():
                for word in widened(needs.members[anchor], needs.typed):
                    tables[word].append(table)
            self._lexicons.extend([lexicon] * (len(self._phrases) - len(self._lexicons)))
        self._entries = _entries(bits, tables)

    def possible(self, words: Iterable[str]) -> dict[int, set[int]]:
        """The phrases of which a way is possible among these words, by the number of their lexicon."""
        entries = list(filter(None, map(self._entries.get, words)))
        present = 0
        for bits, _, _ in entries:
            present |= bits
        found: dict[int, set[int]] = {}
        for _, seconds, table in entries:
            beside = seconds & present
            while beside:
                second = beside.bit_length() - 1
                beside ^= 1 << second
                for way in table[second]:
                    if self._is_possible(way, present):
                        found.setdefault(self._lexicons[way], set()).add(self._phrases[way])
        return found

    def _is_possible(self, way: int, present: int) -> bool:
        """Whether the sets are there that the way needs besides its first two."""
        ends = self._ends
        for each in self._rests[ends[way] : ends[way + 1]]:  # noqa: SIM110  # a generator costs more than the rest
            if not present >> each & 1:
                return False
        return True

    def _tables(self, needs: Needs, numbers: Mapping[int, int]) -> dict[int, _Table]:
        """The ways by their anchors; a way that needs nothing else is found beside its anchor itself."""
        by_anchor: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        first = len(self._phrases)
        for number, (_, way) in enumerate(needs.ways, start=first):
            by_anchor[way[0]][numbers[way[1] if len(way) > 1 else way[0]]].append(number)
            if len(way) > 2:  # noqa: PLR2004  # more than an anchor and a second set
                self._rests.extend([numbers[each] for each in way[2:]])
            self._ends.append(len(self._rests))
        self._phrases.extend([phrase for phrase, _ in needs.ways])
        return {
            anchor: {second: tuple(ways) for second, ways in seconds.items()} for anchor, seconds in by_anchor.items()
        }


def widened(words: frozenset[str], typed: Mapping[str, Collection[str]]) -> frozenset[str]:
    """The words and all that may be typed for them."""
    if typed.keys().isdisjoint(words):
        return words
    return words.union(*(typed[word] for word in typed.keys() & words))


def _numbers(lexicons: Sequence[Needs]) -> list[dict[int, int]]:
    """The bits of each lexicon's sets. All but the biggest lexicon share theirs.

    So the numbers of English words stay short, and where another language's words seem to fit by chance, looking
    closer costs little.
    """
    ways = [len(needs.ways) for needs in lexicons]
    biggest = ways.index(max(ways))
    small = [_bits(needs, 0) for needs in lexicons]
    shared = max((len(bits) for lexicon, bits in enumerate(small) if lexicon != biggest), default=0)
    small[biggest] = _bits(lexicons[biggest], shared)
    return small


def _bits(needs: Needs, first: int) -> dict[int, int]:
    """A bit for each set that some way needs besides its anchor, the rarest first; some need nothing else."""
    used = {each for _, way in needs.ways for each in way[1:] or way}
    return {each: bit for bit, each in enumerate(sorted(used, key=needs.weights.__getitem__), start=first)}


def _entries(bits: Mapping[str, int], tables: Mapping[str, Sequence[_Table]]) -> dict[str, _Entry]:
    """Words that are anchors of the same ways share what is kept of them."""
    shared: dict[tuple[int, ...], tuple[int, _Table]] = {(): (0, {})}
    entries: dict[str, _Entry] = {}
    for word in bits.keys() | tables.keys():
        mine = tables.get(word, ())
        key = tuple(map(id, mine))
        if key not in shared:
            together = _together(mine)
            shared[key] = sum(1 << second for second in together), together
        entries[word] = (bits.get(word, 0), *shared[key])
    return entries


def _together(tables: Sequence[_Table]) -> _Table:
    if len(tables) == 1:
        return tables[0]
    together: _Table = {}
    for table in tables:
        for second, ways in table.items():
            together[second] = together[second] + ways if second in together else ways
    return together
