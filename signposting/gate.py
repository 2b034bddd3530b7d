"""The gate: whether a message can hold any phrase of the lexicon at all. Ordinary chat ends here, in microseconds."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from signposting.folding import CAP, UNDECOMPOSED

_PLAIN = bytes(code if chr(code).isalnum() else 32 for code in range(128)) + bytes(128)
_DIGITS = b"0123456789"
_SIGNS = b"0123456789@$*!|"
_LEET = re.compile(
    r"[013457@$*!|](?:"  # a sign comes first: there are few
    r"(?<=[a-z].)[013457@$*!|]*[a-z]"  # su1cide
    r"|(?<=[a-z]{2}1)1(?![0-9])"  # ki11
    r"|(?<=[145@$])(?<![a-z0-9.].)[a-z]{3})"  # $uicide
)
_TRIPLED = re.compile(r"([a-z])\1\1")  # killll
_SPACED = re.compile(r"(?<![a-z0-9])[a-z](?:[ ._*-]{1,3}[a-z0-9](?![a-z0-9])){2}")  # k i l l
_SINGLES = frozenset("bcdefghjklmnopqrstvwyz")  # letters that seldom stand alone
_MARKS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]+")  # accents taken apart, and what nobody sees
_MIXED = re.compile("[a-z][\u0250-\u02af\u0370-\u052f\u1d00-\u1d7f]|[\u0250-\u02af\u0370-\u052f\u1d00-\u1d7f][a-z]")


class Glance(NamedTuple):
    """A text's words as a glance shows them, whether some have digits, and whether some may be in disguise."""

    tokens: Sequence[str]
    has_digits: bool
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
    has_digits = False
    if len(letters.translate(None, _SIGNS)) < len(letters):
        has_digits = len(letters.translate(None, _DIGITS)) < len(letters)
        disguised = disguised or _LEET.search(low) is not None
    # each pattern is only tried where something quicker says that it may be found
    if not disguised:
        disguised = (_repeats(letters) and _TRIPLED.search(low) is not None) or (
            len(_SINGLES.intersection(tokens)) > 1 and _SPACED.search(low) is not None
        )
    return Glance(tokens, has_digits, disguised)


def _repeats(letters: bytes) -> bool:
    """Whether any character stands three times in a row: as one number, moved by a byte, it differs nowhere there."""
    number = int.from_bytes(letters, "little")
    moved = number >> 8
    return 0 in ((number ^ moved) | (moved ^ moved >> 8)).to_bytes(len(letters), "little")
