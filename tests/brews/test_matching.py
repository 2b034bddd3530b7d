"""Everybody in a pair or the threes it takes, nobody with whom they mustn't be, and as few repeats as can be."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.brews.matching import Matching, match
from bot.brews.people import History, Person, Wish, pair
from tests.brews.crowds import crowds, fewest_alone, fewest_repeats, may_meet, repeats, taken_one_by_one

SEEDS = range(5)
BIG = 30

Crowd = tuple[tuple[Person, ...], History]


@given(crowds(), st.integers(0, 99))
@settings(max_examples=300)
def test_a_matching_is_a_partition(crowd: Crowd, seed: int) -> None:
    """Everybody is in one group or alone, and a group is two or three who may meet each other."""
    people, history = crowd
    found = match(people, history, seed=seed)
    known = {each.id: each for each in people}
    assert sorted([*found.alone, *(each for group in found.groups for each in group)]) == sorted(known)
    assert {len(group) for group in found.groups} <= {2, 3}
    for group in found.groups:
        assert all(may_meet(known[a], known[b], history) for a, b in combinations(group, 2))


@given(crowds(), st.integers(0, 99))
@settings(max_examples=300)
def test_nobody_is_alone_who_could_be_with_somebody(crowd: Crowd, seed: int) -> None:
    """No partition into pairs and threes leaves fewer alone: every one of them was looked at."""
    people, history = crowd
    found = match(people, history, seed=seed)
    assert len(found.alone) == fewest_alone(people, history)


@given(crowds(BIG), st.integers(0, 99))
@settings(max_examples=60)
def test_it_is_never_worse_than_taking_one_after_the_other(crowd: Crowd, seed: int) -> None:
    """It leaves no more alone than a greedy matching does, and where as many, repeats no more pairs."""
    people, history = crowd
    found, simple = match(people, history, seed=seed), taken_one_by_one(people, history)
    assert len(found.alone) <= len(simple.alone)
    if len(found.alone) == len(simple.alone) and not any(len(group) > 2 for group in found.groups):
        assert repeats(found.groups, history) <= repeats(simple.groups, history)


@given(crowds(8), st.integers(0, 99))
@settings(max_examples=100)
def test_pairs_repeat_as_little_as_can_be(crowd: Crowd, seed: int) -> None:
    """Of an even number who may all meet, no other pairs would repeat fewer."""
    people = [Person(each.id, each.language, each.offset, each.wish) for each in crowd[0]]
    if len(people) % 2 == 0:
        history = History(crowd[1].met)
        found = match(people, history, seed=seed)
        assert repeats(found.groups, history) == fewest_repeats(people, history)


@given(crowds(BIG), st.integers(0, 99))
@settings(max_examples=30)
def test_the_same_seed_gives_the_same_matching(crowd: Crowd, seed: int) -> None:
    """Whatever the order in which people are named."""
    people, history = crowd
    assert match(people, history, seed=seed) == match(people[::-1], history, seed=seed)


@given(crowds(BIG))
@settings(max_examples=60)
def test_there_are_no_more_threes_than_it_takes(crowd: Crowd) -> None:
    """Where everybody may meet everybody there is a three only for an odd number, and then one."""
    people = [Person(each.id) for each in crowd[0]]
    found = match(people, History(crowd[1].met), seed=1)
    sizes = Counter(map(len, found.groups))
    assert sizes[3] == (len(people) % 2 if len(people) > 2 else 0)
    assert len(found.alone) == (1 if len(people) == 1 else 0)


def test_those_who_met_longest_ago_meet_again() -> None:
    """Where all have met, the pairs are those whose last time is longest past."""
    met = {pair(a, b): 10 for a, b in combinations("abcd", 2)} | {("a", "b"): 300, ("c", "d"): 300}
    assert match([Person(each) for each in "abcd"], History(met), seed=1).groups == (("a", "b"), ("c", "d"))


def test_listeners_are_matched_with_who_would_like_to_be_heard() -> None:
    """Nobody who is glad to listen sits with another who is, while somebody would like to be listened to."""
    wishes = {"a": Wish.LISTEN, "b": Wish.LISTEN, "c": Wish.BE_HEARD, "d": Wish.BE_HEARD}
    for seed in SEEDS:
        found = match([Person(each, wish=wish) for each, wish in wishes.items()], History(), seed=seed)
        assert all(wishes[one] is not wishes[other] for one, other in found.groups)


def test_a_shared_language_and_hours_decide_between_strangers() -> None:
    """Of people who never met, those who speak a language and are awake at once sit together."""
    people = [Person("a", "en", 0), Person("b", "es", -300), Person("c", "en", 60), Person("d", "es", -360)]
    assert match(people, History(), seed=3).groups == (("a", "c"), ("b", "d"))


def test_a_new_face_matters_more_than_a_language() -> None:
    """A repeat is never chosen for the sake of language and hours."""
    people = [Person("a", "en"), Person("b", "en"), Person("c", "es", 720), Person("d", "es", 720)]
    found = match(people, History({("a", "b"): 399, ("c", "d"): 399}), seed=1)
    assert repeats(found.groups, History({("a", "b"): 399, ("c", "d"): 399})) == 0


def test_bands_are_never_mixed() -> None:
    """Rather than with somebody of another band, an odd one out is in a three or alone."""
    people = [Person(each, band="under") for each in "abc"] + [Person("d", band="over")]
    assert match(people, History(), seed=1) == Matching((("a", "b", "c"),), ("d",))


def test_a_single_is_taken_in_though_it_takes_two_threes() -> None:
    """Two people whom only one pair each could take make two threes of six, and nobody is alone."""
    ids = "abcdef"
    allowed = {("a", "b"), ("a", "c"), ("b", "c"), ("d", "e"), ("d", "f"), ("e", "f")}
    history = History(apart=frozenset(set(combinations(ids, 2)) - allowed))
    assert match([Person(each) for each in ids], history, seed=1).groups == (("a", "b", "c"), ("d", "e", "f"))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_three_goes_round(seed: int) -> None:
    """Among 21 people nobody is in a three a second time before everybody was in one, and nobody is ever alone."""
    times, last, met = Counter[str](), dict[str, int](), dict[tuple[str, str], int]()
    ids = [f"m{each:02}" for each in range(21)]
    for number in range(7):
        day = 7 * number
        people = [Person(each, threes=times[each], last_three=day - last.get(each, day)) for each in ids]
        found = match(people, History({pairs: day - at for pairs, at in met.items()}), seed=seed * 100 + number)
        assert found.alone == ()
        for group in found.groups:
            met |= {pair(*each): day for each in combinations(group, 2)}
            if len(group) == 3:
                times.update(group)
                last |= dict.fromkeys(group, day)
    assert set(times.values()) == {1}
    assert len(times) == 21


@pytest.mark.parametrize("seed", SEEDS)
def test_twenty_people_meet_for_nineteen_rounds(seed: int) -> None:
    """Everybody meets everybody once before anybody meets again."""
    met = dict[tuple[str, str], int]()
    for number in range(19):
        history = History({pairs: 7 * (number - at) for pairs, at in met.items()})
        found = match([Person(f"m{each:02}") for each in range(20)], history, seed=seed * 100 + number)
        assert repeats(found.groups, history) == 0
        met |= dict.fromkeys((pair(*each) for each in found.groups), number)


def test_a_crowd_is_matched_in_buckets() -> None:
    """Beyond what is weighed pair by pair nobody is left alone either, and nobody meets again."""
    ids = [f"m{each:04}" for each in range(1_201)]
    met = {
        pair(ids[each], ids[(each * 7 + 1) % len(ids)]): 30 for each in range(len(ids) - 1) if each * 6 % 1201 != 1200
    }
    found = match([Person(each) for each in ids], History(met), seed=4)
    assert found.alone == ()
    assert Counter(map(len, found.groups)) == {2: 599, 3: 1}
    assert repeats(found.groups, History(met)) == 0
