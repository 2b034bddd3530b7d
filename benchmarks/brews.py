"""How well people are brought together, beside a matcher that lets one after the other take the nearest who is free."""

from __future__ import annotations

import multiprocessing
import resource
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from random import Random
from time import perf_counter

from benchmarks.machine import resident
from benchmarks.table import Figure
from bot.brews.matching import Matching, match
from bot.brews.people import History, Pair, Person, pair

SEEDS = range(40)
WEEK = 7
SIZES = ((1_000, 0.5), (10_000, 5.0), (100_000, 60.0))
MOST_MEMORY = 1_500.0  # MB
MET_EACH = 20
"""How many of the others everybody in a large community has met."""

COMPARED = 240
"""People of whom the exact optimum is found as well: pair by pair, without candidates and buckets."""

Matcher = Callable[[Sequence[Person], History, int], Matching]


@dataclass(slots=True)
class Season:
    """What became of a community over its rounds."""

    repeats: int = 0
    alone: int = 0
    avoidable: int = 0
    too_early: int = 0
    met: dict[Pair, int] = field(default_factory=dict)
    threes: Counter[str] = field(default_factory=Counter)


def figures() -> Iterable[Figure]:
    """Seasons of small communities, then one round of large ones."""
    yield from _season("20 people, 12 rounds: repeats", 20, 12, "repeats", 0.0)
    yield from _season("20 people, 19 rounds: repeats", 20, 19, "repeats", 0.5)
    yield from _season(
        "24 people, a tenth of the pairs apart, 12 rounds: alone who could be paired", 24, 12, "avoidable", 0.0, 0.1
    )
    yield from _season("21 people, 12 rounds: left out", 21, 12, "alone", 0.0)
    yield from _season("21 people, 12 rounds: in a three again before everybody was", 21, 12, "too_early", 0.0)
    yield from _season("21 people, 12 rounds: repeats", 21, 12, "repeats", None)
    for size, bound in SIZES:
        yield _large(size, bound)
    yield _beside_the_optimum()


def nearest(people: Sequence[Person], history: History, seed: int) -> Matching:
    """Each in turn takes the nearest who is free: somebody new if there is one, then by language and clock."""
    waiting = sorted(people, key=lambda each: each.id)
    Random(seed).shuffle(waiting)  # noqa: S311  # a benchmark
    groups: list[tuple[str, ...]] = []
    alone: list[str] = []
    while waiting:
        one = waiting.pop()
        free = [each for each in waiting if pair(one.id, each.id) not in history.apart]
        if not free:
            alone.append(one.id)
            continue
        other = min(free, key=lambda each: _distance(one, each, history))
        waiting.remove(other)
        groups.append(pair(one.id, other.id))
    return Matching(tuple(groups), tuple(alone))


def _distance(one: Person, other: Person, history: History) -> tuple[bool, bool, int]:
    return pair(one.id, other.id) in history.met, other.language != one.language, abs(other.offset - one.offset)


def _repeats(found: Matching, history: History) -> int:
    return sum(pair(*each) in history.met for group in found.groups for each in combinations(group, 2))


def _season(name: str, size: int, rounds: int, what: str, bound: float | None, apart: float = 0.0) -> Iterator[Figure]:
    ours = _mean(size, rounds, what, apart, lambda people, history, seed: match(people, history, seed=seed))
    theirs = _mean(size, rounds, what, apart, nearest)
    how = f"the mean of {len(SEEDS)} seeds; the nearest who is free in turn gives {theirs:g}"
    held = None if bound is None else ours <= bound
    yield Figure(name, f"{ours:g}", bound=f"≤ {bound:g}" if bound is not None else "–", held=held, how=how)


def _mean(size: int, rounds: int, what: str, apart: float, matcher: Matcher) -> float:
    counts: list[int] = [getattr(_lived(size, rounds, seed, apart, matcher), what) for seed in SEEDS]
    return sum(counts) / len(SEEDS)


