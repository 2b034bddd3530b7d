"""Pairs out of people: rustworkx finds the best ones, over everybody while they are few and over candidates beyond."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations, islice

import rustworkx

from bot.brews.weighing import Circle

Group = tuple[int, ...]
Groups = list[Group]

DENSE = 250
"""Up to so many people every pair is weighed; Edmonds' algorithm takes the cube of it."""

BUCKET = 500
"""Beyond, people who suit each other are put into buckets of this size, and candidates are weighed within each."""

SPARE = 40
"""People at least whose pairs are broken up for those who were left over."""

NEAR, FAR = 9, 6
"""Candidates of each: neighbours in the order of who suits whom, and some drawn by lot, so that nobody is cut off."""


def paired(circle: Circle, among: Collection[int]) -> Groups:
    """As many pairs as there can be, and of these the best; beyond DENSE people nearly."""
    among = list(among)
    if len(among) <= DENSE:
        return _solved(circle, among, combinations(among, 2))
    found: Groups = []
    for bucket in _buckets(circle, among):
        found += _solved(circle, bucket, _candidates(circle, bucket))
    return _mended(circle, among, found)


def greedy(circle: Circle, among: Collection[int]) -> Groups:
    """What comes of letting one after the other take the best who is free; an odd one out joins a pair."""
    waiting = list(among)
    if len(waiting) > DENSE:
        return []
    circle.chance.shuffle(waiting)
    groups: Groups = []
    while waiting:
        one = waiting.pop()
        free = [each for each in waiting if circle.may(one, each)]
        if free:
            other = min(free, key=lambda each: circle.cost(one, each))
            waiting.remove(other)
            groups.append((one, other))
    return groups


def _solved(circle: Circle, among: Sequence[int], pairs: Iterable[tuple[int, int]]) -> Groups:
    """The best pairs out of these."""
    graph: rustworkx.PyGraph[int, int] = rustworkx.PyGraph(multigraph=False)
    nodes = dict(zip(among, graph.add_nodes_from(list(among)), strict=True))
    graph.add_edges_from(
        [(nodes[a], nodes[b], circle.dearest - circle.cost(a, b)) for a, b in pairs if circle.may(a, b)]
    )
    found = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    return sorted(tuple(sorted((graph[a], graph[b]))) for a, b in found)


def _buckets(circle: Circle, among: Sequence[int]) -> Iterator[list[int]]:
    """Of an even size each, but for the last; by language and clock, and within these by lot."""
    shuffled = list(among)
    circle.chance.shuffle(shuffled)
    people = circle.people
    order = sorted(shuffled, key=lambda each: (people[each].language, people[each].offset))
    for first in range(0, len(order), BUCKET):
        yield order[first : first + BUCKET]


def _candidates(circle: Circle, bucket: Sequence[int]) -> Iterator[tuple[int, int]]:
    """A few for each who are new to them; whoever has met nearly everybody is looked further for.

    Only new ones: as many of these as possible is as few repeats as possible, and the rest is paired afterwards.
    """
    size = len(bucket)
    for place, one in enumerate(bucket):
        around = (bucket[(place + step) % size] for step in range(1, size))
        near = islice((each for each in around if not circle.have_met(one, each)), NEAR)
        drawn = (bucket[circle.chance.randrange(size)] for _ in range(FAR))
        far = (each for each in drawn if each != one and not circle.have_met(one, each))
        yield from ((one, each) for each in dict.fromkeys((*near, *far)))


def _mended(circle: Circle, among: Sequence[int], found: Groups) -> Groups:
    """Whoever was left over is weighed pair by pair, with some pairs broken up for them."""
    matched = {each for group in found for each in group}
    left = [each for each in among if each not in matched]
    if not left:
        return found
    spare = list(found)
    circle.chance.shuffle(spare)
    room = max(DENSE - len(left), SPARE) // 2
    again, kept = [*left, *(each for group in spare[:room] for each in group)], spare[room:]
    if len(again) <= 2 * DENSE:
        return [*kept, *_solved(circle, again, combinations(again, 2))]
    mended = [*kept, *_solved(circle, again, _neighbours(circle, again))]
    return mended if len(mended) >= len(found) else found


def _neighbours(circle: Circle, among: Sequence[int]) -> Iterator[tuple[int, int]]:
    """For very many who are left over: some others each, drawn by lot, whether they have met or not."""
    for one in among:
        others = {among[circle.chance.randrange(len(among))] for _ in range(NEAR + FAR)} - {one}
        yield from ((one, each) for each in sorted(others))
