"""A recurrence is said back in words, truthfully."""

from __future__ import annotations

from datetime import date

import pytest

from bot.nudges.describing import describe
from bot.nudges.recurrence import Recurrence
from bot.nudges.understanding import understand
from bot.texts import translator

START = date(2027, 3, 22)
BRITISH = translator("en-GB")

SAID = [
    ("every monday 10:00", "Every Monday at 10:00"),
    ("mondays and thursdays 9.30", "Every Monday and Thursday at 09:30"),
    ("mon-fri 9:30", "Weekdays at 09:30"),
    ("saturday and sunday 11:00", "Every weekend at 11:00"),
    ("daily 8:00, 12:00 and 16:00", "Every day at 08:00, 12:00 and 16:00"),
    ("every monday in december", "Every Monday in December at 10:00"),
    ("every other day", "Every two days at 10:00"),
    ("every 3 days", "Every 3 days at 10:00"),
    ("fortnightly on tuesday", "Every two weeks on Tuesday at 10:00"),
    ("every 3 weeks on monday and friday", "Every 3 weeks on Monday and Friday at 10:00"),
    ("third monday of january", "Third Monday of January at 10:00"),
    ("last friday of the month 16:00", "Last Friday of every month at 16:00"),
    ("1st and 3rd monday of the month", "First Monday and third Monday of every month at 10:00"),
    ("fifth monday of the month", "Fifth Monday of every month (where there is one) at 10:00"),
    ("first weekday of the month 9:00 and 15:00", "First weekday of every month at 09:00 and 15:00"),
    ("every other month on the first monday", "Every two months on the first Monday at 10:00"),
    ("every 3 months on the 1st", "Every 3 months on the 1st at 10:00"),
    ("1st, 15th and last day of the month", "On the 1st, 15th and last day of every month at 10:00"),
    ("31st of the month", "On the 31st of every month (where there is one) at 10:00"),
    ("every january 20 09:00", "Every year on 20 January at 09:00"),
    ("29 february", "Every year on 29 February (where there is one) at 10:00"),
    ("last day of february", "Every year on the last day of February at 10:00"),
    ("1st of january and july", "Every year on the 1st of January and July at 10:00"),
    ("every 2 years on the third monday of january", "Every two years on the third Monday of January at 10:00"),
    ("every 3 years on 20 january", "Every 3 years on 20 January at 10:00"),
    ("last friday of the year", "Last Friday of the year at 10:00"),
    ("every monday until 20 december 2027", "Every Monday at 10:00, until Monday 20 December 2027"),
]

RARER = [
    ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "Every day at 10:00"),
    ("FREQ=DAILY;BYDAY=TU", "Every Tuesday at 10:00"),
    ("FREQ=DAILY;INTERVAL=3;BYDAY=MO,TU", "Every 3 days, if that is a Monday or Tuesday, at 10:00"),
    ("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "Every month, on the 13th of each month, if that is a Friday, at 10:00"),
    ("FREQ=MONTHLY;BYMONTHDAY=1,2,3;BYDAY=1MO", (
        "Every month, on the 1st, 2nd and 3rd of each month, if that is the first Monday, at 10:00"
    )),
    ("FREQ=MONTHLY;BYDAY=MO", "Every month, on every Monday, at 10:00"),
    ("FREQ=MONTHLY;INTERVAL=2;BYMONTH=1,3;BYDAY=1MO", (
        "Every two months, in January and March, on the first Monday, at 10:00"
    )),
    ("FREQ=MONTHLY;BYMONTHDAY=-3", "On the day number 3 from the end of every month at 10:00"),
    ("FREQ=YEARLY;BYYEARDAY=100,-1", "Every year, on day 100 and day 1 from the end of the year, at 10:00"),
    ("FREQ=YEARLY;BYDAY=20MO", "Monday number 20 of the year at 10:00"),
    ("FREQ=YEARLY;INTERVAL=2;BYDAY=1MO", "Every two years, on the first Monday of the year, at 10:00"),
    ("FREQ=MONTHLY;BYMONTH=6;BYMONTHDAY=21", "Every year on 21 June at 10:00"),
    ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1,-2;BYHOUR=9,15", (
        "Every month, on every Monday and Tuesday, at 09:00 and 15:00, "
        "but only the first time and second last time in each month"
    )),
    ("FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=7", (
        "Every year, on every Monday, Tuesday, Wednesday, Thursday and Friday, at 10:00, "
        "but only the time number 7 in each year"
    )),
]  # fmt: skip


@pytest.mark.parametrize(("words", "said"), SAID)
def test_said_as_people_say_it(words: str, said: str) -> None:
    """A common recurrence is one plain sentence, and that sentence is understood as the same recurrence."""
    recurrence = understand(words, start=START)
    assert describe(recurrence, BRITISH) == said
    assert understand(said, start=recurrence.start) == recurrence


@pytest.mark.parametrize(("rule", "said"), RARER)
def test_a_rarer_rule_is_told_part_by_part(rule: str, said: str) -> None:
    """A rule without a short name leaves out none of its parts."""
    assert describe(understand(rule, start=START), BRITISH) == said


def test_what_a_rule_leaves_open_is_said() -> None:
    """A stored rule without a day is described with the day it takes from its start."""
    assert describe(Recurrence("FREQ=WEEKLY", START), BRITISH) == "Every Monday at 10:00"


def test_without_a_catalogue_everything_is_british_english() -> None:
    """Nobody reads half a sentence in one language and half in another."""
    german = translator("de")
    assert describe(understand("third monday of january", start=START), german) == "Third Monday of January at 10:00"
