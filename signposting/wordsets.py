"""The sets of words that phrases are made of, each once and by its number, and how common each is."""

from __future__ import annotations

from collections.abc import Iterable

_COMMONEST = 0.12  # what the commonest words' shares in everyday talk fall off from, by rank
_RARE = 1 / 20_000  # the share of a word that is not among the common ones


class WordSets:
    """Sets of words by their numbers; `shares` says for each which part of everyday words are in it, roughly."""

    def __init__(self, common: Iterable[str]) -> None:
        self._common = {word: _COMMONEST / (rank + 3) for rank, word in enumerate(dict.fromkeys(common))}
        self._numbers: dict[frozenset[str], int] = {}
        self._unions: dict[frozenset[int], int] = {}
        self.words: list[frozenset[str]] = []
        self.shares: list[float] = []

    def number(self, words: frozenset[str]) -> int:
        """The number of a set of words."""
        number = self._numbers.get(words)
        if number is None:
            number = self._numbers[words] = len(self.words)
            self.words.append(words)
            self.shares.append(self.share(words))
        return number

    def share(self, words: Iterable[str]) -> float:
        """Which part of everyday words are these, roughly."""
        common = self._common
        return min(1.0, sum([common.get(word, _RARE) for word in words]))

    def union(self, numbers: Iterable[int]) -> int:
        """The number of the set of all words of these sets."""
        together = frozenset(numbers)
        number = self._unions.get(together)
        if number is None:
            number = self._unions[together] = self.number(self.together(together))
        return number

    def together(self, numbers: Iterable[int]) -> frozenset[str]:
        """All words of these sets."""
        words = self.words
        return frozenset().union(*[words[each] for each in numbers])
