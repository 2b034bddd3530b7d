"""Finding many phrases in one list of words at once, by shifting bits: nothing here can backtrack.

Word i of a message is bit i. For each set of words that phrases use we keep the positions where one of them stands;
following a phrase is then a shift and an "and" for each step, whatever the length of the message.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from signposting.compiling import Compiled
from signposting.index import Index
from signposting.phrases import GAP
from signposting.programs import CHOICE, Program
from signposting.steps import ANY, LATER

_MOST_PLACES = 12  # of one phrase in one message: whoever says it more often has been heard
_FEW = 8  # letters of a set, up to which each of them is looked for in the message rather than the other way round


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase found: its number, and its first and last word's positions."""

    phrase: int
    first: int
    last: int


class Matcher:
    """Finds all phrases that were compiled together."""

    def __init__(self, compiled: Compiled) -> None:
        self._index = Index(compiled.index)
        self._program = compiled.program
        self._again = compiled.again

    def fitting(self, words: Iterable[str]) -> Sequence[int] | None:
        """The phrases that can be found in these words as they are typed; None if the words must be read first."""
        read = self._index.read(words)
        possible = self._index.possible(read)
        if not possible:
            return ()
        return None if self._again in possible else self._fitting(read, possible)

    def fitting_read(self, words: Iterable[str]) -> list[int]:
        """The phrases that can be found in these words, which have been read."""
        read = self._index.read(words)
        possible = self._index.possible(read)
        possible.discard(self._again)
        return self._fitting(read, possible) if possible else []

    def fits(self, phrase: int, words: Sequence[str]) -> bool:
        """Whether these words, which have been read, hold that phrase, whatever the index says."""
        walk = _Walk(self._program, self._index.read(words), ())
        return walk.along(phrase, walk.plain) > 0

    def find(self, words: Sequence[str], *, stops: Collection[str]) -> Iterator[Found]:
        """The first places where each phrase ends, and their nearest starts; none reaches across one of the `stops`."""
        read = self._index.read(words)
        possible = sorted(self._index.possible(read) - {self._again})
        if possible:
            stopped = [place for place, word in enumerate(words) if word in stops]
            walk = _Walk(self._program, read, stopped)
            for phrase in possible:
                for end in islice(_bits(walk.along(phrase, walk.plain)), _MOST_PLACES):
                    yield Found(phrase, walk.start(phrase, end), end - 1)

    def _fitting(self, read: Sequence[str], possible: Iterable[int]) -> list[int]:
        walk = _Walk(self._program, read, ())
        return [phrase for phrase in possible if walk.along(phrase, walk.plain)]


class _Walk:
    """Following steps through one message. A set of places is a number: bit i is "the next word is word i"."""

    def __init__(self, program: Program, read: Sequence[str], stopped: Iterable[int]) -> None:
        self._program = program
        self._where: dict[str, int] = {}
        where, bit = self._where, 1
        for letter in read:
            where[letter] = where.get(letter, 0) | bit
            bit <<= 1
        self.plain = self.all = bit - 1
        for place in stopped:
            self.plain &= ~(1 << place)
        self._places = {ANY: self.plain}
        self._known: dict[tuple[int, int], int] = {}

    def along(self, phrase: int, at: int) -> int:
        """Where the steps of the phrase, or of a way of a choice, lead from these places."""
        program, places = self._program, self._places
        for step in program.steps[program.ends[phrase] : program.ends[phrase + 1]]:
            if step >= ANY:
                at = (at & (places[step] if step in places else self._place(step))) << 1
            elif step <= CHOICE:
                at = self._choose(CHOICE - step, at)
            elif step == LATER:
                at = self.all & -(at & -at)
            else:
                for _ in range(GAP):
                    at |= (at & self.plain) << 1
            if not at:
                return 0
        return at

    def start(self, phrase: int, end: int) -> int:
        """The nearest place from which the phrase leads to that end."""
        for first in range(end - 1, -1, -1):
            if self.along(phrase, 1 << first) >> end & 1:
                return first
        return 0

    def _place(self, number: int) -> int:
        """Where a word of that set stands."""
        program, where = self._program, self._where
        members = program.sets[program.set_ends[number] : program.set_ends[number + 1]]
        place = 0
        if len(members) <= _FEW:
            for letter in members:
                if letter in where:
                    place |= where[letter]
        else:
            for letter, places in where.items():
                if letter in members:
                    place |= places
        self._places[number] = place
        return place

    def _choose(self, choice: int, at: int) -> int:
        """Where any way of the choice leads."""
        key = choice, at
        known = self._known.get(key)
        if known is None:
            known = 0
            steps, ends, places = self._program.steps, self._program.ends, self._places
            for way in self._ways(choice, at):
                begin = ends[way]
                if begin == ends[way + 1]:
                    known |= at
                    continue
                first = steps[begin]
                if first < ANY or at & (places[first] if first in places else self._place(first)):
                    known |= self.along(way, at)
            self._known[key] = known
        return known

    def _ways(self, choice: int, at: int) -> Iterable[int]:
        """The ways of the choice that may begin in one of these places."""
        program = self._program
        begin, end = program.head_ends[choice], program.head_ends[choice + 1]
        if begin == end:
            return range(program.choices[choice], program.choices[choice + 1])
        ways = set(program.opens[program.open_ends[choice] : program.open_ends[choice + 1]])
        heads, headed = program.heads, program.headed
        for letter, place in self._where.items():
            if place & at:
                head = heads.find(letter, begin, end)
                while 0 <= head < end and heads[head] == letter:
                    ways.add(headed[head])
                    head += 1
        return ways


def _bits(number: int) -> Iterator[int]:
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest
