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
    r"(?P<word>(?:[^\W_]|[@$])(?:(?:[^\W_]|[@$*!|'])*(?:[^\W_]|[@$]))?)|(?P<stop>[.!?;\n\x00][.!?;:,()\[\]{}\n\x00]*)|(?P<pause>[,:()\[\]{}])|(?P<quote>[\"'])"
)
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
        pieces = list(self._merged(list(self._pieces(folded))))
        quoted = _quoted(pieces)
        flat = [
            (word, offsets[start], offsets[end - 1] + 1)
            for words, start, end in pieces
            for word in words
            if word not in "\"'"
        ]
        return Said(
            tuple(word for word, _, _ in flat),
            tuple(start for _, start, _ in flat),
            tuple(end for _, _, end in flat),
            quoted,
        )

    def _pieces(self, folded: str) -> Iterator["Piece"]:
        """Words and stops in order; runs of single letters are read together where they spell known words."""
        at = 0
        read: dict[str, tuple[str, ...]] = {}  # forgotten with the message: nobody's words are kept
        for run in _SPACED.finditer(folded):
            letters = [index for index in range(*run.span()) if folded[index].isalnum()]
            spelt = self._spelt("".join(folded[index] for index in letters))
            if spelt:
                yield from self._tokens(folded, at, run.start(), read)
                for word in spelt:
                    yield self._spellings.get(word, (word,)), letters[0], letters[len(word) - 1] + 1
                    letters = letters[len(word) :]
                at = run.end()
        yield from self._tokens(folded, at, len(folded), read)

    def _tokens(self, folded: str, start: int, end: int, read: dict[str, tuple[str, ...]]) -> Iterator["Piece"]:
        for found in _TOKEN.finditer(folded, start, end):
            token = found[0]
            if found.lastgroup == "word":
                words = read.get(token) or read.setdefault(token, self.word(token))
                if words[0] in self._contrast:
                    yield (PAUSE,), found.start(), found.start() + 1
                yield words, found.start(), found.end()
            else:
                mark = {"stop": STOP, "pause": PAUSE}.get(found.lastgroup or "", token)
                yield (mark,), found.start(), found.end()

    def _merged(self, pieces: Sequence["Piece"]) -> Iterator["Piece"]:
        """Two words that are one ("my self"), made one."""
        index = 0
        while index < len(pieces):
            words, start, end = pieces[index]
            if words[-1] in self._pairs and index + 1 < len(pieces):
                joined = self._spellings.get(f"{words[-1]} {pieces[index + 1][0][0]}")
                if joined:
                    yield (*words[:-1], *joined, *pieces[index + 1][0][1:]), start, pieces[index + 1][2]
                    index += 2
                    continue
            yield words, start, end
            index += 1

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
        if _DISGUISED.search(token) and not token.isdigit():
            yield from self._undisguised(token)
        squeezed = _TRIPLED.sub(r"\1\1", token)
        if squeezed != token:
            yield squeezed
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


Piece = tuple[tuple[str, ...], int, int]


def _fits(disguised: str, word: str) -> bool:
    """Whether a word with asterisks can be that word."""
    return len(disguised) == len(word) and all(
        letter in ("*", real) or real in _LEET.get(letter, "") for letter, real in zip(disguised, word, strict=True)
    )


def _quoted(pieces: Sequence[Piece]) -> frozenset[int]:
    """The positions, counted without the marks, of the words between a pair of the same quotation marks."""
    quoted: set[int] = set()
    opened: dict[str, int] = {}
    position = 0
    for words, _, _ in pieces:
        if words[0] in "\"'" and len(words) == 1:
            mark = words[0]
            if mark in opened:
                quoted.update(range(opened.pop(mark), position))
            else:
                opened[mark] = position
        else:
            position += len(words)
    return frozenset(quoted)
