"""A day as people write it: ``2026-12-25``, ``25 december``, ``25/12/2026``, ``tomorrow``."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from dateutil.parser import ParserError, parse

from bot.texts import Translator, mark

FURTHEST = timedelta(days=2 * 366)
LONGEST = 40


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
    try:
        return date.fromisoformat(said)
    except ValueError:
        pass
    try:
        first, second = (parse(said, dayfirst=True, default=datetime(year, 1, 1)) for year in (2000, 2004))  # noqa: DTZ001  # only the date is used
    except (ParserError, OverflowError, ValueError):
        return None
    if first.year == second.year:
        return first.date()
    return _coming(first.month, first.day, today)


def _coming(month: int, day: int, today: date) -> date | None:
    for year in range(today.year, today.year + 2):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return None
