"""Where two neighbouring parts of a phrase meet: a quick look whether the phrase is worth following at all.

Of a phrase such as `{wish} (ever) {die}` some word ends the wish, and at most one word later another begins the dying.
Where no word of the one kind stands so near before one of the other, the phrase can't be found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from signposting.phrases import GAP, Choice, Gap, Phrase, Step, Word

FAR = 6
"""Words; parts that may be further apart are only looked for in their order."""


@dataclass(frozen=True, slots=True)
class Joint:
    """A word of `before` stands at most `reach` words in front of one of `after`; anywhere in front for None."""

    before: frozenset[str]
    after: frozenset[str]
    reach: int | None


class Joints:
    """Finds them. An expression is one object, so what it begins and ends with is worked out once.

    `needed` says of which words a step must hold one: that is enough to tell the order, where any word may be its edge.
    """

    def __init__(self, needed: Callable[[Step], frozenset[str] | None]) -> None:
        self._needed = needed
        self._edges: dict[tuple[int, bool], tuple[Step, frozenset[str] | None]] = {}

    def of(self, phrase: Phrase) -> Iterator[Joint]:
        """The joints between the parts of which each must be there."""
        needed = [index for index, step in enumerate(phrase) if _is_needed(step)]
        for one, other in pairwise(needed):
            before, after = self._edge(phrase[one], is_last=True), self._edge(phrase[other], is_last=False)
            if before is not None and after is not None:
                reach = _length(phrase[one + 1 : other])
                yield Joint(before, after, reach if reach is not None and reach <= FAR else None)
            else:
                before, after = self._needed(phrase[one]), self._needed(phrase[other])
                if before is not None and after is not None:
                    yield Joint(before, after, None)

    def _edge(self, step: Step, *, is_last: bool) -> frozenset[str] | None:
        """The words that the step can begin with, or end with; None for any."""
        if isinstance(step, Word):
            return step.words or None
        if not isinstance(step, Choice):
            return None
        key = id(step), is_last
        known = self._edges.get(key)
        if known is None:
            known = self._edges[key] = step, _union(map(partial(self._edge_of_all, is_last=is_last), step.options))
        return known[1]

    def _edge_of_all(self, steps: Phrase, *, is_last: bool) -> frozenset[str] | None:
        found: list[frozenset[str] | None] = []
        for step in reversed(steps) if is_last else steps:
            found.append(self._edge(step, is_last=is_last))
            if _is_needed(step):
                return _union(found)
        return None  # it may be empty: then whatever stands beside it counts


def rarest(joints: Iterable[Joint], weight: Callable[[Iterable[str]], float]) -> Joint | None:
    """The one that is seldom met."""
    return min(joints, key=lambda joint: weight(joint.before) * weight(joint.after), default=None)


def _is_needed(step: Step) -> bool:
    return isinstance(step, Word) or (isinstance(step, Choice) and not step.is_optional)


def _length(steps: Sequence[Step]) -> int | None:
    """The most words that the steps can take; None for any number."""
    total = 0
    for step in steps:
        match step:
            case Word():
                total += 1
            case Gap():
                total += GAP
            case Choice(options):
                longest = [_length(option) for option in options]
                if None in longest:
                    return None
                total += max(each for each in longest if each is not None)
            case _:
                return None
    return total


def _union(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    sets = list(sets)
    return None if None in sets else frozenset().union(*(each for each in sets if each is not None))
