"""A day as people write it: ``2026-12-25``, ``25 december``, ``25/12/2026``, ``tomorrow``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from dateutil.parser import ParserError, parse

from bot.texts import Translator, mark

FURTHEST = timedelta(days=2 * 366)
LONGEST = 40
YEARS = 3
DEFAULTS = (datetime(2000, 1, 1, 0, 0), datetime(2004, 2, 2, 1, 1))  # noqa: DTZ001  # never said to anybody
"""What dateutil fills in for parts that weren't said; a part that comes out the same from both was."""

YEAR_FIRST = re.compile("([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")


class DateError(ValueError):
    """Not a day that can be meant; the sentence says what works."""


def understand_date(words: str, *, today: date, t: Translator, since: date | None = None) -> date:
    """The day that is meant, from today on; without a year, the next one from ``since`` (or today) on."""
    said = words.strip().casefold()
    near = {"today": today, "tomorrow": today + timedelta(days=1)}
    day = near.get(said) or _written(said, since or today)
    if day is None:
        raise DateError(
            t(mark("I can’t read “{given}” as a day. Try 2026-12-25 or 25 december."), given=words[:LONGEST])
        )
    if not today <= day <= today + FURTHEST:
        raise DateError(t(mark("{day} is not in the next two years."), day=t.day(day)))
    return day


def _written(said: str, since: date) -> date | None:
    if not said or len(said) > LONGEST or not any(letter.isdigit() for letter in said):
        return None
    if year_first := YEAR_FIRST.fullmatch(said):
        year, month, day = map(int, year_first.groups())
        return _coming(month, day, (year,), since=date.min)
    try:
        first, second = (parse(said, dayfirst=True, ignoretz=True, default=default) for default in DEFAULTS)
    except (ParserError, OverflowError, ValueError):
        return None
    if (first.month, first.day) != (second.month, second.day) or _says_a_time(first, second):
        return None
    years = (first.year,) if first.year == second.year else range(since.year, since.year + YEARS)
    return _coming(first.month, first.day, years, since=since if first.year != second.year else date.min)


def _says_a_time(first: datetime, second: datetime) -> bool:
    """Whether the words gave any of it, so that it isn't each default's own."""
    return first.hour == second.hour or first.minute == second.minute


def _coming(month: int, day: int, years: Iterable[int], *, since: date) -> date | None:
    """The first such day of these years from ``since`` on; None where the calendar has none."""
    for year in years:
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= since:
            return found
    return None
