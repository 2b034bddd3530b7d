"""The little language that lexicon phrases are written in, and what a phrase means.

want to die                     these words, in this order
end/ending my life              either word
<want> to die                   any word of the class named want
{dying} tonight                 any phrase of the expression named dying
hang (myself)                   with or without the word, or the words: (in my sleep), (today|some day)
[end it|be gone] tonight        either of these
cut ... arms                    up to three words between
goodbye everyone & sorry        the one and, anywhere later in the message, the other
cut my _                        any one word
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern

from signposting.folding import fold

GAP = 3
"""How many words "..." may stand for."""

CAP_WRITTEN = 1500
"""The most characters of one written phrase."""

_TOKEN = re.compile(r"[\[\](){}|]|\.\.\.|[^\s\[\](){}|]+")
_CLOSING = {"(": ")", "[": "]"}
_ENDS = frozenset(")]}|")


@dataclass(frozen=True, slots=True)
class Word:
    """One of these words; any word at all if there are none."""

    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to GAP words."""


@dataclass(frozen=True, slots=True)
class Later:
    """Any number of words, sentences too."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these phrases; an empty one among them makes it optional.

    `is_needed`: no message without one of its words can fit it.
    """

    options: "tuple[Phrase, ...]"
    is_needed: bool = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_needed", all(map(_is_needed, self.options)))

    @property
    def is_optional(self) -> bool:
        """Whether nothing at all will do."""
        return () in self.options


Step = Word | Gap | Later | Choice
Phrase = tuple[Step, ...]

_BLANKS: Mapping[str, Step] = {"_": Word(frozenset()), "...": Gap(), "&": Later()}


@dataclass(slots=True)
class Vocabulary:
    """What phrases may name: classes of words and expressions; and what typing makes of words before they are matched.

    `spellings` stand for other words, and `fillers` are left out, in phrases as in messages.
    """

    classes: Mapping[str, frozenset[str]]
    expressions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fillers: Collection[str] = frozenset()
    _words: dict[str, Phrase] = field(default_factory=dict)
    _read_already: dict[str, Choice] = field(default_factory=dict)
    _being_read: set[str] = field(default_factory=set)
    _pairs: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._pairs = frozenset(spelt.split()[0] for spelt in self.spellings if " " in spelt)

    def expression(self, name: str) -> Choice:
        """The expression of that name, always the same object; ValueError if there is none, or it names itself."""
        if name in self._being_read:
            raise ValueError(f'the expression "{name}" leads back to itself')
        if name not in self.expressions:
            raise ValueError(f'there is no expression named "{name}"')
        found = self._read_already.get(name)
        if found is None:
            self._being_read.add(name)
            try:
                options = tuple(read_phrase(written, self, is_part=True) for written in self.expressions[name])
            finally:
                self._being_read.discard(name)
            found = self._read_already[name] = Choice(options)
        return found

    def words(self, written: str) -> Phrase:
        """What one written word, or several with slashes between, stands for."""
        found = self._words.get(written)
        if found is None:
            found = self._words[written] = self._read(written)
        return found

    def may_join(self, steps: Iterable[Step]) -> bool:
        """Whether one of these may be written as one with another word after it."""
        for step in steps:
            if isinstance(step, Word) and len(step.words) == 1 and not self._pairs.isdisjoint(step.words):
                return True
        return False

    def _read(self, written: str) -> Phrase:
        if written.startswith("<") and written.endswith(">") and "/" not in written:
            return (Word(self._class(written[1:-1])),)
        single: set[str] = set()
        longer: list[Phrase] = []
        for each in written.split("/"):
            if each.startswith("<") and each.endswith(">"):
                single |= self._class(each[1:-1])
            elif not each.isalnum():
                raise ValueError(f'"{each}" is not a plain word')
            elif len(meant := self.spellings.get(each, (each,))) == 1:
                single.add(intern(meant[0]))
            else:
                longer.append(tuple(Word(frozenset({word})) for word in meant if word not in self.fillers))
        is_left_out = bool(single) and single <= set(self.fillers)
        if not longer:
            return () if is_left_out else (Word(frozenset(single)),)
        return (Choice(((Word(frozenset(single)),), *longer) if single else tuple(longer)),)

    def _class(self, name: str) -> frozenset[str]:
        if name not in self.classes:
            raise ValueError(f'there is no class of words named "{name}"')
        return self.classes[name]


