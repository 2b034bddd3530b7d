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

from signposting.folding import fold

GAP = 3
"""How many words "..." may stand for."""

CAP_WRITTEN = 1500
"""The most characters of one written phrase."""

_TOKEN = re.compile(r"[\[\](){}|]|\.\.\.|[^\s\[\](){}|]+")
_CLOSING = {"(": ")", "[": "]"}


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
    """One of these phrases; an empty one among them makes it optional."""

    options: "tuple[Phrase, ...]"

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
                single.add(meant[0])
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
    tokens = _TOKEN.findall(fold(written)[0].replace("'", ""))
    steps, rest = _sequence(tokens, vocabulary, written)
    if rest:
        raise ValueError(f'"{written}" closes a bracket that it never opened')
    if not _is_needed(steps):
        raise ValueError(f'"{written}" names no word that must be there')
    return steps if is_part else _trimmed(steps)


def _sequence(tokens: Sequence[str], vocabulary: Vocabulary, written: str) -> tuple[Phrase, Sequence[str]]:
    """The steps up to the end or an unopened closing mark, and the tokens from there on."""
    steps: list[Step] = []
    while tokens and tokens[0] not in ")]}|":
        first, tokens = tokens[0], tokens[1:]
        if first in _CLOSING:
            options, tokens = _options(tokens, _CLOSING[first], vocabulary, written)
            if any(options):
                steps.append(Choice((*options, ()) if first == "(" else options))
        elif first == "{":
            name, tokens = _named(tokens, written)
            steps.append(vocabulary.expression(name))
        elif first in _BLANKS:
            steps.append(_BLANKS[first])
        else:
            steps += vocabulary.words(first)
    return _merged(steps, vocabulary), tokens


def _options(
    tokens: Sequence[str], closing: str, vocabulary: Vocabulary, written: str
) -> tuple[tuple[Phrase, ...], Sequence[str]]:
    options: list[Phrase] = []
    while True:
        steps, tokens = _sequence(tokens, vocabulary, written)
        options.append(steps)
        if not tokens:
            raise ValueError(f'"{written}" opens a bracket that it never closes')
        mark, tokens = tokens[0], tokens[1:]
        if mark == closing:
            return tuple(options), tokens
        if mark != "|":
            raise ValueError(f'"{written}" closes another bracket than it opened')


def _named(tokens: Sequence[str], written: str) -> tuple[str, Sequence[str]]:
    if len(tokens) < 2 or tokens[1] != "}":  # noqa: PLR2004  # a name and the closing mark
        raise ValueError(f'"{written}": an expression is written {{name}}')
    return tokens[0], tokens[2:]


def _merged(steps: Sequence[Step], vocabulary: Vocabulary) -> Phrase:
    """Neighbouring words that messages write as one ("can not"), made one here too."""
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


def _is_needed(phrase: Phrase) -> bool:
    """Whether no message without one of the phrase's words can fit it."""
    return any(
        bool(step.words) if isinstance(step, Word) else isinstance(step, Choice) and all(map(_is_needed, step.options))
        for step in phrase
    )


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
