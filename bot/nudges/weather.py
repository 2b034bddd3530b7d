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

SMALLEST = 5
"""Kinds of weather with fewer answers than this are shown together."""

UNLIKE = 2
"""So many of the answers that a move adds differ from the most frequent of them, at least."""


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


@dataclass(frozen=True, slots=True)
class Answered:
    """How many gave each answer, and how many the last move showed."""

    counts: Mapping[Weather, int]
    shown: Mapping[Weather, int]

    @property
    def total(self) -> int:
        """How many answered."""
        return sum(self.counts.values())

    def moved(self) -> Answered:
        """The same, with everything shown."""
        return Answered(self.counts, self.counts)


def may_move(counts: Mapping[Weather, int], shown: Mapping[Weather, int]) -> bool:
    """Whether the shown counts may now become the real ones, so that nobody's answer can be told from the two.

    They move at ten answers and then at multiples of five, where all of this holds; else they wait for the next one.

    - At least two of the answers that are new differ from the most frequent of them. If all were alike, everybody
      would know them; if all but one were, whoever gave that one would know the others'.
    - Every kind that is there gets its name, with at least five answers, or is shown together with others: at least
      two kinds and five answers.
    - A kind that was named stays named. One that was shown together gets its name at a move like any other.

    What is shown is made of the counts at the moves and nothing else, so it tells no more than those would.
    """
    answered = sum(counts.values())
    if answered < FEWEST or answered % STEP:
        return False
    growth = [counts.get(kind, 0) - shown.get(kind, 0) for kind in Weather]
    if sum(growth) - max(growth) < UNLIKE:
        return False
    named, before = _merge(counts)[0], _merge(shown)[0]
    return bool(named) and named.keys() >= before.keys()


def tally(answered: int, shown: Mapping[Weather, int]) -> Tally:
    """The tally of ``answered`` answers, whose kinds stood at ``shown`` when it last moved; nothing where it never did.

    From the same counts it is always the same, in whatever order they come.
    """
    named, merged = _merge(shown)
    return Tally(answered, tuple(named.items()), sum(merged.values()) if named else 0)


def _merge(counts: Mapping[Weather, int]) -> tuple[dict[Weather, int], dict[Weather, int]]:
    """The kinds that get a name, and those shown together; no names where that can't be done.

    The smallest are shown together, at least two kinds and SMALLEST answers, or none. A kind that stands alone gets
    no name: it would be everybody's answer.
    """
    present = {kind: counts[kind] for kind in Weather if counts.get(kind)}
    by_size = sorted(present, key=lambda kind: present[kind])
    merged = {kind: present[kind] for kind in by_size if present[kind] < SMALLEST}
    for kind in by_size:
        if _is_thin(merged):
            merged.setdefault(kind, present[kind])
    if _is_thin(merged) or len(present) == 1:
        return {}, merged
    return {kind: count for kind, count in present.items() if kind not in merged}, merged


def _is_thin(merged: Mapping[Weather, int]) -> bool:
    """Whether what is shown together is too little to hide anybody in."""
    return bool(merged) and (len(merged) == 1 or sum(merged.values()) < SMALLEST)
