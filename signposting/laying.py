"""Laying out an index: from windows to strings of letters, and where each of them leads."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from signposting.index import Laid
from signposting.windows import WIDTH, Window
from signposting.wordsets import WordSets

_FIRST_LETTER = 0x100
_NO_LETTERS = range(0xD800, 0xE000)  # surrogates, which stand for nothing alone

Sought = tuple[int, tuple[int, ...]]
"""A phrase, and the sets of each of which a message must have a word besides the window."""

_Units = frozenset[int]


@dataclass(frozen=True, slots=True)
class Typing:
    """How words are typed: `meant` is what stands for one other word, `fillers` say nothing.

    What is in `again` must be read closely, as words are not what they seem alone: several that are one, or one that is
    several; with the words that are meant.
    """

    meant: Mapping[str, str]
    fillers: Collection[str]
    again: Mapping[tuple[str, ...], Sequence[str]]


AS_WRITTEN = Typing({}, (), {})
"""Every word is itself."""


def letters_of(words: Iterable[str]) -> dict[str, str]:
    """A letter for each word."""
    return {word: _letter(number) for number, word in enumerate(sorted(words))}


def _letter(number: int) -> str:
    number += _FIRST_LETTER
    return chr(number if number < _NO_LETTERS.start else number + len(_NO_LETTERS))


class Layout:
    """An index as it grows.

    Units are the windows by their numbers; several that go on alike share all that follows. Of three words the rarer
    two that stand side by side are looked for first, and then the third, which is ahead of them or behind.
    """

    def __init__(self, windows: Mapping[Window, Sequence[Sought]], sets: WordSets, letters: Mapping[str, str]) -> None:
        self._letters = letters
        self._sets = sets.words
        self._windows: list[Window] = []
        self._behind: set[int] = set()
        for unit, window in enumerate(windows):
            if len(window) == WIDTH and sets.shares[window[0]] > sets.shares[window[2]]:
                self._behind.add(unit)
                self._windows.append((*window[1:], window[0]))
            else:
                self._windows.append(window)
        self._sought = list(windows.values())
        self._spelt: dict[int, str] = {}
        self._leaves: dict[tuple[Sought, ...], int] = {(): 0}
        self._leaf_ends, self._phrases, self._needed = array("i", [0, 0]), array("i"), array("i")
        self._needs: dict[tuple[str, ...], int] = {(): 0}
        self._rows: dict[tuple[_Units, int], int] = {}
        self._row_ends, self._row_letters, self._row_nodes = array("i", [0, 0]), [""], array("i")
        self._nodes: dict[tuple[_Units, int], int] = {}
        self._node_leaves, self._ahead, self._behind_rows = array("i"), array("i"), array("i")

    def laid(self, typing: Typing) -> Laid:
        """The whole of it; what is typed for a word shares its letter, and all that it leads to."""
        letters = {word: letter for word, letter in self._letters.items() if word not in typing.meant}
        letters.update((typed, self._letters[word]) for typed, word in typing.meant.items() if word in self._letters)
        beginning = self._by_letter(range(len(self._windows)), 0)
        rows = {letter: self._row(units, 1) for letter, units in beginning.items()}
        alone = {letter: self._leaf(units, 1) for letter, units in beginning.items()}
        return Laid(
            words=tuple(letters),
            letters="".join(letters.values()),
            rows=array("i", [rows.get(letter, 0) for letter in letters.values()]),
            alone=array("i", [alone.get(letter, 0) for letter in letters.values()]),
            row_ends=self._row_ends,
            row_letters="".join(self._row_letters),
            row_nodes=self._row_nodes,
            leaves=self._node_leaves,
            ahead=self._ahead,
            behind=self._behind_rows,
            leaf_ends=self._leaf_ends,
            phrases=self._phrases,
            needed=self._needed,
            needs=tuple(self._needs),
            fillers=tuple(sorted(_left_out(typing))),
        )

    def _by_letter(self, units: Iterable[int], depth: int) -> dict[str, _Units]:
        """The units that go on with each letter, of those that go on at all."""
        found: dict[str, set[int]] = defaultdict(set)
        for unit in units:
            if len(self._windows[unit]) > depth:
                for letter in self._spelling(self._windows[unit][depth]):
                    found[letter].add(unit)
        return {letter: frozenset(found[letter]) for letter in sorted(found)}

    def _row(self, units: _Units, depth: int) -> int:
        """The row of letters with which these units go on; 0 if none does."""
        key = units, depth
        row = self._rows.get(key)
        if row is None:
            nodes = {letter: self._node(going, depth + 1) for letter, going in self._by_letter(units, depth).items()}
            row = self._rows[key] = len(self._row_ends) - 1 if nodes else 0
            if nodes:
                self._row_letters += nodes
                self._row_nodes.extend(nodes.values())
                self._row_ends.append(len(self._row_nodes))
        return row

    def _node(self, units: _Units, depth: int) -> int:
        """The node at which these units have come so far."""
        key = units, depth
        node = self._nodes.get(key)
        if node is None:
            leaf = self._leaf(units, depth)
            ahead, behind = self._row(units - self._behind, depth), self._row(units & self._behind, depth)
            node = self._nodes[key] = len(self._node_leaves)
            self._node_leaves.append(leaf)
            self._ahead.append(ahead)
            self._behind_rows.append(behind)
        return node

    def _leaf(self, units: _Units, depth: int) -> int:
        """The leaf of the units that end here; 0 if none does."""
        ended = {sought for unit in units if len(self._windows[unit]) == depth for sought in self._sought[unit]}
        key = tuple(sorted(ended))
        leaf = self._leaves.get(key)
        if leaf is None:
            leaf = self._leaves[key] = len(self._leaf_ends) - 1
            for phrase, sets in key:
                self._phrases.append(phrase)
                needs = tuple(map(self._spelling, sets))
                self._needed.append(self._needs.setdefault(needs, len(self._needs)))
            self._leaf_ends.append(len(self._phrases))
        return leaf

    def _spelling(self, number: int) -> str:
        """The letters of a set."""
        if number not in self._spelt:
            self._spelt[number] = "".join(sorted(map(self._letters.__getitem__, self._sets[number])))
        return self._spelt[number]


def _left_out(typing: Typing) -> set[str]:
    """The fillers, and what is typed for them."""
    typed = {typed for typed, word in typing.meant.items() if word in typing.fillers}
    return typed.union(typing.fillers).difference(typing.meant.keys() - typed)