def _lived(size: int, rounds: int, seed: int, apart: float, matcher: Matcher) -> Season:
    draw = Random(seed)  # noqa: S311  # a benchmark
    ids = [f"m{each:03}" for each in range(size)]
    never = frozenset(each for each in combinations(ids, 2) if draw.random() < apart)
    season, last = Season(), dict[str, int]()
    for number in range(rounds):
        today = number * WEEK
        people = [Person(each, threes=season.threes[each], last_three=today - last.get(each, today)) for each in ids]
        history = History({each: today - at for each, at in season.met.items()}, never)
        found = matcher(people, history, seed * 1_000 + number)
        _note(season, found, never, ids, today)
        last |= {each: today for group in found.groups if len(group) == 3 for each in group}  # noqa: PLR2004
    return season


def _note(season: Season, found: Matching, never: frozenset[Pair], ids: Sequence[str], today: int) -> None:
    pairs = [pair(*each) for group in found.groups for each in combinations(group, 2)]
    season.repeats += sum(each in season.met for each in pairs)
    season.met |= dict.fromkeys(pairs, today)
    season.alone += len(found.alone)
    season.avoidable += len(found.alone) - len(match([Person(each) for each in ids], History({}, never), seed=1).alone)
    for group in found.groups:
        if len(group) == 3:  # noqa: PLR2004
            least = min(season.threes[each] for each in ids)
            season.too_early += sum(season.threes[each] > 0 and least == 0 for each in group)
    season.threes.update(each for group in found.groups if len(group) == 3 for each in group)  # noqa: PLR2004


def _large(size: int, bound: float) -> Figure:
    """In a process of its own, so that its memory is its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        seconds, grown, repeats, alone = pool.apply(_one_round, (size,))
    how = f"{alone} left alone, {repeats} repeats; everybody had met {MET_EACH}; memory grew by {grown:,.0f} MB"
    name = f"one round of {size:,} people"
    return Figure(
        name, f"{seconds:.2f} s", bound=f"≤ {bound:g} s", held=seconds <= bound and grown <= MOST_MEMORY, how=how
    )


def _one_round(size: int) -> tuple[float, float, int, int]:
    people, history = _crowd(size, MET_EACH)
    before, start = resident(), perf_counter()
    found = match(people, history, seed=1)
    seconds = perf_counter() - start
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    return seconds, grown, _repeats(found, history), len(found.alone)


def _crowd(size: int, met_each: int) -> tuple[list[Person], History]:
    draw = Random(size)  # noqa: S311  # a benchmark
    ids = [f"m{each:06}" for each in range(size)]
    people = [Person(each, draw.choice(("en", "en", "es", "de")), draw.choice((0, 60, -300, 330))) for each in ids]
    met = {pair(ids[one], ids[other]): draw.randrange(300) for one, other in _some(draw, size, met_each)}
    return people, History(met)


def _some(draw: Random, size: int, met_each: int) -> Iterator[tuple[int, int]]:
    for one in range(size):
        for _ in range(met_each // 2):
            other = draw.randrange(size)
            if other != one:
                yield one, other


def _beside_the_optimum() -> Figure:
    """Crowds in which most have met, matched by candidates in buckets and pair by pair."""
    from bot.brews import pairing  # noqa: PLC0415  # its border between the two is moved

    ours = exact = 0
    for seed in range(10):
        draw = Random(seed)  # noqa: S311  # a benchmark
        ids = [f"m{each:03}" for each in range(COMPARED)]
        people = [Person(each) for each in ids]
        met = {each: draw.randrange(300) for each in combinations(ids, 2) if draw.random() < 0.985}  # noqa: PLR2004
        history = History(met)
        exact += _repeats(match(people, history, seed=seed), history)
        dense, pairing.DENSE = pairing.DENSE, 100
        ours += _repeats(match(people, history, seed=seed), history)
        pairing.DENSE = dense
    how = f"10 crowds of {COMPARED} of whom 98.5 % of the pairs have met: {ours} repeats by candidates, {exact} at best"
    more = (ours - exact) / max(exact, 1)
    return Figure("repeats above the exact optimum", f"{more:.2%}", bound="≤ 1 %", held=more <= 0.01, how=how)  # noqa: PLR2004
