"""What is shown of the weather gives nobody's answer away, whatever is pressed in whatever order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nudges.weather import FEWEST, SMALLEST, STEP, Tally, Weather, may_move, tally

SUNNY, BRIGHT, CLOUDY, RAINY, STORMY = Weather

Counts = dict[Weather, int]

presses = st.lists(st.sampled_from(Weather), max_size=80) | st.lists(
    st.sampled_from((SUNNY, SUNNY, SUNNY, CLOUDY, CLOUDY, RAINY, STORMY)), min_size=FEWEST, max_size=120
)


def moves(pressed: list[Weather]) -> Iterator[Counts]:
    """The counts at every move of the shown tally, as the answers come in."""
    counts: Counts = dict.fromkeys(Weather, 0)
    shown = dict(counts)
    for kind in pressed:
        counts[kind] += 1
        if may_move(counts, shown):
            shown = dict(counts)
            yield shown


def after(pressed: list[Weather]) -> Tally:
    """What is shown after these presses."""
    shown = [Counter[Weather](), *map(Counter, moves(pressed))]
    return tally(len(pressed), shown[-1])


@given(presses)
def test_a_move_adds_at_least_five_answers(pressed: list[Weather]) -> None:
    """Two tallies that differ lie at least five answers apart, and there is none below ten."""
    totals = [sum(counts.values()) for counts in moves(pressed)]
    assert all(later - earlier >= STEP for earlier, later in pairwise(totals))
    assert all(total >= FEWEST for total in totals)


@given(presses)
def test_a_move_never_tells_anybodys_answer(pressed: list[Weather]) -> None:
    """Even to whoever gave one of the answers that a move adds, the others are not all alike."""
    empty: Counts = dict.fromkeys(Weather, 0)
    for earlier, later in pairwise((empty, *moves(pressed))):
        grown = {kind: later[kind] - earlier[kind] for kind in Weather}
        for mine in (kind for kind in Weather if grown[kind]):
            others = {kind: count - (kind is mine) for kind, count in grown.items()}
            assert sum(count > 0 for count in others.values()) >= 2


@given(presses)
def test_whatever_is_shown_is_large_enough(pressed: list[Weather]) -> None:
    """A named kind has five answers; what is shown together has five and is of two kinds; all of it adds up."""
    for counts in moves(pressed):
        shown = tally(sum(counts.values()), counts)
        named = dict(shown.kinds)
        together = [count for kind, count in counts.items() if count and kind not in named]
        assert named
        assert all(count >= SMALLEST for count in named.values())
        assert shown.mixed == sum(together)
        assert not together or (len(together) >= 2 and shown.mixed >= SMALLEST)
        assert sum(named.values()) + shown.mixed == shown.answered


@given(presses)
def test_a_named_kind_stays_named(pressed: list[Weather]) -> None:
    """No kind goes back among the others, so that none can be found by what left them."""
    names = [dict(tally(sum(counts.values()), counts).kinds).keys() for counts in moves(pressed)]
    assert all(earlier <= later for earlier, later in pairwise(names))


@given(presses, st.permutations(list(Weather)))
def test_a_tally_does_not_depend_on_the_order_of_rows(pressed: list[Weather], order: list[Weather]) -> None:
    """Drawn again from the same counts, a tally is the same."""
    counts = Counter(pressed)
    turned = {kind: counts[kind] for kind in order}
    assert tally(len(pressed), turned) == tally(len(pressed), counts)


@pytest.mark.parametrize(
    "new",
    [
        pytest.param([STORMY] * 5, id="all alike"),
        pytest.param([STORMY] * 4 + [SUNNY], id="all but one"),
        pytest.param([SUNNY] * 3 + [CLOUDY, RAINY], id="a kind that cannot be shown yet"),
    ],
)
def test_what_would_tell_waits_for_the_next_step(new: list[Weather]) -> None:
    """Where the last five answers would be known, only the number moves."""
    before = [SUNNY] * 10 + [CLOUDY] * 5
    assert after(before + new).kinds == after(before).kinds == ((SUNNY, 10), (CLOUDY, 5))


def test_what_waited_is_shown_with_more() -> None:
    """Five stormy answers are named once others came with them."""
    pressed = [SUNNY] * 10 + [CLOUDY] * 5 + [STORMY] * 5
    assert after(pressed + [SUNNY] * 3 + [CLOUDY] * 2).kinds == ((SUNNY, 13), (CLOUDY, 7), (STORMY, 5))


def test_small_kinds_are_shown_together() -> None:
    """Two kinds with fewer than five answers have one figure between them."""
    assert after([SUNNY] * 5 + [RAINY] * 3 + [STORMY] * 2) == Tally(10, ((SUNNY, 5),), 5)


@pytest.mark.parametrize("pressed", [[SUNNY] * 15, [SUNNY] * 9 + [RAINY], [SUNNY] * 8 + [RAINY] * 2, [SUNNY, RAINY]])
def test_where_nobody_could_hide_only_the_number_is_told(pressed: list[Weather]) -> None:
    """One kind for all, one person apart, a small kind alone, and fewer than ten answers are never broken down."""
    assert after(pressed) == Tally(len(pressed))
