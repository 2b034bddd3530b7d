"""Phrases as steps: sets of words are numbers, and so are a gap, a later place and any word."""

from __future__ import annotations

from collections.abc import Iterable

from signposting.phrases import Choice, Later, Phrase, Step, Word
from signposting.wordsets import WordSets

ANY, GAPPED, LATER = -1, -2, -3
"""Any word; up to a few words; any number of words, sentences too. Numbers from 0 up are sets of words."""


class Options:
    """A choice between several ways on; `()` among them makes it optional. Two that say the same are one object."""

    __slots__ = ("ways",)

    def __init__(self, ways: tuple[Steps, ...]) -> None:
        self.ways = ways

    @property
    def is_optional(self) -> bool:
        """Whether nothing at all will do."""
        return () in self.ways


Steps = tuple[int | Options, ...]


class Stepper:
    """Makes steps of phrases. An expression is one object in all phrases that name it, and read once."""

    def __init__(self, sets: WordSets) -> None:
        self._sets = sets
        self._read: dict[int, tuple[Choice, Steps]] = {}  # a choice is known by its id, and kept so that this holds
        self._options: dict[tuple[Steps, ...], Options] = {}

    def steps(self, phrase: Phrase) -> Steps:
        """The phrase as steps."""
        steps: list[int | Options] = []
        for step in phrase:
            steps += self._step(step)
        return tuple(steps)

    def _step(self, step: Step) -> Iterable[int | Options]:
        if isinstance(step, Word):
            return (self._sets.number(step.words) if step.words else ANY,)
        if isinstance(step, Choice):
            known = self._read.get(id(step))
            if known is None:
                known = self._read[id(step)] = step, self._choice(step)
            return known[1]
        return (LATER if isinstance(step, Later) else GAPPED,)

    def _choice(self, choice: Choice) -> Steps:
        """Words that stand alone in a choice are one set; often that is all there is to choose from."""
        ways = dict.fromkeys(self.steps(option) for option in choice.options)
        alone = [step for way in ways if len(way) == 1 for step in way if isinstance(step, int) and step > ANY]
        if len(alone) > 1:
            others = [way for way in ways if way not in {(step,) for step in alone}]
            ways = dict.fromkeys([*others, (self._sets.union(alone),)])
        if len(ways) == 1:
            return next(iter(ways))
        key = tuple(ways)
        return (self._options.setdefault(key, Options(key)),)