def read_phrase(written: str, vocabulary: Vocabulary, *, is_part: bool = False) -> Phrase:
    """The phrase as steps; ValueError with a sentence if it cannot be understood.

    Unless it `is_part` of others, what may be left out at its beginning or end is: there it says nothing.
    """
    if len(written) > CAP_WRITTEN:
        raise ValueError(f"a phrase has at most {CAP_WRITTEN} characters")
    steps = _Reader(written, vocabulary).phrase()
    if not _is_needed(steps):
        raise ValueError(f'"{written}" names no word that must be there')
    return steps if is_part else _trimmed(steps)


class _Reader:
    """Reads one written phrase from its first mark to its last; what is open waits in `_outer`."""

    def __init__(self, written: str, vocabulary: Vocabulary) -> None:
        self._written, self._vocabulary = written, vocabulary
        self._tokens = iter(_TOKEN.findall(fold(written)[0].replace("'", "")))
        self._steps: list[Step] = []
        self._options: list[Phrase] = []
        self._closing = ""
        self._outer: list[tuple[list[Step], list[Phrase], str]] = []

    def phrase(self) -> Phrase:
        """All of it."""
        for mark in self._tokens:
            if mark in _CLOSING:
                self._outer.append((self._steps, self._options, self._closing))
                self._steps, self._options, self._closing = [], [], _CLOSING[mark]
            elif mark in _ENDS:
                self._end(mark)
            elif mark == "{":
                self._steps.append(self._expression())
            elif mark in _BLANKS:
                self._steps.append(_BLANKS[mark])
            else:
                self._steps += self._vocabulary.words(mark)
        if self._outer:
            raise ValueError(f'"{self._written}" opens a bracket that it never closes')
        return _merged(self._steps, self._vocabulary)

    def _end(self, mark: str) -> None:
        """An option ends here, and perhaps the bracket."""
        if not self._outer:
            raise ValueError(f'"{self._written}" closes a bracket that it never opened')
        if mark not in ("|", self._closing):
            raise ValueError(f'"{self._written}" closes another bracket than it opened')
        self._options.append(_merged(self._steps, self._vocabulary))
        self._steps = []
        if mark != "|":
            options = tuple(self._options)
            self._steps, self._options, self._closing = self._outer.pop()
            if any(options):
                self._steps.append(Choice((*options, ()) if mark == ")" else options))

    def _expression(self) -> Choice:
        name, closing = next(self._tokens, ""), next(self._tokens, "")
        if closing != "}":
            raise ValueError(f'"{self._written}": an expression is written {{name}}')
        return self._vocabulary.expression(name)


def _merged(steps: Sequence[Step], vocabulary: Vocabulary) -> Phrase:
    """Neighbouring words that messages write as one ("can not"), made one here too."""
    if len(steps) == 1 or not vocabulary.may_join(steps):
        return tuple(steps)
    merged: list[Step] = []
    for step in steps:
        before = merged[-1] if merged else None
        if isinstance(before, Word) and isinstance(step, Word) and len(before.words) == len(step.words) == 1:
            pair = f"{next(iter(before.words))} {next(iter(step.words))}"
            if pair in vocabulary.spellings:
                merged[-1:] = [Word(frozenset({word})) for word in vocabulary.spellings[pair]]
                continue
        merged.append(step)
    return tuple(merged)


def _trimmed(phrase: Phrase) -> Phrase:
    """From the first step that must be there to the last."""
    needed = [index for index, step in enumerate(phrase) if _is_needed((step,))]
    return phrase[needed[0] : needed[-1] + 1]


def _is_needed(phrase: Iterable[Step]) -> bool:
    """Whether no message without one of the phrase's words can fit it."""
    for step in phrase:
        if isinstance(step, Word):
            if step.words:
                return True
        elif isinstance(step, Choice) and step.is_needed:
            return True
    return False


def words_of(phrases: Iterable[Phrase]) -> frozenset[str]:
    """Every word that the phrases name. An expression is one object, however many phrases name it."""
    found: set[str] = set()
    seen: set[int] = set()
    pending = list(phrases)
    while pending:
        for step in pending.pop():
            if isinstance(step, Word):
                found |= step.words
            elif isinstance(step, Choice) and id(step) not in seen:
                seen.add(id(step))
                pending += step.options
    return frozenset(found)
