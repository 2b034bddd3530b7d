"""Finding many phrases in one list of words at once, by shifting bits: nothing here can backtrack.

Word i of a message is bit i. For each set of words that phrases use we keep the positions where one of them stands;
following a phrase is then a shift and an "and" for each step, whatever the length of the message.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import prod

from signposting.joints import Joint, Joints, rarest
from signposting.phrases import GAP, Choice, Gap, Later, Phrase, Step, Word
from signposting.sieve import Sieve

_RARE = 1 / 1000  # the weight of a word that is not among the common ones
_ANY = -1
_MOST_PLACES = 12  # of one phrase in one message: whoever says it more often has been heard
_MOST_WAYS = 40  # of saying one phrase that are told apart at the gate


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found: its number, and its first and last word's positions."""

    phrase: int
    first: int
    last: int


class _GapStep:
    __slots__ = ()


class _LaterStep:
    __slots__ = ()


class _ChoiceStep:
    """Options, together where they begin with a word of the same set; `others` may begin with anything.

    `begins` is the set of all words that an option begins with, if there are no others.
    """

    __slots__ = ("begins", "groups", "others")

    def __init__(self, options: "Iterable[_Steps]", number: "Callable[[Iterable[int]], int]") -> None:
        groups: dict[int, list[_Steps]] = {}
        others: list[_Steps] = []
        for option in options:
            first = _begins(option)
            (others if first is None else groups.setdefault(first, [])).append(option)
        self.groups = tuple((first, tuple(together)) for first, together in groups.items())
        self.others = tuple(others)
        self.begins = None if others or len(groups) == 1 else number(groups)


_Joint = tuple[int, int, int | None]
"""As signposting.joints.Joint, with the numbers of the sets."""

_Step = int | _GapStep | _LaterStep | _ChoiceStep
_Steps = tuple[_Step, ...]
_GAP_STEP = _GapStep()
_LATER_STEP = _LaterStep()


class Matcher:
    """All phrases, compiled.

    `common` are the language's commonest words, the commonest first: phrases are looked up by their rarest words.
    Sets of words have numbers, by their place in `members`.
    """

    def __init__(self, phrases: Sequence[Phrase], common: Sequence[str]) -> None:
        self._commonness = {word: 1 / (rank + 10) for rank, word in enumerate(common)}
        self._numbers: dict[frozenset[str], int] = {}
        self._sets: list[frozenset[str]] = []
        self._weights: list[tuple[float, int]] = []
        self._choices: dict[int, tuple[Choice, _ChoiceStep]] = {}
        self._needs_of: dict[int, frozenset[int]] = {}
        self._phrases = [self._steps(phrase) for phrase in phrases]
        ways = [
            (number, tuple(sorted(needs, key=self._weights.__getitem__)))
            for number, phrase in enumerate(phrases)
            for needs in self._ways(phrase)
        ]
        joints = Joints(self._needed)
        self._joints = [self._joint(rarest(joints.of(phrase), self._weight)) for phrase in phrases]
        self.members = tuple(self._sets)
        self.sieve = Sieve(self.members, ways)

    def fits(self, words: Sequence[str], candidates: Iterable[int]) -> bool:
        """Whether any of these phrases, by their numbers, can be found in these words."""
        walk = _Walk(self.members, words, ())
        return any(
            walk.meets(self._joints[number]) and walk.along(self._phrases[number], walk.plain) for number in candidates
        )

    def find(self, words: Sequence[str], *, stops: Collection[str]) -> Iterator[Found]:
        """The first places where each phrase ends, and their nearest starts; none reaches across one of the `stops`."""
        candidates = self._candidates(set(words))
        if not candidates:
            return
        walk = _Walk(self.members, words, stops)
        for number in candidates:
            if not walk.meets(self._joints[number]):
                continue
            steps = self._phrases[number]
            for end in islice(_bits(walk.along(steps, walk.plain)), _MOST_PLACES):
                yield Found(number, walk.start(steps, end), end - 1)

    def _candidates(self, words: Collection[str]) -> list[int]:
        """The numbers of the phrases whose necessary words are all among these, whatever their order."""
        return sorted(set(self.sieve.possible(words)))

    def _set(self, words: frozenset[str]) -> int:
        """The number of a set of words."""
        number = self._numbers.get(words)
        if number is None:
            number = self._numbers[words] = len(self._sets)
            self._sets.append(words)
            self._weights.append((self._weight(words), len(words)))
        return number

    def _needed(self, step: Step) -> frozenset[str] | None:
        """The rarest set of which the step needs a word; None where it needs none."""
        needs = self._needs((step,))
        return self._sets[min(needs, key=self._weights.__getitem__)] if needs else None

    def _weight(self, words: Iterable[str]) -> float:
        return sum(self._commonness.get(word, _RARE) for word in words)

    def _joint(self, joint: Joint | None) -> _Joint | None:
        return None if joint is None else (self._set(joint.before), self._set(joint.after), joint.reach)

    def _union(self, sets: Iterable[int]) -> int:
        return self._set(frozenset().union(*(self._sets[each] for each in sets)))

    def _steps(self, phrase: Phrase) -> _Steps:
        return tuple(self._step(step) for step in phrase)

    def _step(self, step: Step) -> _Step:
        match step:
            case Word(words):
                return self._set(words) if words else _ANY
            case Gap():
                return _GAP_STEP
            case Later():
                return _LATER_STEP
            case Choice(options):
                kept = self._choices.get(id(step))  # an expression is one object, and compiled once
                if kept is None:
                    kept = step, _ChoiceStep((self._steps(option) for option in options), self._union)
                    self._choices[id(step)] = kept
                return kept[1]

    def _ways(self, phrase: Phrase) -> Iterator[frozenset[int]]:
        """What each way of saying the phrase needs: a way for each option of its choices, as long as they are few."""
        choices = [step for step in phrase if isinstance(step, Choice) and not step.is_optional]
        apart: list[Choice] = []
        told: list[list[frozenset[int]]] = []
        for choice in sorted(choices, key=lambda choice: -len(choice.options)):
            needs = [self._needs(option) for option in choice.options]
            loses_much = any(len(each) > 1 for each in needs)
            if loses_much and (not told or prod(map(len, told)) * len(needs) <= _MOST_WAYS):
                told.append(needs)
                apart.append(choice)
        rest = self._needs(tuple(step for step in phrase if not any(step is each for each in apart)))
        for way in product(*told):
            yield rest.union(*way)

    def _needs(self, phrase: Phrase) -> frozenset[int]:
        """The sets of words of each of which one must be there."""
        needs: set[int] = set()
        for step in phrase:
            if isinstance(step, Word) and step.words:
                needs.add(self._set(step.words))
            elif isinstance(step, Choice) and not step.is_optional:
                needs |= self._needs_of_choice(step)
        return frozenset(needs)

    def _needs_of_choice(self, choice: Choice) -> frozenset[int]:
        known = self._needs_of.get(id(choice))
        if known is None:
            each = [self._needs(option) for option in choice.options]
            known = frozenset.intersection(*each)
            if all(each):
                rarest = (self._sets[min(needs, key=self._weights.__getitem__)] for needs in each)
                known |= {self._set(frozenset().union(*rarest))}
            self._needs_of[id(choice)] = known
        return known


