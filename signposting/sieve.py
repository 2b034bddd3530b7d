"""Which phrases can be among a message's words at all, in a few operations on large numbers.

Every way of saying a phrase needs a word of each of several sets. Its rarest set is its anchor; each other set that
ways need is a bit. A word stands for the bits of all the sets it belongs to, and a message for those of all its words:
then a way is possible where a word of its anchor is there and its own bits are all among the message's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

Way = tuple[int, Sequence[int]]
"""The number of a phrase, and of the sets that it needs, the rarest first."""

_Rest = tuple[int, int]
"""The bits that a way needs besides its anchor and one other set, and the number of its phrase."""


class _Table:
    """The ways that a word is an anchor of, by the place of their second bit.

    `seconds` are those second bits together; `alone` the phrases that need nothing else.
    """

    __slots__ = ("alone", "seconds", "ways")

    def __init__(self) -> None:
        self.seconds = 0
        self.alone: list[int] = []
        self.ways: dict[int, list[_Rest]] = {}

    def add(self, other: _Table) -> None:
        """Those of another, too."""
        self.seconds |= other.seconds
        self.alone += other.alone
        for place, ways in other.ways.items():
            self.ways[place] = self.ways[place] + ways if place in self.ways else ways


class Sieve:
    """The ways of a matcher, sorted so that a message is looked up by its rarest words."""

    def __init__(self, members: Sequence[frozenset[str]], ways: Collection[Way]) -> None:
        used = Counter(each for _, needs in ways for each in needs[1:])
        places = {each: place for place, (each, _) in enumerate(used.most_common())}  # the commonest are small numbers
        by_anchor: dict[int, _Table] = defaultdict(_Table)
        for phrase, (anchor, *others) in ways:
            table = by_anchor[anchor]
            if not others:
                table.alone.append(phrase)
                continue
            second, *rest = (places[each] for each in others)
            table.seconds |= 1 << second
            table.ways.setdefault(second, []).append((reduce(or_, (1 << place for place in rest), 0), phrase))
        self._bits: dict[str, int] = defaultdict(int)
        for each, place in places.items():
            for word in members[each]:
                self._bits[word] |= 1 << place
        self._bits = dict(self._bits)
        tables: dict[str, list[_Table]] = defaultdict(list)
        for anchor, table in by_anchor.items():
            for word in members[anchor]:
                tables[word].append(table)
        self._tables = _merged(tables)

    @property
    def anchors(self) -> Collection[str]:
        """The words of which a message must have one."""
        return self._tables.keys()

    @property
    def words(self) -> frozenset[str]:
        """Every word that some phrase needs."""
        return frozenset(self._tables).union(self._bits)

    def widen(self, typed: Mapping[str, Iterable[str]]) -> None:
        """Count what may be typed for a word as that word, too."""
        tables: dict[str, list[_Table]] = defaultdict(list)
        bits: dict[str, int] = defaultdict(int)
        for word, variants in typed.items():
            for variant in variants:
                bits[variant] |= self._bits.get(word, 0)
                tables[variant] += [self._tables[word]] if word in self._tables else []
        for variant, more in bits.items():
            self._bits[variant] = self._bits.get(variant, 0) | more
        own = {variant: [self._tables[variant]] if variant in self._tables else [] for variant in tables}
        more_tables = {variant: [*known, *own[variant]] for variant, known in tables.items()}
        self._tables |= _merged({variant: known for variant, known in more_tables.items() if known})

    def possible(self, words: Iterable[str]) -> list[int]:
        """The numbers of the phrases of which a way is possible among these words; some more than once."""
        words = list(words)
        bits = reduce(or_, filter(None, map(self._bits.get, words)), 0)
        found: list[int] = []
        for table in filter(None, map(self._tables.get, words)):
            found += table.alone
            seconds = table.seconds & bits
            while seconds:
                for rest, phrase in table.ways[(seconds & -seconds).bit_length() - 1]:
                    if rest & bits == rest:
                        found.append(phrase)
                seconds &= seconds - 1
        return found


def _merged(tables: Mapping[str, Sequence[_Table]]) -> dict[str, _Table]:
    """One table for each word; words with the same tables share it."""
    known: dict[tuple[int, ...], _Table] = {}
    found: dict[str, _Table] = {}
    for word, each in tables.items():
        key = tuple(map(id, each))
        if key not in known:
            known[key] = each[0] if len(each) == 1 else _Table()
            for table in each if len(each) > 1 else ():
                known[key].add(table)
        found[word] = known[key]
    return found
