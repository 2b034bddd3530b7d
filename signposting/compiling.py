"""Compiling phrases: sets of words become numbers, and each way of saying a phrase becomes the sets that it needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import product

from signposting.phrases import Choice, Later, Phrase, Step, Word

ANY = -1
"""Stands for any word."""

_RARE = 1 / 1000  # the weight of a word that is not among the common ones
_MANY = 8  # options, from which on it pays to keep them by their first words
_MOST_WAYS = 40  # of saying one phrase that are told apart

Needed = frozenset[int]
"""The sets of words of each of which one must be there."""


class GapStep:
    """Up to GAP words."""

    __slots__ = ()


class LaterStep:
    """Any number of words, sentences too."""

    __slots__ = ()


class ChoiceStep:
    """Options. Where there are many, they are kept by the words they can begin with.

    `others` are those that may begin with anything, and all if they are few; each with the set of its first word, if it
    begins with just a word: that is quickly looked up.
    """

    __slots__ = ("by_word", "options", "others")

    def __init__(self, options: tuple[Steps, ...]) -> None:
        self.options = options
        self.by_word: dict[str, tuple[int, ...]] = {}
        self.others = tuple([(_first(option), option) for option in options])

    def sort(self, firsts: Sequence[Collection[str] | None]) -> None:
        """Keep the options by their first words; None for any."""
        by_word: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(firsts):
            for word in words or ():
                by_word[word].append(number)
        shared: dict[tuple[int, ...], tuple[int, ...]] = {}
        self.by_word = {word: shared.setdefault(each := tuple(numbers), each) for word, numbers in by_word.items()}
        self.others = tuple(other for other, words in zip(self.others, firsts, strict=True) if words is None)


_Step = int | GapStep | LaterStep | ChoiceStep
Steps = tuple[_Step, ...]


def _first(steps: Steps) -> int | None:
    return steps[0] if steps and isinstance(steps[0], int) and steps[0] != ANY else None


_GAP_STEP = GapStep()
_LATER_STEP = LaterStep()


class _Compiled:
    """A choice that is compiled; once they are asked for, what each option needs, and what the whole of it does."""

    __slots__ = ("choice", "each", "is_optional", "needs", "step")

    def __init__(self, choice: Choice, step: ChoiceStep) -> None:
        self.choice = choice  # kept, as it is known by its id
        self.step = step
        self.is_optional = choice.is_optional
        self.each: Sequence[Needed] = ()
        self.needs: Needed | None = None


class Compiler:
    """Compiles the phrases of one lexicon; forgotten when they are.

    `sets` are the sets of words by their numbers, and `weights` say how common each is.
    """

    def __init__(self, common: Sequence[str]) -> None:
        self._commonness = {word: 1 / (rank + 10) for rank, word in enumerate(common)}
        self._numbers: dict[frozenset[str], int] = {}
        self._choices: dict[int, _Compiled] = {}
        self.sets: list[frozenset[str]] = []
        self.weights: list[tuple[float, int]] = []

    def steps(self, phrase: Phrase) -> Steps:
        """The phrase with numbers for its sets of words."""
        return tuple([self._step(step) for step in phrase])

    def ways(self, phrase: Phrase) -> Iterable[tuple[int, ...]]:
        """What each way of saying the phrase needs, the rarest first.

        There is a way for each option of its choices, as long as they are few.
        """
        told = self._told_apart(phrase)
        apart = {id(choice.choice) for choice in told}
        rest = self._needed([step for step in phrase if id(step) not in apart])
        weight = self.weights.__getitem__
        for way in product(*(choice.each for choice in told)):
            yield tuple(sorted(rest.union(*way), key=weight))

    def _told_apart(self, phrase: Phrase) -> list[_Compiled]:
        choices = [self._choice(step) for step in phrase if isinstance(step, Choice)]
        told: list[_Compiled] = []
        ways = 1
        for choice in sorted(choices, key=lambda choice: -len(choice.choice.options)):
            if choice.is_optional:
                continue
            each = self._each(choice)
            if any(len(needs) > 1 for needs in each) and (not told or ways * len(each) <= _MOST_WAYS):
                told.append(choice)
                ways *= len(each)
        return told

    def _set(self, words: frozenset[str]) -> int:
        """The number of a set of words."""
        number = self._numbers.get(words)
        if number is None:
            number = self._numbers[words] = len(self.sets)
            self.sets.append(words)
            commonness = self._commonness
            self.weights.append((sum([commonness.get(word, _RARE) for word in words]), len(words)))
        return number

    def _step(self, step: Step) -> _Step:
        if isinstance(step, Word):
            return self._set(step.words) if step.words else ANY
        if isinstance(step, Choice):
            return self._choice(step).step
        return _LATER_STEP if isinstance(step, Later) else _GAP_STEP

    def _choice(self, choice: Choice) -> _Compiled:
        """An expression is one object, and compiled once."""
        known = self._choices.get(id(choice))
        if known is None:
            step = ChoiceStep(tuple([self.steps(option) for option in choice.options]))
            if len(choice.options) >= _MANY:
                step.sort([self._firsts(option) for option in step.options])
            known = self._choices[id(choice)] = _Compiled(choice, step)
        return known

    def _each(self, choice: _Compiled) -> Sequence[Needed]:
        """What each option needs."""
        if not choice.each:
            choice.each = [self._needed(option) for option in choice.choice.options]
        return choice.each

    def _needed(self, phrase: Iterable[Step]) -> Needed:
        needed: set[int] = set()
        for step in phrase:
            if isinstance(step, Word):
                if step.words:
                    needed.add(self._set(step.words))
            elif isinstance(step, Choice):
                choice = self._choice(step)
                if not choice.is_optional:
                    needed |= choice.needs or self._needs(choice)
        return Needed(needed)

    def _needs(self, choice: _Compiled) -> Needed:
        """What the choice needs: what all options share, and one of their rarest words."""
        if choice.needs is None:
            each = self._each(choice)
            choice.needs = Needed.intersection(*each)
            if all(each):
                weight = self.weights.__getitem__
                rarest = [self.sets[min(needs, key=weight)] for needs in each]
                choice.needs |= {self._set(rarest[0].union(*rarest[1:]))}
        return choice.needs

    def _firsts(self, steps: Steps) -> Collection[str] | None:
        """The words that these steps can begin with; None for any."""
        found: set[str] = set()
        for step in steps:
            if isinstance(step, int):
                return None if step == ANY else found | self.sets[step]
            if not isinstance(step, ChoiceStep):
                return None
            for option in step.options:
                more = self._firsts(option) if option else ()
                if more is None:
                    return None
                found.update(more)
            if () not in step.options:
                return found
        return None
