"""Compiling phrases: words become letters, phrases become numbers, and each is found by a few of its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from signposting.index import Laid
from signposting.laying import AS_WRITTEN, Layout, Sought, Typing, letters_of
from signposting.phrases import Phrase
from signposting.programs import Program, Programming
from signposting.steps import Stepper
from signposting.windows import Chooser, Window
from signposting.wordsets import WordSets

_NOTHING = -1  # stands for no second set


@dataclass(frozen=True, slots=True)
class Compiled:
    """Phrases, ready to be found. `again` is the number in the index that stands for words to be read again.

    If the phrases are rarely to be looked for, the rest says when. A message that holds any of them has, as it is
    typed, one of the `anchors`, and one of the words that go with it; just the anchor, if none do. `telling` are the
    words that phrases cannot do without, as they are typed.
    """

    index: Laid
    program: Program
    again: int
    anchors: Mapping[str, frozenset[str]]
    telling: frozenset[str]


def compiled(
    phrases: Sequence[Phrase], common: Iterable[str], typing: Typing = AS_WRITTEN, *, rarely: bool = False
) -> Compiled:
    """The phrases, by their numbers; `common` are the language's commonest words, the commonest first."""
    sets = WordSets(common)
    stepper, chooser = Stepper(sets), Chooser(sets)
    read = [stepper.steps(phrase) for phrase in phrases]
    windows: dict[Window, list[Sought]] = defaultdict(list)
    for number, steps in enumerate(read):
        needed = chooser.needed(steps)
        for window in chooser.windows(steps):
            windows[window].append((number, chooser.rarest_first(needed.difference(window))))
    anchors = _anchors(windows, sets, typing) if rarely else {}
    for typed in typing.again:
        windows[tuple([sets.number(frozenset({word})) for word in typed])].append((len(read), ()))
    telling = frozenset().union(*map(chooser.telling, read)) if rarely else frozenset()
    programming = Programming(read, sets.words)
    letters = letters_of(sets.together(programming.sets.union(*windows)))
    return Compiled(
        index=Layout(windows, sets, letters).laid(typing),
        program=programming.program(letters),
        again=len(read),
        anchors=anchors,
        telling=_as_typed(sets.together(telling), typing),
    )


def _anchors(windows: Iterable[Window], sets: WordSets, typing: Typing) -> Mapping[str, frozenset[str]]:
    """The words of the rarest set of each window, each with those of all sets that are second to it."""
    typed = {number: _as_typed(sets.words[number], typing) for number in frozenset().union(*windows)}
    shares = {number: sets.share(words) for number, words in typed.items()}
    seconds: dict[str, set[int]] = defaultdict(set)
    for window in windows:
        rarest, second, *_ = (*sorted(window, key=shares.__getitem__), _NOTHING)
        for word in typed[rarest]:
            seconds[word].add(second)
    shared = {
        each: frozenset() if _NOTHING in each else frozenset().union(*[typed[number] for number in each])
        for each in map(frozenset, seconds.values())
    }
    return {word: shared[frozenset(each)] for word, each in seconds.items()}


def _as_typed(words: frozenset[str], typing: Typing) -> frozenset[str]:
    """The words as they may be typed; of what is typed as several words, the last."""
    typed = {typed for typed, word in typing.meant.items() if word in words}
    several = {typed[-1] for typed, meant in typing.again.items() if not words.isdisjoint(meant)}
    return words.difference(typing.meant).union(typed, several)
