"""Prepared lexicons as plain values, which the standard library writes and reads quickly."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum

from signposting.compiling import Compiled
from signposting.directory import Topic
from signposting.index import Laid
from signposting.lexicon import Exclusion, Kind, Lexicon, Mark, Rule, Scope, Who
from signposting.preparing import Prepared
from signposting.programs import Program

_MAKERS: tuple[Callable[..., object], ...] = (
    *(array, frozenset, Kind, Scope, Topic, Who),
    *(Prepared, Lexicon, Rule, Mark, Exclusion, Compiled, Laid, Program),
)
"""What plain values are made into again. Their order is part of what is written."""

_SHORT = 0xFFFF  # the greatest number that two bytes hold


def packed(value: object) -> object:
    """The value in texts, numbers, tuples, sets and tables; a list is what a maker, by its number, is called with."""
    if isinstance(value, Enum):
        return [_MAKERS.index(type(value)), value.value]
    if is_dataclass(value):
        return [_MAKERS.index(type(value)), *(packed(getattr(value, field.name)) for field in fields(value))]
    if isinstance(value, array):
        typecode = "H" if not value or 0 <= min(value) <= max(value) <= _SHORT else value.typecode
        return [_MAKERS.index(array), typecode, array(typecode, value).tobytes()]
    if isinstance(value, frozenset) and not all(type(each) is str for each in value):
        return [_MAKERS.index(frozenset), tuple(map(packed, value))]
    if isinstance(value, tuple | list):
        return tuple(map(packed, value))
    if isinstance(value, dict):
        return {key: packed(each) for key, each in value.items()}
    return value


def unpacked(plain: object) -> object:
    """What was packed; TypeError, ValueError or IndexError if it never was."""
    if isinstance(plain, list):
        maker, *parts = plain
        return _MAKERS[maker](*map(unpacked, parts))
    if isinstance(plain, tuple):
        return tuple(map(unpacked, plain))
    if isinstance(plain, dict):
        return {key: unpacked(each) for key, each in plain.items()}
    return plain
