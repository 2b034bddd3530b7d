"""From a message to the words that somebody says in it, each with its place in the original text."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from signposting.folding import CAP, fold
from signposting.stripping import strip

STOP = "\x00"
"""The word that stands wherever a sentence ends."""

PAUSE = "\x01"
"""The word that stands wherever only a clause ends: at a comma, and before "but"."""

_TOKEN = re.compile(
    r"(?:(?:[^\W_]|[@$])(?:(?:[^\W_]|[@$*!|'])*(?:[^\W_]|[@$]))?)|(?:[.!?;\n\x00][.!?;:,()\[\]{}\n\x00]*)|(?:[,:()\[\]{}])|(?:[\"'])"
)
_MARKS = dict.fromkeys(".!?;\n\x00", STOP) | dict.fromkeys(",:()[]{}", PAUSE) | {"'": "'", '"': '"'}
_SPACED = re.compile(r"(?<![^\W_])[a-z](?:[ ._*-]{1,3}[a-z0-9](?![^\W_'])){2,59}")
_LEET = {
    "0": "o",
    "1": "il",
    "3": "e",
    "4": "a",
    "5": "s",
    "7": "t",
    "8": "b",
    "9": "g",
    "@": "a",
    "$": "s",
    "!": "i",
    "|": "il",
}
_DISGUISED = re.compile(r"[0-9@$*!|]")
_TRIPLED = re.compile(r"(.)\1\1+")
_MOST_GUESSES = 32
_SHORTEST_GUESS = 4  # letters: of shorter words too little is left beside an asterisk
_LONGEST_TOKEN = 40
_LONGEST_WORD = 13


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a message, STOP between clauses; `starts` and `ends` are places in the original text.

    `quoted` holds the positions of words between quotation marks.
    """

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    quoted: frozenset[int]


class _Words:
    """A message's words as they are read: joined where two are one, with marks between, and what is quoted."""

    def __init__(
        self, spellings: Mapping[str, tuple[str, ...]], pairs: frozenset[str], contrast: frozenset[str]
    ) -> None:
        self._spellings, self._pairs, self._contrast = spellings, pairs, contrast
        self._words: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._quoted: set[int] = set()
        self._opened: dict[str, int] = {}

    def add(self, words: tuple[str, ...], start: int, end: int) -> None:
        """The next word, or the words it stands for."""
        if self._words and self._words[-1] in self._pairs:
            joined = self._spellings.get(f"{self._words[-1]} {words[0]}")
            if joined:
                words, start = (*joined, *words[1:]), self._starts[-1]
                del self._words[-1], self._starts[-1], self._ends[-1]
        if words[0] in self._contrast:
            self._put(PAUSE, start, start + 1)
        for word in words:
            self._put(word, start, end)

    def mark(self, mark: str, start: int, end: int) -> None:
        """A stop, a pause or a quotation mark."""
        if mark in (STOP, PAUSE):
            self._put(mark, start, end)
        elif mark in self._opened:
            self._quoted.update(range(self._opened.pop(mark), len(self._words)))
        else:
            self._opened[mark] = len(self._words)

    def said(self, offsets: Sequence[int]) -> Said:
        """All of it, at its places in the original text."""
        return Said(
            tuple(self._words),
            tuple([offsets[start] for start in self._starts]),
            tuple([offsets[end - 1] + 1 for end in self._ends]),
            frozenset(self._quoted),
        )

    def _put(self, word: str, start: int, end: int) -> None:
        self._words.append(word)
        self._starts.append(start)
        self._ends.append(end)


class Normaliser:
    """Undoes what typing does to words we know: disguises, stretched and spaced-out letters, known typos."""

    def __init__(
        self, vocabulary: frozenset[str], spellings: Mapping[str, tuple[str, ...]], contrast: frozenset[str]
    ) -> None:
        self._known = vocabulary | spellings.keys()
        self._spellings = spellings
        self._pairs = frozenset(key.split()[0] for key in spellings if " " in key)
        self._contrast = contrast
        self._by_shape: dict[tuple[int, str], list[str]] = defaultdict(list)
        for word in sorted(vocabulary):
            if len(word) >= _SHORTEST_GUESS:
                self._by_shape[len(word), word[0]].append(word)

    def said(self, text: str) -> Said:
        """What somebody says in the text, without code, quoted lines and links; at most CAP characters of it."""
        folded, offsets = fold(strip(text[:CAP]))
        words = _Words(self._spellings, self._pairs, self._contrast)
        read: dict[str, tuple[str, ...]] = {}  # forgotten with the message: nobody's words are kept
        runs = self._runs(folded)
        passed = 0
        for found in _TOKEN.finditer(folded):
            start, end = found.span()
            if start < passed:
                continue
            if start in runs:
                for spelt, first, passed in runs[start]:
                    words.add(self._spellings.get(spelt, (spelt,)), first, passed)
                continue
            token = found[0]
            mark = _MARKS.get(token[0])
            if mark is None:
                known = read.get(token) or read.setdefault(token, self.word(token))
                words.add(known, start, end)
            else:
                words.mark(mark, start, end)
        return words.said(offsets)

    def plainly(self, tokens: Sequence[str]) -> list[str]:
        """What these words stand for, without anything between them; quicker than `said`, and never fewer words."""
        words: list[str] = []
        spellings, pairs = self._spellings, self._pairs
        read = {token: self.word(token) for token in set(tokens)}  # forgotten with the message
        for token in tokens:
            meant = read[token]
            if words and words[-1] in pairs:
                joined = spellings.get(f"{words[-1]} {meant[0]}")
                if joined:
                    words[-1:] = joined
                    words += meant[1:]
                    continue
            words += meant
        return words

    def guesses(self, tokens: Sequence[str]) -> bool:
        """Whether one of these words has digits and stands for another one."""
        return any(not token.isalpha() and self.word(token) != (token,) for token in set(tokens))

    def _runs(self, folded: str) -> Mapping[int, list[tuple[str, int, int]]]:
        """Runs of single letters that spell known words, by their first place: each word with its own place."""
        runs: dict[int, list[tuple[str, int, int]]] = {}
        for run in _SPACED.finditer(folded):
            letters = [index for index in range(*run.span()) if folded[index].isalnum()]
            spelt = self._spelt("".join(folded[index] for index in letters))
            placed = []
            for word in spelt:
                placed.append((word, letters[0], letters[len(word) - 1] + 1))
                letters = letters[len(word) :]
            if placed:
                runs[run.start()] = placed
        return runs

    def word(self, token: str) -> tuple[str, ...]:
        """The word or words that a token stands for; the token itself if it stands for nothing we know."""
        plain = token.replace("'", "") if "'" in token else token
        if plain in self._known:
            return self._spellings.get(plain, (plain,))
        return self._read(plain)

    def _read(self, token: str) -> tuple[str, ...]:
        for guess in self._guesses(token):
            if guess in self._known:
                return self._spellings.get(guess, (guess,))
        return (token,)

    def _guesses(self, token: str) -> Iterator[str]:
        if len(token) > _LONGEST_TOKEN:
            return
        if not token.isalpha() and not token.isdigit() and _DISGUISED.search(token):
            yield from self._undisguised(token)
        if _TRIPLED.search(token):
            yield _TRIPLED.sub(r"\1\1", token)
            yield _TRIPLED.sub(r"\1", token)
        if token.endswith("in"):
            yield token + "g"

    def _undisguised(self, token: str) -> Iterator[str]:
        if "*" in token:
            yield from (word for word in self._by_shape.get((len(token), token[0]), ()) if _fits(token, word))
            return
        options = [_LEET.get(letter, letter) for letter in token]
        guesses = 1
        for option in options:
            guesses *= len(option)
        if guesses <= _MOST_GUESSES:
            yield from ("".join(letters) for letters in product(*options))

    def _spelt(self, letters: str) -> list[str]:
        """The known words that the letters spell, as few as possible; empty if they don't."""
        fewest, last = [0] + [len(letters) + 1] * len(letters), [""] * (len(letters) + 1)
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - _LONGEST_WORD), end):
                if fewest[start] + 1 >= fewest[end]:
                    continue
                word = letters[start:end]
                if word in self._known and (len(word) > 1 or word in "iau"):
                    fewest[end], last[end] = fewest[start] + 1, word
        spelt, end = [], len(letters)
        while end and last[end]:
            spelt.append(last[end])
            end -= len(last[end])
        return spelt[::-1] if not end and max(map(len, spelt)) > 2 else []  # noqa: PLR2004 "i a u" spells nothing


def _fits(disguised: str, word: str) -> bool:
    """Whether a word with asterisks can be that word."""
    return len(disguised) == len(word) and all(
        letter in ("*", real) or real in _LEET.get(letter, "") for letter, real in zip(disguised, word, strict=True)
    )
