"""What is good about a pair, in this order: new to each other, long since they met, wishes that fit, words, hours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import combinations
from random import Random

from bot.brews.people import History, Person, Wish, pair

REMEMBERED = 400
"""Days after which it makes no difference how long ago two met."""

DAY, HOUR = 24, 60
ONE_WISH, SAME_WISH = 25, 26
"""More than language and hours together: what people said they would like comes first."""

NO_SHARED_LANGUAGE = 12
"""As much as clocks on opposite sides of the world."""

FIT = 128
"""More than wishes, language and hours together can come to."""

LOOKS_AHEAD = 64
"""Up to so many people, ties are broken so that the rounds to come work out as well."""

Score = tuple[int, tuple[int, ...], int, int]


class Circle:
    """People who may meet, by their places in ``people``, and what each pair of them costs.

    Costs are whole numbers in which a thousand good fits never outweigh one repeat.
    """

    def __init__(self, people: Sequence[Person], history: History, chance: Random) -> None:
        self.people = people
        self.chance = chance
        self._met = history.met
        self._apart = history.apart
        self._ids = [each.id for each in people]
        size = max(len(people), 2)
        self._recency = FIT * size
        self._repeat = self._recency * (REMEMBERED + 1) * size
        self.dearest = self._repeat * 2

    def may(self, one: int, other: int) -> bool:
        """Whether the two may be brought together."""
        return not self._apart or pair(self._ids[one], self._ids[other]) not in self._apart

    def may_all(self, group: Sequence[int]) -> bool:
        """Whether everybody in it may be brought together with everybody else."""
        return all(self.may(one, other) for one, other in combinations(group, 2))

    def have_met(self, one: int, other: int) -> bool:
        """Whether it would be a repeat."""
        return pair(self._ids[one], self._ids[other]) in self._met

    def cost(self, one: int, other: int) -> int:
        """The less the better."""
        days_ago = self._met.get(pair(self._ids[one], self._ids[other]))
        cost = self._misfit(self.people[one], self.people[other]) * 2 + self._out_of_turn(one, other)
        if days_ago is not None:
            cost += self._repeat + self._recency * max(REMEMBERED - days_ago, 0)
        return cost

    def cost_of_three(self, three: Sequence[int]) -> tuple[tuple[int, ...], int]:
        """How often each of them has been in one; then as for pairs, repeats first."""
        return self._turns_taken([three]), sum(self.cost(*each) for each in combinations(three, 2))

    def freshest(self) -> list[int]:
        """Everybody; first those who have never been in a three, then those who were less often, and longest ago."""
        order = list(range(len(self.people)))
        self.chance.shuffle(order)
        return sorted(order, key=self._threes_of)

    def alone(self, groups: Iterable[Sequence[int]]) -> list[int]:
        """Who is in none of them."""
        matched = {each for group in groups for each in group}
        return [each for each in range(len(self.people)) if each not in matched]

    def score(self, groups: Sequence[Sequence[int]]) -> Score:
        """How good a matching is, the less the better: left alone, whose turn the threes are, repeats, the rest."""
        pairs = [each for group in groups for each in combinations(group, 2)]
        threes = [group for group in groups if len(group) > 2]  # noqa: PLR2004
        return (
            len(self.people) - sum(map(len, groups)),
            (len(threes), *self._turns_taken(threes)),
            sum(self.have_met(*each) for each in pairs),
            sum(self.cost(*each) for each in pairs),
        )

    def is_ideal(self, groups: Sequence[Sequence[int]]) -> bool:
        """Whether nobody is alone, it is the three's turn, and nobody meets again."""
        alone, (threes, *turns), repeats, _ = self.score(groups)
        return not alone and not repeats and turns == sorted(each.threes for each in self.people)[: 3 * threes]

    def _turns_taken(self, threes: Iterable[Sequence[int]]) -> tuple[int, ...]:
        return tuple(sorted(self.people[each].threes for three in threes for each in three))

    def _threes_of(self, one: int) -> tuple[int, int]:
        person = self.people[one]
        return person.threes, -person.last_three

    def _misfit(self, one: Person, other: Person) -> int:
        """Less than half of FIT."""
        apart = abs(one.offset - other.offset) // HOUR % DAY
        misfit = min(apart, DAY - apart)
        if one.language != other.language:
            misfit += NO_SHARED_LANGUAGE
        return misfit + _wishes_apart(one.wish, other.wish)

    def _out_of_turn(self, one: int, other: int) -> int:
        return 0 if self._turn is None or self._turn_of(one, other) == self._turn else 1

    @cached_property
    def _turn(self) -> int | None:
        """Of the rounds in which everybody could meet everybody once, the one with fewest pairs that have met.

        The circle method of tournaments: keeping to one of its rounds where nothing speaks against it leaves whole
        rounds for later, while pairs taken anyhow leave an odd ring of people at the end.
        """
        count = len(self.people)
        if count > LOOKS_AHEAD or count < 4 or count % 2:  # noqa: PLR2004
            return None
        met = [0] * (count - 1)
        for one, other in combinations(range(count), 2):
            if self.have_met(one, other) or not self.may(one, other):
                met[self._turn_of(one, other)] += 1
        return met.index(min(met))

    def _turn_of(self, one: int, other: int) -> int:
        last = len(self.people) - 1
        one, other = min(one, other), max(one, other)
        return 2 * one % last if other == last else (one + other) % last


def _wishes_apart(one: Wish | None, other: Wish | None) -> int:
    """Nothing where one listens and one is heard, most where both want the same, something where only one said."""
    if one is other:
        return 0 if one is None else SAME_WISH
    return 0 if one is not None and other is not None else ONE_WISH
