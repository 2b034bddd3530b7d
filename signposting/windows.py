"""What to look for in a message before a phrase is looked at closely: a few words that stand side by side in it.

A window is up to three sets of words, one after the other. The windows chosen for a phrase are such that no message
fits it without one of them: those at which some step of it begins, with every way on from there; or, for a choice,
those of all its options together. Of all that would do, the rarest are taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from signposting.steps import Options, Steps
from signposting.wordsets import WordSets

WIDTH = 3
"""The most words of a window."""

_FEW = 24  # windows of one phrase, beyond which shorter ones are taken
_MOST = 500  # windows of which the few may be made, as many differ in one place only
_PRICE = 2e-6  # of a window: two rare ones are no better than one that is only a little less rare

_COMMON = 1 / 2000  # the share from which on a set's words are common
_TOGETHER = 10  # times as often as chance would have it, common words stand side by side

Window = tuple[int, ...]
"""Sets of words by their numbers, as they stand side by side."""

Windows = frozenset[Window]


class _TooManyError(Exception):
    """A step begins more windows than are worth looking for."""


class Chooser:
    """Chooses windows for the phrases of one lexicon."""

    def __init__(self, sets: WordSets) -> None:
        self._sets = sets
        self._known: dict[int, Windows | None] = {}

    def windows(self, steps: Steps) -> Windows:
        """The rarest windows of which each message that the steps fit has one; a phrase always has some."""
        found = self._rarest(steps)
        if found is None:
            raise ValueError("a phrase names no word that must be there")
        return found

    def needed(self, steps: Steps) -> frozenset[int]:
        """The sets of words of each of which one must be there."""
        needed: set[int] = set()
        for step in steps:
            if isinstance(step, Options):
                each = [self.needed(way) for way in step.ways]
                needed |= frozenset.intersection(*each)
                if all(each):
                    needed.add(self._sets.union(self.rarest_first(one)[0] for one in each))
            elif step >= 0:
                needed.add(step)
        return frozenset(needed)

    def telling(self, steps: Steps) -> frozenset[int]:
        """The sets of words that are needed, whichever way each choice is made."""
        found = set(self.needed(steps))
        for step in steps:
            if isinstance(step, Options) and not step.is_optional:
                found = found.union(*[self.needed(way) for way in step.ways])
        return frozenset(found)

    def rarest_first(self, numbers: Iterable[int]) -> tuple[int, ...]:
        """These sets, the rarest first."""
        return tuple(sorted(numbers, key=lambda number: (self._sets.shares[number], number)))

    def _rarest(self, steps: Steps) -> Windows | None:
        """The rarest windows of these steps, or None if nothing in them must be there."""
        best: Windows | None = None
        lowest = float("inf")
        for index, step in enumerate(steps):
            for windows in (self._beginning(steps[index:]), self._of_options(step)):
                if windows and (price := self._price(windows)) < lowest:
                    best, lowest = windows, price
        return best

    def _of_options(self, step: int | Options) -> Windows | None:
        """Windows of which each option has one."""
        if not isinstance(step, Options) or step.is_optional:
            return None
        if id(step) not in self._known:
            each = [self._rarest(way) for way in step.ways]
            windows = [found for found in each if found]
            self._known[id(step)] = (
                self._merged(frozenset().union(*windows)) if len(windows) == len(step.ways) else None
            )
        return self._known[id(step)]

    def _beginning(self, steps: Steps) -> Windows | None:
        """The windows at which the first step begins, as wide as they may be while they are few."""
        if not isinstance(steps[0], Options) and steps[0] < 0:
            return None
        for width in range(WIDTH, 0, -1):
            found: set[Window] = set()
            try:
                _follow(steps, width, (), found)
            except _TooManyError:
                continue
            if () in found:
                return None
            windows = self._merged(found) if len(found) > 1 else frozenset(found)
            if len(windows) <= _FEW:
                return windows
        return None

    def _merged(self, windows: Collection[Window]) -> Windows:
        """The same as fewer windows: those that differ in one place become one."""
        for place in range(WIDTH):
            alike: dict[tuple[Window, Window], set[int]] = defaultdict(set)
            merged: set[Window] = set()
            for window in windows:
                if len(window) > place:
                    alike[window[:place], window[place + 1 :]].add(window[place])
                else:
                    merged.add(window)
            for (before, after), sets in alike.items():
                together = self._sets.union(sets) if len(sets) > 1 else sets.pop()
                merged.add((*before, together, *after))
            windows = merged
        return frozenset(windows)

    def _price(self, windows: Windows) -> float:
        """How often one of them will be met, roughly, and a little for each."""
        shares = self._sets.shares
        price = 0.0
        for window in windows:
            often, common = 1.0, 0
            for each in window:
                often *= shares[each]
                common += shares[each] > _COMMON
            price += often * _TOGETHER ** max(0, common - 1) + _PRICE
        return price


def _follow(steps: Steps, width: int, before: Window, found: set[Window]) -> None:
    """Add each way on from `before`, until the window is wide enough, or what follows need not stand beside it."""
    if len(found) > _MOST:
        raise _TooManyError
    if not steps or len(before) == width:
        found.add(before)
        return
    step, rest = steps[0], steps[1:]
    if isinstance(step, Options):
        for way in step.ways:
            _follow((*way, *rest), width, before, found)
    elif step >= 0:
        _follow(rest, width, (*before, step), found)
    else:
        found.add(before)
