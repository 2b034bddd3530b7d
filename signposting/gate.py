"""The gate: whether a message can hold any phrase of the lexicon at all. Ordinary chat ends here, in microseconds."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping

from signposting.folding import CAP

_WORD = re.compile(r"[a-z0-9]+")
_DISGUISE = re.compile(
    r"[a-z][013457@$*!|]+[a-z]|[a-z]{2}11(?![0-9])|(?<![a-z0-9.])[5$][a-z]{3}"  # su1cide, ki11, $uicide
    r"|([a-z])\1\1"  # killll
    r"|(?<![a-z0-9])[a-z](?:[ ._*-]{1,3}[a-z0-9](?![a-z0-9])){2}"  # k i l l
)
_MIXED = re.compile("[a-z][\u0250-\u02af\u0370-\u052f\u1d00-\u1d7f]|[\u0250-\u02af\u0370-\u052f\u1d00-\u1d7f][a-z]")


class Gate:
    """Opens for a message that holds an anchor beside one of its companions, or something that may be in disguise.

    `anchors` maps a word to those one of which must also be there; to none, if it is enough by itself.
    `spellings` are words typed otherwise, as the lexicon knows them.
    """

    def __init__(self, anchors: Mapping[str, frozenset[str]], spellings: Mapping[str, tuple[str, ...]]) -> None:
        self._companions = dict(anchors)
        self._anchors = frozenset(anchors)
        meant: dict[str, set[str]] = defaultdict(set)
        for typed, words in spellings.items():
            meant[typed.split()[-1]].update(words)
        for word in {*anchors, *(word for words in anchors.values() for word in words)}:
            if word.endswith("ing"):
                meant[word[:-1]].add(word)
        self._meant = dict(meant)
        self._odd = frozenset(meant)

    def opens(self, text: str) -> bool:
        """False only if no phrase can be found in the text."""
        low = text[:CAP].lower().replace("'", "")
        if not low.isascii():
            if _MIXED.search(low):
                return True
            low = unicodedata.normalize("NFKD", low).encode("ascii", "ignore").decode("ascii").lower()
        words = set(_WORD.findall(low))
        for odd in words & self._odd:
            words |= self._meant[odd]
        for anchor in words & self._anchors:
            companions = self._companions[anchor]
            if not companions or not companions.isdisjoint(words):
                return True
        return _DISGUISE.search(low) is not None
