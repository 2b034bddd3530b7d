"""Which phrases a message may hold, found by the few rare words of each that stand side by side.

Each word that phrases know is a letter, so a message is a short row of letters. For each letter there is a string of
those that may come after it in some window, and whether the next one is among them is all that is asked at most places
of most messages. Where it is, its place in that string leads to the letters that may come third; and at the end of a
window there is a leaf, which names the phrases that are worth a closer look, each with the letters of which it needs
one more, or several times one more, anywhere in the message.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, count, islice, pairwise, repeat
from operator import contains

UNKNOWN = "\0"
"""The letter of every word that no phrase knows."""

Numbers = Sequence[int]
"""Numbers kept as an array, which takes a few bytes for each."""

_FEW = 32  # letters of a need, beyond which they are kept as a set


@dataclass(frozen=True, slots=True)
class Laid:
    """An index laid out in a few long pieces, each of which refers to places in the next.

    `words[i]` has the letter `letters[i]` and the row `rows[i]`, and its own leaf is `alone[i]`. A row r holds the
    letters from `row_ends[r]` up to `row_ends[r + 1]` in `row_letters`, and each leads to the node in the same place of
    `row_nodes`. A node n has a leaf `leaves[n]`, a row `ahead[n]` of what may come next, and another, `behind[n]`, of
    what may have come before. A leaf l names the phrases from `leaf_ends[l]` up to `leaf_ends[l + 1]` in `phrases`, and
    in the same places of `needed` the number of the strings in `needs` of each of which one letter must be there too.
    What has the number 0 is empty.
    """

    words: Sequence[str]
    letters: str
    rows: Numbers
    alone: Numbers
    row_ends: Numbers
    row_letters: str
    row_nodes: Numbers
    leaves: Numbers
    ahead: Numbers
    behind: Numbers
    leaf_ends: Numbers
    phrases: Numbers
    needed: Numbers
    needs: Sequence[Sequence[str]]
    fillers: Sequence[str]


class Index:
    """Finds the phrases of one lexicon; fillers are as if they were not there."""

    def __init__(self, laid: Laid) -> None:
        shared = {letter: letter for letter in laid.letters}  # one object each, so that looking one up is quick
        letters = [shared[letter] for letter in laid.letters]
        self._letters = dict(zip(laid.words, letters, strict=True)) | dict.fromkeys(laid.fillers, "")
        self._rows = [laid.row_letters[begin:end] for begin, end in pairwise(laid.row_ends)]
        self._begins, self._nodes = laid.row_ends, laid.row_nodes
        self._row_of = {UNKNOWN: 0, **dict(zip(letters, laid.rows, strict=True))}
        self._after = {letter: self._rows[row] for letter, row in self._row_of.items()}
        self._alone = {letter: leaf for letter, leaf in zip(letters, laid.alone, strict=True) if leaf}
        self._lonely = frozenset(self._alone)
        self._leaves, self._ahead, self._behind = laid.leaves, laid.ahead, laid.behind
        self._leaf_ends, self._phrases, self._needed = laid.leaf_ends, laid.phrases, laid.needed
        needs = {need: _need(need, shared) for each in laid.needs for need in each}
        self._needs = [tuple([needs[need] for need in each]) for each in laid.needs]

    def read(self, words: Iterable[str]) -> list[str]:
        """The letters of these words, without the fillers among them."""
        return list(filter(None, map(self._letters.get, words, repeat(UNKNOWN))))

    def possible(self, read: Sequence[str]) -> set[int]:
        """The phrases that may be in a message of these letters; all that are in it are among them."""
        leaves = list(map(self._alone.__getitem__, self._lonely.intersection(read)))
        follows = map(contains, map(self._after.__getitem__, read), islice(read, 1, None))
        if places := list(compress(count(), follows)):
            self._follow([*read, UNKNOWN], places, leaves)
        return self._sought(leaves, frozenset(read)) if leaves else set()

    def _follow(self, read: Sequence[str], places: Iterable[int], leaves: list[int]) -> None:
        """Add the leaves of all windows that have a pair in one of these places."""
        rows, begins, nodes, row_of = self._rows, self._begins, self._nodes, self._row_of
        ends, ahead, behind = self._leaves, self._ahead, self._behind
        for place in places:
            row = row_of[read[place]]
            node = nodes[begins[row] + rows[row].find(read[place + 1])]
            if leaf := ends[node]:
                leaves.append(leaf)
            if (row := ahead[node]) and (index := rows[row].find(read[place + 2])) >= 0:
                leaves.append(ends[nodes[begins[row] + index]])
            if (row := behind[node]) and (index := rows[row].find(read[place - 1])) >= 0:
                leaves.append(ends[nodes[begins[row] + index]])

    def _sought(self, leaves: Iterable[int], letters: frozenset[str]) -> set[int]:
        """The phrases of these leaves of whose other words some are there."""
        ends, needed, phrases, needs = self._leaf_ends, self._needed, self._phrases, self._needs
        found: set[int] = set()
        for leaf in leaves:
            for place in range(ends[leaf], ends[leaf + 1]):
                for need in needs[needed[place]]:
                    if letters.isdisjoint(need):
                        break
                else:
                    found.add(phrases[place])
        return found


def _need(need: str, shared: Mapping[str, str]) -> Collection[str]:
    """The letters of a need: few take less memory one by one, many are compared more quickly as a set."""
    letters = [shared[letter] for letter in need if letter in shared]  # not that of a word that is typed for another
    return tuple(letters) if len(need) <= _FEW else frozenset(letters)
