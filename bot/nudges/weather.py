"""The weather check-in: how somebody is, in a word that costs nothing, and a tally that gives nobody away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.contract.commands import LabelledEnum
from bot.texts import mark

FEWEST = 10
"""Below so many answers only their number is shown."""

STEP = 5
"""Shown tallies move in steps of so many answers, so that no single press can be read off two of them."""

OTHERS = 2
"""How many of the answers between two tallies are of another kind than the most frequent one, at least."""

SMALLEST = 5
"""Kinds of weather with fewer answers than this are shown together."""


class Weather(LabelledEnum):
    """What the sky looks like inside."""

    SUNNY = "sunny", mark("☀️ Sunny")
    BRIGHT = "bright", mark("🌤️ Bright spells")
    CLOUDY = "cloudy", mark("☁️ Cloudy")
    RAINY = "rainy", mark("🌧️ Rainy")
    STORMY = "stormy", mark("⛈️ Stormy")


@dataclass(frozen=True, slots=True)
class Tally:
    """What everybody may see: the number of answers and, from FEWEST on, the kinds that are large enough.

    ``mixed`` counts the kinds that are shown together.
    """

    answered: int
    kinds: tuple[tuple[Weather, int], ...] = ()
    mixed: int = 0


def may_move(answered: int, counts: Mapping[Weather, int], shown: Mapping[Weather, int]) -> bool:
    """Whether the shown counts may catch up with the real ones.

    Only at a step, and only if no kind of weather holds nearly all that came since the last time: of each kind that
    grew, at least two answers of other kinds came with it. Otherwise the next step is waited for.
    """
    if answered < FEWEST or answered % STEP:
        return False
    growth = {kind: count - shown.get(kind, 0) for kind, count in counts.items()}
    return sum(growth.values()) - max(growth.values(), default=0) >= OTHERS


def tally(answered: int, shown: Mapping[Weather, int]) -> Tally:
    """The tally of ``answered`` answers, whose kinds stood at ``shown`` when the tally last moved.

    Nothing but the number is told below FEWEST, nor where everybody gave the same answer.
    """
    present = {kind: count for kind, count in shown.items() if count}
    if answered < FEWEST or len(present) < 2:  # noqa: PLR2004  # one kind would tell everybody's answer
        return Tally(answered)
    named, merged = _merge(present)
    if not named or len(merged) == 1:
        return Tally(answered)
    kinds = tuple((kind, named[kind]) for kind in Weather if kind in named)
    return Tally(answered, kinds, sum(merged.values()))


def _merge(present: dict[Weather, int]) -> tuple[dict[Weather, int], dict[Weather, int]]:
    """Large kinds, and those shown together: at least two of them and at least SMALLEST answers, or none."""
    by_size = sorted(present, key=lambda kind: present[kind])
    merged = {kind: present[kind] for kind in by_size if present[kind] < SMALLEST}
    for kind in by_size:
        if merged and (sum(merged.values()) < SMALLEST or len(merged) == 1):
            merged.setdefault(kind, present[kind])
    named = {kind: count for kind, count in present.items() if kind not in merged}
    return named, merged