class _Walk:
    """Following steps through one message. A set of places is a number: bit i is "the next word is word i"."""

    def __init__(self, members: Sequence[frozenset[str]], words: Sequence[str], stops: Collection[str]) -> None:
        self._members = members
        where: dict[str, int] = {}
        for index, word in enumerate(words):
            where[word] = where.get(word, 0) | 1 << index
        self._where = where
        self.plain = self.all = (1 << len(words)) - 1
        for stop in stops:
            self.plain &= ~where.get(stop, 0)
        self._places: dict[int, int] = {_ANY: self.plain}
        self._known: dict[tuple[int, int], int] = {}

    def along(self, steps: _Steps, at: int) -> int:
        """Where the steps lead from these places."""
        for step in steps:
            if not at:
                return 0
            if isinstance(step, int):
                at = (at & (self._places[step] if step in self._places else self._place(step))) << 1
            elif isinstance(step, _ChoiceStep):
                at = self._choose(step, at)
            elif isinstance(step, _LaterStep):
                at = self.all & -(at & -at)
            else:
                for _ in range(GAP):
                    at |= (at & self.plain) << 1
        return at

    def meets(self, joint: _Joint | None) -> bool:
        """Whether the two parts of the phrase stand near enough anywhere."""
        if joint is None:
            return True
        before, after, reach = joint
        places = self._places
        left = places[before] if before in places else self._place(before)
        right = places[after] if after in places else self._place(after)
        if reach is None:
            return left > 0 and right > left & -left
        reached = left << 1
        for _ in range(reach):
            reached |= reached << 1
        return bool(reached & right)

    def _place(self, which: int) -> int:
        """Where a word of that set stands."""
        place = 0
        members, where = self._members[which], self._where
        if not members.isdisjoint(where):
            for word in where:
                if word in members:
                    place |= where[word]
        self._places[which] = place
        return place

    def start(self, steps: _Steps, end: int) -> int:
        """The nearest place from which the steps lead to that end."""
        for first in range(end - 1, -1, -1):
            if self.along(steps, 1 << first) >> end & 1:
                return first
        return 0

    def _choose(self, step: _ChoiceStep, at: int) -> int:
        key = id(step), at
        known = self._known.get(key)
        if known is None:
            known = 0
            places = self._places
            if step.begins is None or at & (places[step.begins] if step.begins in places else self._place(step.begins)):
                for first, options in step.groups:
                    if at & (places[first] if first in places else self._place(first)):
                        for option in options:
                            known |= self.along(option, at)
                for option in step.others:
                    known |= self.along(option, at)
            self._known[key] = known
        return known


def _begins(steps: _Steps) -> int | None:
    """The set that the first word must be of; None where the steps don't begin with a word, or with any."""
    return steps[0] if steps and isinstance(steps[0], int) and steps[0] != _ANY else None


def _bits(number: int) -> Iterator[int]:
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
