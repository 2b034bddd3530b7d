"""The fields of a service as our files write them: each reader returns a value, or raises ValueError with a reason."""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from signposting.directory import WORLD, Contact, ContactKind, Says, Source
from signposting.faults import did_you_mean
from signposting.rules import read_hours

SUMMARY_LIMIT = 160
ANSWER_LIMIT = 200
OLDEST = 120
LAST_RANK = 9

_CONTACT_KEYS = ("kind", "value", "keyword", "note", "country", "hours")
_ANSWER_KEYS = ("happens", "private", "free")
_AREA = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_COUNTRY = re.compile(r"[A-Z]{2}|")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_DIALLED = re.compile(r"\*?[0-9](?: ?[0-9])*")
_TEXTED = re.compile(r"[0-9]{3,6}|[0-9](?: ?[0-9]){8,14}")
_KEYWORD = re.compile(r"[A-Z0-9]*")
_ADDRESS = re.compile(r"https://[^\s<>|\"]+")
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_WEB_ADDRESS = (_ADDRESS, "an https address")
_VALUES = {
    ContactKind.PHONE: (_DIALLED, 'a number as a person dials it, such as "0800 1111"'),
    ContactKind.TEXT: (_TEXTED, 'a number to send a text to, such as "85258"'),
    ContactKind.CHAT: _WEB_ADDRESS,
    ContactKind.WEB: _WEB_ADDRESS,
}

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


def some_text(value: object) -> str:
    """The text as written; it may not be blank."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("needs some text")
    return value


def maybe_text(value: object) -> str:
    """The text as written, or an empty one."""
    return "" if value == "" else some_text(value)


def matching(value: object, pattern: re.Pattern[str], like: str) -> str:
    """The text, if all of it fits the pattern; `like` says what was expected."""
    text = some_text(value)
    if not pattern.fullmatch(text):
        raise ValueError(f'"{text}" is not {like}')
    return text


def summary(value: object) -> str:
    """One sentence of at most SUMMARY_LIMIT characters."""
    return _sentence(value, SUMMARY_LIMIT)


def says(value: object) -> Says:
    """Answers about one service, each a sentence or two of at most ANSWER_LIMIT characters."""
    table = table_of(value, _ANSWER_KEYS)
    return Says(*(_sentence(table[key], ANSWER_LIMIT) if key in table else "" for key in _ANSWER_KEYS))


def _sentence(value: object, limit: int) -> str:
    text = some_text(value)
    if len(text) > limit:
        raise ValueError(f"has {len(text)} characters, the limit is {limit}")
    if not text.endswith("."):
        raise ValueError("is one sentence and ends with a full stop")
    return text


def listed(value: object, reader: Callable[[Any], T]) -> list[T]:
    """What the reader makes of every entry of a list that has at least one; the reasons of all bad entries at once."""
    if not isinstance(value, list) or not value:
        raise ValueError("needs a list with at least one entry")
    read, reasons = [], []
    for item in value:
        try:
            read.append(reader(item))
        except ValueError as error:
            reasons.append(str(error))
    if reasons:
        raise ValueError("; ".join(reasons))
    return read


def one_of(choices: type[E]) -> Callable[[Any], E]:
    """A reader for a closed list of words."""

    def read(value: object) -> E:
        try:
            return choices(str(value))
        except ValueError:
            known = [str(choice) for choice in choices]
            raise ValueError(f'"{value}" is not one of {", ".join(known)}{did_you_mean(str(value), known)}') from None

    return read


def area(value: object) -> str:
    """An ISO 3166 code, or "world"."""
    return WORLD if value == WORLD else matching(value, _AREA, 'an ISO 3166 area such as "GB-SCT", or "world"')


def language(value: object) -> str:
    """A language code of two or three letters ("mul" for many)."""
    return matching(value, _LANGUAGE, 'a language code such as "en"')


def contact(value: object, zone: ZoneInfo) -> Contact:
    """A way to get in touch, its value as a person dials or opens it, its own hours in that zone if it has any."""
    table = table_of(value, _CONTACT_KEYS)
    kind = one_of(ContactKind)(table.get("kind"))
    keyword, note = maybe_text(table.get("keyword", "")), maybe_text(table.get("note", ""))
    if not _KEYWORD.fullmatch(keyword) or (keyword and kind is not ContactKind.TEXT):
        raise ValueError(f'"{keyword}": a keyword is in capitals, and for text contacts only')
    country = maybe_text(table.get("country", ""))
    if not _COUNTRY.fullmatch(country):
        raise ValueError(f'"{country}" is not an ISO 3166 country such as "GB"')
    hours = read_hours(table["hours"], zone) if "hours" in table else None
    return Contact(kind, matching(table.get("value"), *_VALUES[kind]), keyword, note, country, hours)


def source(value: object) -> Source:
    """Where a fact was learnt."""
    table = table_of(value, ("publisher", "address", "dated"))
    return Source(some_text(table.get("publisher")), some_text(table.get("address")), some_text(table.get("dated")))


def table_of(value: object, keys: tuple[str, ...]) -> dict[str, Any]:
    """A table that has no other keys than these."""
    if not isinstance(value, dict):
        raise ValueError(  # noqa: TRY004 a wrong type in a file is a fault like any other
            f"each entry is a table of {', '.join(keys)}"
        )
    for key in sorted(value.keys() - set(keys)):
        raise ValueError(f'"{key}" is not known{did_you_mean(key, keys)}')
    return value


def day(value: object) -> date | None:
    """The first day that "2026", "2026-10" or "2026-10-05" can mean; None for an empty text."""
    if value == "":
        return None
    found = _DATE.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise ValueError(f'"{value}" is not a date such as "2026-10-05", "2026-10" or "2026", nor empty')
    year, month, number = (int(part or 1) for part in found.groups())
    return date(year, month, number)


def ages(value: object) -> tuple[int | None, int | None]:
    """The youngest and the oldest age, either of which may be open."""
    table = table_of(value, ("from", "to"))
    youngest, oldest = table.get("from"), table.get("to")
    if any(age is not None and (type(age) is not int or not 0 <= age <= OLDEST) for age in (youngest, oldest)):
        raise ValueError("from and to are whole years")
    if youngest is not None and oldest is not None and youngest > oldest:
        raise ValueError(f"from {youngest} is above to {oldest}")
    return youngest, oldest


def yes_or_no(value: object) -> bool:
    """A TOML boolean."""
    if not isinstance(value, bool):
        raise ValueError("is true or false")  # noqa: TRY004 as above
    return value


def rank(value: object) -> int:
    """0 for the service to name first, up to 9."""
    if type(value) is not int or not 0 <= value <= LAST_RANK:  # true is an int to isinstance
        raise ValueError("is a whole number from 0 (named first) to 9")
    return value
