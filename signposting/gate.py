"""The gate: whether a message can hold any phrase of the lexicon at all. Ordinary chat ends here, in microseconds."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping

from signposting.folding import CAP, UNDECOMPOSED
from signposting.matching import Matcher

_PLAIN = bytes(code if chr(code).isalnum() else 32 for code in range(128)) + bytes(128)
_SIGN = re.compile(r"[013457@$*!|]")
_LEET = re.compile(r"[a-z][013457@$*!|]+[a-z]|[a-z]{2}11(?![0-9])|(?<![a-z0-9.])[5$][a-z]{3}")  # su1cide, ki11, $uicide
_TRIPLED = re.compile(r"([a-z])\1\1")  # killll
_SPACED = re.compile(r"(?<![a-z0-9])[a-z](?:[ ._*-]{1,3}[a-z0-9](?![a-z0-9])){2}")  # k i l l
_SINGLES = frozenset("bcdefghjklmnopqrstvwyz")  # letters that seldom stand alone
_MIXED = re.compile("[a-z][\u0250-\u02af\u0370-\u052f\u1d00-\u1d7f]|[\u0250-\u02af\u0370-\u052f\u1d00-\u1d7f][a-z]")


class Gate:
    """Opens for a message that holds all the necessary words of some phrase.

    `spellings` are words typed otherwise, as the lexicon knows them.
    """

    def __init__(self, matcher: Matcher, spellings: Mapping[str, tuple[str, ...]]) -> None:
        self._needed = matcher.needed
        masks, numbers = dict(matcher.masks), dict(matcher.by_anchor)
        for typed, words in _meant(matcher.masks, spellings).items():
            masks[typed] = masks.get(typed, 0)
            for word in words:
                masks[typed] |= matcher.masks.get(word, 0)
                if word in matcher.by_anchor:
                    numbers[typed] = (*numbers.get(typed, ()), *matcher.by_anchor[word])
        self._masks, self._numbers = masks, numbers
        self.anchors = frozenset(numbers)

    def opens(self, words: frozenset[str]) -> bool:
        """False only if no phrase can be found among these words of a message."""
        hit = self.anchors & words
        if not hit:
            return False
        present, masks = 0, self._masks
        for word in words:
            if word in masks:
                present |= masks[word]
        missing, needed = ~present, self._needed
        return any(not needed[number] & missing for word in hit for number in self._numbers[word])


def words_in(text: str) -> tuple[frozenset[str], bool]:
    """The words of a text as a glance shows them, and whether some may be in disguise."""
    low = text[:CAP].lower()
    disguised = False
    if not low.isascii():
        disguised = _MIXED.search(low) is not None
        low = unicodedata.normalize("NFKD", low.translate(UNDECOMPOSED)).lower()
    words = frozenset(low.encode("ascii", "ignore").translate(_PLAIN, b"'").decode().split())
    return words, disguised or _is_disguised(low, words)


def _is_disguised(low: str, words: frozenset[str]) -> bool:
    return (
        (_SIGN.search(low) is not None and _LEET.search(low) is not None)
        or _TRIPLED.search(low) is not None
        or (len(_SINGLES & words) > 1 and _SPACED.search(low) is not None)
    )


def _meant(known: Mapping[str, int], spellings: Mapping[str, tuple[str, ...]]) -> Mapping[str, set[str]]:
    """What words typed otherwise stand for: of two words that are one, the second stands for it."""
    meant: dict[str, set[str]] = defaultdict(set)
    for typed, words in spellings.items():
        meant[typed.split()[-1]].update(words)
    for word in known:
        if word.endswith("ing"):
            meant[word[:-1]].add(word)
    return meant
