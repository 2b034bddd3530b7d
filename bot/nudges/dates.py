"""A day as people write it: ``2026-12-25``, ``25 december``, ``25/12/2026``, ``tomorrow``."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from dateutil.parser import ParserError, parse

from bot.texts import Translator, mark

FURTHEST = timedelta(days=2 * 366)
LONGEST = 40
DAY_AND_MONTH = re.compile(
    r"\d{1,2}/\d{1,2}(/\d{4})?|(?:\w+day,? )?\d{1,2}(?:st|nd|rd|th)?(?: of)? [a-z]{3,9}\.?(?:,? \d{4})?"
    r"|[a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?"
)
"""A day and a month, so that nothing else (a time, a year alone) is taken for a date."""


class DateError(ValueError):
    """Not a day that can be meant; the sentence says what works."""


def understand_date(words: str, *, today: date, t: Translator) -> date:
    """The day that is meant, from today on; without a year, the next one that comes."""
    said = words.strip().casefold()
    near = {"today": today, "tomorrow": today + timedelta(days=1)}
    day = near.get(said) or _written(said, today)
    if day is None:
        raise DateError(
            t(mark("I can’t read “{given}” as a day. Try 2026-12-25 or 25 december."), given=words[:LONGEST])
        )
    if not today <= day <= today + FURTHEST:
        raise DateError(t(mark("{day} is not in the next two years."), day=t.day(day)))
    return day


def _written(said: str, today: date) -> date | None:
    if not said or len(said) > LONGEST or not any(letter.isdigit() for letter in said):
        return None
    numbers = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", said)
    if numbers:
        return _day(*(int(each) for each in numbers.groups()))
    if not DAY_AND_MONTH.fullmatch(said):
        return None
    try:
        first, second = (parse(said, dayfirst=True, default=datetime(year, 1, 1)) for year in (2000, 2004))  # noqa: DTZ001  # only the date is used
    except (ParserError, OverflowError, ValueError):
        return None
    if first.year == second.year:
        return first.date()
    return _coming(first.month, first.day, today)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _coming(month: int, day: int, today: date) -> date | None:
    for year in range(today.year, today.year + 2):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return None
