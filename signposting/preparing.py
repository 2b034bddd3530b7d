"""Preparing a language's lexicon to be heard: its phrases compiled, and what else judging asks about."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from typing import TypeVar

from signposting.compiling import Compiled, compiled
from signposting.index import Numbers
from signposting.laying import Typing
from signposting.lexicon import Exclusion, Lexicon, Mark, Rule
from signposting.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Prepared:
    """A lexicon without the text of its phrases: these are compiled, and known by their numbers.

    Phrase i of `spoken` belongs to the rule `rules[rule_of[i]]`, and phrase i of `beside` to the mark or exclusion
    `context[context_of[i]]`. `vocabulary` is every word that the lexicon knows.
    """

    lexicon: Lexicon
    vocabulary: frozenset[str]
    rules: tuple[Rule, ...]
    rule_of: Numbers
    spoken: Compiled
    context: tuple[Mark | Exclusion, ...]
    context_of: Numbers
    beside: Compiled


def all_prepared(lexicons: Sequence[Lexicon]) -> tuple[Prepared, ...]:
    """The lexicons, ready to be heard in messages most of which are in the language that has most phrases."""
    biggest = max(lexicons, key=lambda lexicon: len(lexicon.rules))
    return tuple(prepared(lexicon, biggest) for lexicon in lexicons)


def prepared(lexicon: Lexicon, biggest: Lexicon | None = None) -> Prepared:
    """The lexicon, ready to be heard in messages most of which are in the language of the `biggest`, or in its own."""
    rarely = biggest is not None and biggest is not lexicon
    common = tuple(_in_turn(biggest.common, lexicon.common)) if biggest and rarely else lexicon.common
    vocabulary = lexicon.vocabulary
    context: tuple[tuple[Mark | Exclusion, Phrase], ...] = (*lexicon.marks, *lexicon.exclusions)
    rules, rule_of = _once([rule for rule, _ in lexicon.rules])
    meanings, context_of = _once([meaning for meaning, _ in context])
    typing = typing_of(vocabulary, lexicon.spellings, lexicon.fillers)
    return Prepared(
        lexicon=replace(lexicon, rules=(), marks=(), exclusions=()),
        vocabulary=vocabulary,
        rules=rules,
        rule_of=rule_of,
        spoken=compiled([phrase for _, phrase in lexicon.rules], common, typing, rarely=rarely),
        context=meanings,
        context_of=context_of,
        beside=compiled([phrase for _, phrase in context], common),
    )


_T = TypeVar("_T", Rule, Mark | Exclusion)


def _once(meanings: Iterable[_T]) -> tuple[tuple[_T, ...], Numbers]:
    """Each of them once, and for each place which one stands there."""
    numbers: dict[_T, int] = {}
    places = array("H", [numbers.setdefault(each, len(numbers)) for each in meanings])
    return tuple(numbers), places


def typing_of(
    vocabulary: Collection[str], spellings: Mapping[str, tuple[str, ...]], fillers: Collection[str]
) -> Typing:
    """How words are typed. A word that is spelt otherwise and is the spelling of another one must be read closely."""
    meant: dict[str, str] = {}
    again: dict[tuple[str, ...], Sequence[str]] = {}
    spelt = {word for words in spellings.values() for word in words}
    known = spellings.keys() | vocabulary
    dropped = {word[:-1]: word for word in known if word.endswith("ing") and word[:-1] not in known}
    without_g = {typed: spellings.get(word, (word,)) for typed, word in dropped.items()}
    for typed, words in {**spellings, **without_g}.items():
        if " " in typed or len(words) > 1 or typed in spelt:
            again[tuple(typed.split())] = words
        else:
            meant[typed] = words[0]
    return Typing(meant, fillers, again)


def _in_turn(*lists: Sequence[str]) -> Iterator[str]:
    """The first of each, then the second, and so on."""
    return filter(None, chain.from_iterable(zip_longest(*lists)))
