"""Programs: what phrases say, step by step, in a few long pieces that take little memory and are quickly loaded."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from signposting.index import Numbers
from signposting.steps import ANY, Options, Steps

CHOICE = -4
"""The step that is the first choice; the next has the number below, and so on."""

_MANY = 8  # ways of a choice, from which on it pays to keep them by the letters they can begin with


@dataclass(frozen=True, slots=True)
class Program:
    """Phrases as steps, by their numbers, and what their choices are between, in letters.

    The set s holds the letters from `set_ends[s]` up to `set_ends[s + 1]` of `sets`; whatever else ends somewhere does
    so in the same manner. Phrase p has the `steps` up to its end; so have the ways of choices, which are numbered after
    the phrases: those of choice c from `choices[c]` up to `choices[c + 1]`. Where these are many, `heads` are the
    letters some of them can begin with and `headed` which, and `opens` are those that may begin with anything.
    """

    sets: str
    set_ends: Numbers
    steps: Numbers
    ends: Numbers
    choices: Numbers
    heads: str
    headed: Numbers
    head_ends: Numbers
    opens: Numbers
    open_ends: Numbers


class Programming:
    """A program as it grows: first the phrases, then what each choice is between, one choice after another."""

    def __init__(self, phrases: Iterable[Steps], sets: Sequence[frozenset[str]]) -> None:
        self._words = sets
        self._sets: dict[int, int] = {}
        self._choices: dict[Options, int] = {}
        self._waiting: list[Options] = []
        self._steps, self._ends, self._bounds = array("i"), array("i", [0]), array("i")
        self._first: dict[Options, frozenset[int] | None] = {}
        for steps in phrases:
            self._add(steps)
        self._bounds.append(len(self._ends) - 1)
        for options in self._waiting:  # grows on the way, by choices within choices
            for way in options.ways:
                self._add(way)
            self._bounds.append(len(self._ends) - 1)

    @property
    def sets(self) -> set[int]:
        """The sets of words that some step is."""
        return set(self._sets)

    def program(self, letters: Mapping[str, str]) -> Program:
        """All of it, in these letters."""
        sets, set_ends = [""], array("i", [0])
        for each in self._sets:
            sets += sorted(letters[word] for word in self._words[each])
            set_ends.append(len(sets) - 1)
        heads, headed, head_ends, opens, open_ends = [""], array("i"), array("i", [0]), array("i"), array("i", [0])
        for options, first in zip(self._waiting, self._bounds, strict=False):
            for letter, way in self._beginnings(options, letters):
                if letter:
                    heads.append(letter)
                    headed.append(first + way)
                else:
                    opens.append(first + way)
            head_ends.append(len(headed))
            open_ends.append(len(opens))
        return Program(
            "".join(sets), set_ends, self._steps, self._ends, self._bounds,
            "".join(heads), headed, head_ends, opens, open_ends,
        )  # fmt: skip

    def _add(self, steps: Steps) -> None:
        self._steps.extend([self._step(step) for step in steps])
        self._ends.append(len(self._steps))

    def _step(self, step: int | Options) -> int:
        if not isinstance(step, Options):
            return step if step < 0 else self._sets.setdefault(step, len(self._sets))
        if step not in self._choices:
            self._choices[step] = len(self._waiting)
            self._waiting.append(step)
        return CHOICE - self._choices[step]

    def _beginnings(self, options: Options, letters: Mapping[str, str]) -> list[tuple[str, int]]:
        """The letters that each way can begin with, none for any, if there are many ways."""
        found: list[tuple[str, int]] = []
        for number, way in enumerate(options.ways if len(options.ways) >= _MANY else ()):
            first = self._firsts(way)
            if first is None:
                found.append(("", number))
            else:
                words = frozenset().union(*[self._words[each] for each in first])
                found += [(letters[word], number) for word in words]
        return sorted(found)

    def _firsts(self, steps: Steps) -> frozenset[int] | None:
        """The sets of words that these steps can begin with; None for any."""
        found: set[int] = set()
        for step in steps:
            if not isinstance(step, Options):
                return None if step <= ANY else frozenset({*found, step})
            if step not in self._first:
                each = [self._firsts(way) for way in step.ways if way]
                known = [one for one in each if one is not None]
                self._first[step] = frozenset().union(*known) if len(known) == len(each) else None
            first = self._first[step]
            if first is None:
                return None
            found |= first
            if not step.is_optional:
                return frozenset(found)
        return None
