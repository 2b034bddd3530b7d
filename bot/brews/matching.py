"""Who has a brew with whom: everybody in a pair, an odd one out in a three, and as few repeats as can be.

Pure, and the same for the same seed. What is good about a pair is in ``weighing``; how pairs are found in ``pairing``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random

from bot.brews.pairing import Groups, greedy, paired
from bot.brews.people import History, Person
from bot.brews.weighing import Circle

FRESHEST = 9
"""A three is looked for among so many of those who have been in one least lately."""

TRIED = ((64, 40), (256, 8))
"""How many threes are tried before the best is taken, by how many people there are; beyond, the last resort."""

TRIED_AT_LEAST = 3
EXHAUSTIVE = 40
"""Up to so many people, a single is only left where no three at all would take them in."""

RESCUES = 200
"""How many threes are tried for a single among more people than that."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Groups of two, and of three where it takes one; ``alone`` are those for whom there was nobody."""

    groups: tuple[tuple[str, ...], ...]
    alone: tuple[str, ...]


def match(people: Sequence[Person], history: History, *, seed: int) -> Matching:
    """The matching that leaves fewest alone, then repeats least, then suits best; people are known by their ids."""
    groups: list[tuple[str, ...]] = []
    alone: list[str] = []
    for band in _bands(people):
        circle = Circle(band, history, Random(seed))  # noqa: S311  # chance without a secret
        found = _best(circle)
        groups += (tuple(sorted(band[each].id for each in group)) for group in found)
        matched = {each for group in found for each in group}
        alone += (person.id for place, person in enumerate(band) if place not in matched)
    return Matching(tuple(sorted(groups)), tuple(sorted(alone)))


def _bands(people: Sequence[Person]) -> Iterator[list[Person]]:
    """Those who may meet each other at all: the people of one band, in an order that only their ids decide."""
    bands = defaultdict[str, list[Person]](list)
    for each in sorted(people, key=lambda person: person.id):
        bands[each.band].append(each)
    yield from (bands[name] for name in sorted(bands))


def _best(circle: Circle) -> Groups:
    """Never worse than what somebody would find who takes one after the other."""
    everybody = range(len(circle.people))
    found = _rescued(circle, _with_a_three(circle) if len(everybody) % 2 else paired(circle, everybody))
    others = [greedy(circle, everybody)]
    if circle.alone(found) and len(everybody) % 2:
        others.append(_rescued(circle, paired(circle, everybody)))
    return min((found, *others), key=circle.score)


def _with_a_three(circle: Circle) -> Groups:
    """For an odd number: the best of some threes, with everybody else in pairs; all in pairs where there is none."""
    most = next((tries for size, tries in TRIED if len(circle.people) <= size), TRIED_AT_LEAST)
    best: Groups | None = None
    for place, three in enumerate(_threes(circle, circle.freshest()[:FRESHEST])):
        found = [three, *paired(circle, _without(circle, three))]
        if best is None or circle.score(found) < circle.score(best):
            best = found
        if place + 1 >= most or circle.is_ideal(best):
            break
    return paired(circle, range(len(circle.people))) if best is None else best


def _rescued(circle: Circle, groups: Groups) -> Groups:
    """The same with fewer left alone: a single joins a pair, or a three somewhere else sets somebody free for them."""
    groups = _joined(circle, groups)
    while alone := circle.alone(groups):
        better = _with_one_more_three(circle, groups, len(alone))
        if better is None:
            return groups
        groups = better
    return groups


def _joined(circle: Circle, groups: Groups) -> Groups:
    """Each single joins the pair that suits best, if there is one that both of them may be with."""
    groups = list(groups)
    for single in circle.alone(groups):
        pairs = [each for each in groups if len(each) == 2 and circle.may_all((*each, single))]  # noqa: PLR2004
        if pairs:
            pair = min(pairs, key=lambda each: circle.cost_of_three((*each, single)))
            groups[groups.index(pair)] = (*pair, single)
    return groups


def _with_one_more_three(circle: Circle, groups: Groups, alone: int) -> Groups | None:
    """Another matching with one three more and fewer alone; None where none was found."""
    threes = [each for each in groups if len(each) == 3]  # noqa: PLR2004
    free = [each for each in circle.freshest() if not any(each in three for three in threes)]
    if len(circle.people) <= EXHAUSTIVE:
        tries: Iterable[tuple[int, int, int]] = _threes(circle, free)
    else:
        near = [each for each in free if any(circle.may(each, single) for single in circle.alone(groups))]
        tries = (each for _, each in zip(range(RESCUES), _threes(circle, near), strict=False))
    for three in tries:
        rest = _without(circle, (*three, *(each for group in threes for each in group)))
        found = _joined(circle, [*threes, three, *paired(circle, rest)])
        if len(circle.alone(found)) < alone:
            return found
    return None


def _threes(circle: Circle, among: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Threes that may meet: those whose turn it is first, and of these without a repeat."""
    possible = combinations(among, 3)
    if len(among) <= FRESHEST:
        yield from sorted(filter(circle.may_all, possible), key=circle.cost_of_three)
    else:
        yield from filter(circle.may_all, possible)


def _without(circle: Circle, left_out: Collection[int]) -> list[int]:
    return [each for each in range(len(circle.people)) if each not in left_out]
