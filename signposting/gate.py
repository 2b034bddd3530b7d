"""The gate: whether a message can hold any phrase of the lexicon at all. Ordinary chat ends here, in microseconds."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from signposting.folding import CAP, UNDECOMPOSED

_PLAIN = bytes(code if chr(code).isalnum() else 32 for code in range(128)) + bytes(128)
_SIGNS = b"013457@$*!|"
_LEET = re.compile(
    r"[a-z][013457@$*!|]+[a-z]|[a-z]{2}11(?![0-9])|(?<![a-z0-9.])[145@$][a-z]{3}"
)  # su1cide, ki11, $uicide
_TRIPLED = re.compile(r"([a-z])\1\1")  # killll
_SPACED = re.compile(r"(?<![a-z0-9])[a-z](?:[ ._*-]{1,3}[a-z0-9](?![a-z0-9])){2}")  # k i l l
_SINGLES = frozenset("bcdefghjklmnopqrstvwyz")  # letters that seldom stand alone
_MARKS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]+")  # accents taken apart, and what nobody sees
_MIXED = re.compile("[a-z][\u0250-\u02af\u0370-\u052f\u1d00-\u1d7f]|[\u0250-\u02af\u0370-\u052f\u1d00-\u1d7f][a-z]")


class Glance(NamedTuple):
    """A text's words as a glance shows them, in their order and as a set, and whether some may be in disguise."""

    tokens: Sequence[str]
    words: frozenset[str]
    is_disguised: bool


def glance(text: str) -> Glance:
    """The words of a text, without minding sentences, code or quotations."""
    low = text[:CAP].lower()
    disguised = False
    if not low.isascii():
        disguised = _MIXED.search(low) is not None
        low = _MARKS.sub("", unicodedata.normalize("NFKD", low.translate(UNDECOMPOSED))).lower()
    letters = low.encode("ascii", "replace")
    tokens = letters.translate(_PLAIN, b"'").decode().split()
    words = frozenset(tokens)
    return Glance(tokens, words, disguised or _is_disguised(low, letters, words))


def _is_disguised(low: str, letters: bytes, words: frozenset[str]) -> bool:
    """Each pattern is only tried where something quicker says that it may be found."""
    return (
        (len(letters.translate(None, _SIGNS)) < len(letters) and _LEET.search(low) is not None)
        or (_repeats(letters) and _TRIPLED.search(low) is not None)
        or (len(_SINGLES & words) > 1 and _SPACED.search(low) is not None)
    )


def _repeats(letters: bytes) -> bool:
    """Whether any character stands three times in a row: as one number, moved by a byte, it differs nowhere there."""
    number = int.from_bytes(letters, "little")
    moved = number >> 8
    return 0 in ((number ^ moved) | (moved ^ moved >> 8)).to_bytes(len(letters), "little")


def typed(known: Collection[str], spellings: Mapping[str, tuple[str, ...]]) -> Mapping[str, set[str]]:
    """How else each word may be typed: of two words that are one, the second stands for it."""
    found: dict[str, set[str]] = defaultdict(set)
    for spelt, words in spellings.items():
        for word in words:
            found[word].add(spelt.split()[-1])
    for word in known:
        if word.endswith("ing"):
            found[word].add(word[:-1])
    return found
