"""The little language that lexicon phrases are written in, and what a phrase means.

want to die                 these words, in this order
end/ending my life          either word
<want> to die               any word of the class named want
hang (myself)               with or without the word
cut ... arms                up to three words between
cut my _                    any one word
"""

from collections.abc import Mapping
from dataclasses import dataclass

GAP = 3
"""How many words "..." may stand for."""


@dataclass(frozen=True, slots=True)
class Step:
    """One place in a phrase: one of `words` (any word if empty), or up to GAP words when `gap`."""

    words: frozenset[str] = frozenset()
    optional: bool = False
    gap: bool = False

    @property
    def is_required_word(self) -> bool:
        """Whether one of the words must be there."""
        return bool(self.words) and not self.optional


Phrase = tuple[Step, ...]


def read_phrase(written: str, classes: Mapping[str, frozenset[str]]) -> Phrase:
    """The phrase as steps; ValueError with a sentence if it cannot be understood."""
    steps = tuple(_step(part, classes) for part in written.replace("'", "").lower().split())
    if not any(step.is_required_word for step in steps):
        raise ValueError(f'"{written}" names no word that must be there')
    if not (steps[0].is_required_word and steps[-1].is_required_word):
        raise ValueError(f'"{written}" must begin and end with a word that must be there')
    return steps


def _step(part: str, classes: Mapping[str, frozenset[str]]) -> Step:
    if part == "...":
        return Step(gap=True)
    if part == "_":
        return Step()
    optional = part.startswith("(") and part.endswith(")")
    words: set[str] = set()
    for word in part.strip("()").split("/") if optional else part.split("/"):
        words |= _words(word, classes)
    return Step(frozenset(words), optional=optional)


def _words(word: str, classes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    if word.startswith("<") and word.endswith(">"):
        if word[1:-1] not in classes:
            raise ValueError(f'there is no class of words named "{word[1:-1]}"')
        return classes[word[1:-1]]
    if not word.isalnum():
        raise ValueError(f'"{word}" is not a plain word; phrases are words, a/b, <class>, (optional), _ and ...')
    return frozenset({word})
