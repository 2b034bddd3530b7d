"""A day as moderators write it is that day, or it is refused with a sentence."""

from __future__ import annotations

from datetime import date

import pytest

from bot.nudges.dates import DateError, understand_date
from bot.texts import translator

TODAY = date(2027, 3, 22)
BRITISH = translator(None)
TIMES = ("10:30", "3pm", "10 hours", "25 december 10:00")
HALF_SAID = ("24", "31", "2027", "12/2027", "march 2027", "friday 25", "monday")
NOT_IN_THE_CALENDAR = ("2028-02-30", "30 february", "25 december xyz", "christmas 25", "2 weeks", "", "1" * 200)


def understood(words: str, since: date | None = None) -> date:
    """The day that is meant on TODAY."""
    return understand_date(words, today=TODAY, t=BRITISH, since=since)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", TODAY),
        ("Tomorrow", date(2027, 3, 23)),
        ("2027-12-25", date(2027, 12, 25)),
        ("2027-4-5", date(2027, 4, 5)),
        ("2027/4/5", date(2027, 4, 5)),
        ("4/5/2027", date(2027, 5, 4)),
        ("5.4.2027", date(2027, 4, 5)),
        ("25/12", date(2027, 12, 25)),
        ("25 december", date(2027, 12, 25)),
        ("dec 25", date(2027, 12, 25)),
        ("friday, 1st of january 2028", date(2028, 1, 1)),
        ("1 march", date(2028, 3, 1)),
        ("29 february", date(2028, 2, 29)),
    ],
)
def test_a_day_is_the_day_that_was_meant(words: str, day: date) -> None:
    """The day comes before the month, unless the year comes first; without a year it is the next one."""
    assert understood(words) == day


@pytest.mark.parametrize("words", TIMES + HALF_SAID + NOT_IN_THE_CALENDAR)
def test_what_is_no_day_is_refused(words: str) -> None:
    """A time, a day without its month, a month without its day and a day that isn't in the calendar are refused."""
    with pytest.raises(DateError, match="as a day"):
        understood(words)


@pytest.mark.parametrize("words", ["2027-03-21", "2030-01-01", "1 1 1"])
def test_a_day_too_far_away_is_refused(words: str) -> None:
    """What is over, or more than two years off, is a slip."""
    with pytest.raises(DateError, match="not in the next two years"):
        understood(words)


def test_without_a_year_it_may_count_from_another_day() -> None:
    """After 25 December 2027, “3 January” is the January that follows; but “tomorrow” is always today's."""
    christmas = date(2028, 12, 25)
    assert understood("3 january", christmas) == date(2029, 1, 3)
    assert understood("tomorrow", christmas) == date(2027, 3, 23)
