"""Reading what the page sent: each reader returns the value, or refuses with a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping

from aiohttp import web

from adapters.web.playground import wording
from bot.contract.lettering import LONGEST_ID, is_id

MOST_LETTERS = 4_000
"""The longest text that is taken, as on the platforms; fields have tighter limits of their own."""

MOST_FIELDS = 50

Json = dict[str, object]


class Refused(Exception):
    """The request makes no sense; ``sentence`` is marked, ``values`` fill its gaps."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values


async def body(request: web.Request) -> Json:
    """The JSON object that was sent."""
    try:
        read = json.loads(await request.read())
    except (ValueError, RecursionError):  # RecursionError: a body of nothing but brackets
        raise Refused(wording.UNREADABLE) from None
    except web.HTTPRequestEntityTooLarge:
        raise Refused(wording.TOO_MUCH) from None
    if not isinstance(read, dict):
        raise Refused(wording.UNREADABLE)
    return read


def word(sent: Mapping[str, object], name: str) -> str:
    """A text of at most MOST_LETTERS; half characters become question marks, as no database takes them."""
    return _text(sent.get(name))


def ident(sent: Mapping[str, object], name: str) -> str:
    """An id: short, and without a control character."""
    value = _text(sent.get(name))
    if not is_id(value):
        raise Refused(wording.UNREADABLE)
    return value


def line(sent: Mapping[str, object], name: str) -> str:
    """The beginning of what stands in a field while somebody types; empty where nothing was sent."""
    value = _text(sent.get(name, ""))
    if not is_id(value[:LONGEST_ID]):
        raise Refused(wording.UNREADABLE)
    return value[:LONGEST_ID]


def number(sent: Mapping[str, object], name: str) -> int:
    """A whole number that is not negative."""
    value = sent.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Refused(wording.UNREADABLE)
    return value


def truth(sent: Mapping[str, object], name: str) -> bool:
    """True or false."""
    value = sent.get(name)
    if not isinstance(value, bool):
        raise Refused(wording.UNREADABLE)
    return value


def words(sent: Mapping[str, object], name: str) -> dict[str, str]:
    """A form's values by field."""
    value = sent.get(name, {})
    if not isinstance(value, dict) or len(value) > MOST_FIELDS:
        raise Refused(wording.UNREADABLE)
    return {_text(key): _text(each) for key, each in value.items()}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Refused(wording.UNREADABLE)
    if len(value) > MOST_LETTERS:
        raise Refused(wording.TOO_LONG, most=MOST_LETTERS)
    return value.encode("utf-8", "replace").decode()
