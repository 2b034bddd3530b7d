"""Crowds to be matched: any people, history and exclusions, and what the best matching of few people would be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

from hypothesis import strategies as st

from bot.brews.matching import Matching
from bot.brews.people import History, Pair, Person, Wish, pair

SMALL = 9
"""Up to so many people every partition can be looked at."""


@st.composite
def crowds(draw: st.DrawFn, most: int = SMALL) -> tuple[tuple[Person, ...], History]:
    """People with whatever they chose, whom some of them met, and some pairs that are to be kept apart."""
    ids = [f"m{each:02}" for each in range(draw(st.integers(0, most)))]
    pairs = list(combinations(ids, 2))
    people = tuple(
        Person(
            each,
            draw(st.sampled_from(("en", "es"))),
            draw(st.sampled_from((0, 60, -300, 765))),
            draw(st.sampled_from((None, Wish.LISTEN, Wish.BE_HEARD))),
            draw(st.sampled_from(("", "", "", "18+"))),
            draw(st.integers(0, 2)),
            draw(st.integers(0, 60)),
        )
        for each in ids
    )
    met = draw(st.dictionaries(st.sampled_from(pairs), st.integers(0, 399))) if pairs else {}
    apart = draw(st.sets(st.sampled_from(pairs))) if pairs else set()
    return people, History(met, frozenset(apart))


def repeats(groups: Sequence[Sequence[str]], history: History) -> int:
    """How many pairs have met before."""
    return sum(pair(*each) in history.met for group in groups for each in combinations(group, 2))


def may_meet(one: Person, other: Person, history: History) -> bool:
    """Whether the two may be in one group."""
    return one.band == other.band and pair(one.id, other.id) not in history.apart


def fewest_alone(people: Sequence[Person], history: History) -> int:
    """How many are left alone in the best partition into pairs and threes, by looking at all of them."""
    known = {each.id: each for each in people}

    @cache
    def alone(left: frozenset[str]) -> int:
        if not left:
            return 0
        one = min(left)
        best = 1 + alone(left - {one})
        for group in _with(one, left):
            if all(may_meet(known[a], known[b], history) for a, b in combinations(group, 2)):
                best = min(best, alone(left - set(group)))
        return best

    return alone(frozenset(known))


def fewest_repeats(people: Sequence[Person], history: History) -> int:
    """Of an even number of people without exclusions, all in pairs: how many must meet again."""

    @cache
    def found(left: frozenset[str]) -> int:
        if not left:
            return 0
        one = min(left)
        rest = left - {one}
        return min((pair(one, each) in history.met) + found(rest - {each}) for each in rest)

    return found(frozenset(each.id for each in people))


def taken_one_by_one(people: Sequence[Person], history: History) -> Matching:
    """What comes of each taking, in turn, whoever is free and whom they have met least."""
    free = sorted(people, key=lambda each: each.id)
    groups: list[Pair] = []
    alone: list[str] = []
    while free:
        one = free.pop(0)
        possible = [each for each in free if may_meet(one, each, history)]
        if not possible:
            alone.append(one.id)
            continue
        other = min(possible, key=lambda each: pair(one.id, each.id) in history.met)
        free.remove(other)
        groups.append(pair(one.id, other.id))
    return Matching(tuple(groups), tuple(alone))


def _with(one: str, left: frozenset[str]) -> Iterator[tuple[str, ...]]:
    rest = sorted(left - {one})
    yield from ((one, each) for each in rest)
    yield from ((one, *each) for each in combinations(rest, 2))
