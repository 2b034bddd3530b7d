"""What moderators type is understood, or refused with a sentence they can act on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nudges.describing import describe
from bot.nudges.parsing import PARTS
from bot.nudges.recurrence import next_slots
from bot.nudges.rules import Frequency, RecurrenceError
from bot.nudges.understanding import understand
from bot.nudges.vocabulary import INSTEAD, SPELLINGS
from bot.texts import translator

START = date(2027, 3, 20)
"""A Saturday."""

AT_TEN = ";BYHOUR=10;BYMINUTE=0"
MONDAYS = f"FREQ=WEEKLY;BYDAY=MO{AT_TEN}"
WEEKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("every monday 10:00", MONDAYS),
        ("every monday", MONDAYS),
        ("mondays at 10", MONDAYS),
        ("Mondays 10", MONDAYS),
        ("every week on Monday at 10 o'clock.", MONDAYS),
        ("  EVERY   monday,  at １０：００ ", MONDAYS),
        ("10am every Mon", MONDAYS),
        ("every monday of the month at 10 a.m.", MONDAYS),
        ("every monday and thursday 9.30am", "FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=9;BYMINUTE=30"),
        ("every monday and every thursday", f"FREQ=WEEKLY;BYDAY=MO,TH{AT_TEN}"),
        ("tues, weds & fri at 16", "FREQ=WEEKLY;BYDAY=TU,WE,FR;BYHOUR=16;BYMINUTE=0"),
        ("weekdays 09:30", f"{WEEKDAYS};BYHOUR=9;BYMINUTE=30"),
        ("Mon–Fri 9am", f"{WEEKDAYS};BYHOUR=9;BYMINUTE=0"),
        ("friday to monday", f"FREQ=WEEKLY;BYDAY=MO,FR,SA,SU{AT_TEN}"),
        ("every weekend 11:00", "FREQ=WEEKLY;BYDAY=SA,SU;BYHOUR=11;BYMINUTE=0"),
        ("every monday in december", f"FREQ=WEEKLY;BYMONTH=12;BYDAY=MO{AT_TEN}"),
        ("daily 08:00 and 16:00", "FREQ=DAILY;BYHOUR=8,16;BYMINUTE=0"),
        ("daily at 8 and 16", "FREQ=DAILY;BYHOUR=8,16;BYMINUTE=0"),
        ("every day at noon", "FREQ=DAILY;BYHOUR=12;BYMINUTE=0"),
        ("every day 12am", "FREQ=DAILY;BYHOUR=0;BYMINUTE=0"),
        ("every day 12pm", "FREQ=DAILY;BYHOUR=12;BYMINUTE=0"),
        ("every three days", f"FREQ=DAILY;INTERVAL=3{AT_TEN}"),
        ("every other friday 15:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;BYHOUR=15;BYMINUTE=0"),
        ("10:00 20 january", f"FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=20{AT_TEN}"),
        ("fortnightly on friday", f"FREQ=WEEKLY;INTERVAL=2;BYDAY=FR{AT_TEN}"),
        ("every 2 weeks on tuesday 10:00", f"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU{AT_TEN}"),
        ("third monday of january 10:00", f"FREQ=YEARLY;BYMONTH=1;BYDAY=3MO{AT_TEN}"),
        ("in january on the 3rd monday", f"FREQ=YEARLY;BYMONTH=1;BYDAY=3MO{AT_TEN}"),
        ("last friday of the month 16:00", "FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=16;BYMINUTE=0"),
        ("first monday of every month 10am", f"FREQ=MONTHLY;BYDAY=1MO{AT_TEN}"),
        ("every first monday", f"FREQ=MONTHLY;BYDAY=1MO{AT_TEN}"),
        ("first and third monday of the month", f"FREQ=MONTHLY;BYDAY=1MO,3MO{AT_TEN}"),
        ("second last friday of the month", f"FREQ=MONTHLY;BYDAY=-2FR{AT_TEN}"),
        ("last weekday of the month", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;BYHOUR=10;BYMINUTE=0"),
        ("every 3 months on the first monday", f"FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO{AT_TEN}"),
        ("1st of every month 09:00", "FREQ=MONTHLY;BYMONTHDAY=1;BYHOUR=9;BYMINUTE=0"),
        ("1st, 15th and last day of each month", f"FREQ=MONTHLY;BYMONTHDAY=1,15,-1{AT_TEN}"),
        ("last friday of the year", f"FREQ=YEARLY;BYDAY=-1FR{AT_TEN}"),
        ("every january 20 09:00", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=20;BYHOUR=9;BYMINUTE=0"),
        ("25 december 10:00", f"FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25{AT_TEN}"),
        ("every year on the 20th of January", f"FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=20{AT_TEN}"),
        ("every monday until 20 december 2027", f"FREQ=WEEKLY;UNTIL=20271220;BYDAY=MO{AT_TEN}"),
        ("every monday at 10 until 2027-12-20", f"FREQ=WEEKLY;UNTIL=20271220;BYDAY=MO{AT_TEN}"),
        ("weekly", f"FREQ=WEEKLY;BYDAY=SA{AT_TEN}"),
        ("monthly at 9", "FREQ=MONTHLY;BYMONTHDAY=20;BYHOUR=9;BYMINUTE=0"),
        ("yearly", f"FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=20{AT_TEN}"),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO;BYHOUR=10;BYMINUTE=0", MONDAYS),
        ("freq=weekly; byday=mo;", MONDAYS),
        ("BYDAY=-1FR,+1MO,1MO;FREQ=MONTHLY", f"FREQ=MONTHLY;BYDAY=1MO,-1FR{AT_TEN}"),
        ("FREQ=DAILY;INTERVAL=1;WKST=SU;BYHOUR=16,8", "FREQ=DAILY;BYHOUR=8,16;BYMINUTE=0"),
        ("FREQ=YEARLY;BYMONTH=5", f"FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=20{AT_TEN}"),
    ],
)
def test_understood(words: str, rule: str) -> None:
    """What people say becomes the canonical rule, and that rule is understood as itself."""
    understood = understand(words, start=START)
    assert understood.rule == rule
    assert understand(understood.rule, start=understood.start) == understood


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "Please say when"),
        (" \t\u3000 ", "Please say when"),
        ("every monday " * 20, "too long"),
        ("ﷺ" * 100, "too long"),
        ("every mondey 10:00", "“mondey”. Did you mean Monday?"),
        ("evry monday", "Did you mean every?"),
        ("@everyone", "“everyone”"),
        ("m̷̡̛o̴n̵d̶a̸y̷", "plain letters"),
        ("every\u202emonday", "“everymonday”"),
        ("שני בשבוע", "“שני”"),
        ("☕", "I don't understand that"),
        ("every second friday", "two things"),
        ("biweekly", "every 2 weeks"),
        ("every hour", "daily 09:00"),
        ("every month on the 20", "20th for a day"),
        ("every monday and first friday", "which days they mean together"),
        ("every other weekday", "which days they mean together"),
        ("10:00 january", "which days they mean together"),
        ("10:00", "which days they mean together"),
        ("daily 25:00", "“25:00” is not a time of day"),
        ("daily 13pm", "“13pm” is not a time of day"),
        ("mondays at 77", "“77:00” is not a time of day"),
        ("daily 1am 2am 3am 4am 5am", "at most four"),
        ("daily 09:30 and 16:00", "the same minutes"),
        ("every 0 weeks on monday", "from 1 to 52"),
        ("every 99 weeks on monday", "from 1 to 52"),
        ("32nd of the month", "No month has a day 32"),
        ("6th monday of the month", "more than 5 times"),
        ("30 february", "No day in the next eight years"),
        ("31 june 10:00", "No day in the next eight years"),
        ("every monday until 31 february 2028", "not a day in the calendar"),
        ("every monday until 1 march 2027", "over before it comes round"),
        ("every monday until 21 march 2027", "over before it comes round"),
        ("FREQ=SECONDLY;BYSETPOS=1", "DAILY, WEEKLY, MONTHLY or YEARLY"),
        ("FREQ=SECONDLY;BYSETPOS=-1;BYSECOND=61", "leave BYSECOND out"),
        ("FREQ=HOURLY", "DAILY, WEEKLY, MONTHLY or YEARLY"),
        ("BYDAY=MO", "needs FREQ"),
        ("FREQ=DAILY;INTERVAL=0", "from 1 to 366"),
        ("FREQ=DAILY;INTERVAL=-1", "from 1 to 366"),
        ("FREQ=DAILY;INTERVAL=999999999999", "from 1 to 366"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "No day in the next eight years"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "No day in the next eight years"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=300", "No day in the next eight years"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=MO", "No day in the next eight years"),
        ("FREQ=DAILY;UNTIL=20270101", "over before it comes round"),
        ("FREQ=DAILY;UNTIL=20271301", "UNTIL is the last day"),
        ("FREQ=DAILY;UNTIL=20271231T100000Z", "UNTIL is the last day"),
        ("FREQ=DAILY;COUNT=3", "UNTIL="),
        ("FREQ=YEARLY;BYWEEKNO=20", "Week numbers"),
        ("DTSTART:20270101T100000\nRRULE:FREQ=DAILY", "without DTSTART"),
        ("FREQ=DAILY;BYHOUR=1,2,3,4,5", "at most four"),
        ("FREQ=DAILY;BYHOUR=8,9;BYMINUTE=0,15,30", "at most four"),
        ("FREQ=DAILY;BYHOUR=24", "from 0 to 23"),
        ("FREQ=DAILY;BYHOUR=١", "doesn't fit BYHOUR"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "has no 0"),
        ("FREQ=WEEKLY;BYDAY=MO;BYDAY=TU", "BYDAY is there twice"),
        ("FREQ=WEEKLY;BYDAYS=MO", "Did you mean BYDAY?"),
        ("FREQ=WEEKLY;COLOUR=RED", "“COLOUR”"),
        ("FREQ=WEEKLY;BYDAY=", "BYDAY needs a value"),
        ("FREQ=WEEKLY;BYDAY=XX", "“XX” is not a weekday"),
        ("FREQ=WEEKLY;BYDAY=0MO", "“0MO” is not a weekday"),
        ("FREQ=WEEKLY;WKST=1", "WKST is the day"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "FREQ=MONTHLY"),
        ("FREQ=WEEKLY;BYDAY=1MO", "FREQ=MONTHLY"),
        ("FREQ=WEEKLY;BYSETPOS=1", "FREQ=MONTHLY"),
        ("FREQ=MONTHLY;BYYEARDAY=1", "FREQ=YEARLY"),
        ("FREQ=MONTHLY;BYDAY=MO,1TU", "every weekday or to none"),
        ("FREQ=MONTHLY;BYDAY=6MO", "more than 5 times"),
        ("=", "A rule looks like this"),
        ("rrule", "“RRULE”"),
    ],
)
def test_refused(words: str, says: str) -> None:
    """What cannot be understood or kept is refused with a sentence that says what would do."""
    with pytest.raises(RecurrenceError) as refused:
        understand(words, start=START)
    assert says in str(refused.value)


def test_a_refusal_repeats_nothing_dangerous() -> None:
    """The sentence repeats a short piece of what was typed, without marks, mentions or line breaks."""
    with pytest.raises(RecurrenceError) as refused:
        understand("@everyone<b>*_`\u202e" + "z\u0335" * 60, start=START)
    assert not set("@<>*_`\u202e\u0335\n") & set(str(refused.value))
    assert len(str(refused.value)) < 150


def test_a_refusal_is_translated_when_drawn() -> None:
    """A refusal keeps its source sentence and values, so that the reader's language is chosen when it is said."""
    with pytest.raises(RecurrenceError) as refused:
        understand("every mondey", start=START)
    assert refused.value.said(translator("en-GB")) == str(refused.value)
    assert refused.value.values["near"] == "Monday"
    assert "{near}" in refused.value.sentence


def test_every_other_friday_counts_from_the_next() -> None:
    """Said in words, every other Friday begins with the next Friday, whatever day it is said on."""
    assert understand("every other friday", start=START).start == date(2027, 3, 26)


def test_a_raw_interval_counts_from_the_start() -> None:
    """In a raw rule the start's own week is the first, as RFC 5545 has it."""
    raw = understand("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", start=START)
    coming = next_slots(raw, ZoneInfo("UTC"), after=datetime(2027, 3, 20, tzinfo=UTC), count=1)
    assert coming[0].day == date(2027, 4, 2)


def test_a_plain_start_stays() -> None:
    """Without an interval the start is the day it was said on."""
    assert understand("every friday", start=START).start == START


@settings(deadline=None)
@given(st.text(max_size=250))
def test_any_text_is_understood_or_refused(words: str) -> None:
    """Whatever is typed, there is a recurrence or a RecurrenceError, and nothing else."""
    is_answered(words)


WORDS = st.sampled_from([*SPELLINGS, *INSTEAD, "10:00", "9.30am", "1", "2", "20", "31", "15th", "2027", "-", ",", "("])
NAMES = st.sampled_from([*PARTS, "COUNT"])
VALUES = st.sampled_from([each.value for each in Frequency]) | st.sampled_from(
    ["SECONDLY", "0", "1", "2", "4", "-1", "31", "300", "MO", "3MO", "-1FR", "MO,TU", "1,15", "20301231"]
)
RULES = st.lists(st.tuples(NAMES, VALUES).map("=".join), max_size=6).map(";".join)


@settings(deadline=None, max_examples=300)
@given(st.lists(WORDS, max_size=12).map(" ".join) | RULES)
def test_any_words_of_ours_are_understood_or_refused(words: str) -> None:
    """However known words and parts are shuffled, what is accepted does come round and can be said back."""
    is_answered(words)


@pytest.mark.parametrize("start", [date(1, 1, 2), date(9999, 12, 31)])
def test_the_ends_of_the_calendar(start: date) -> None:
    """A start at either end of the calendar is a date like others."""
    assert understand("every day", start=start).start == start


def is_answered(words: str) -> None:
    try:
        recurrence = understand(words, start=START)
    except RecurrenceError:
        return
    assert describe(recurrence, translator(None))
    assert next_slots(recurrence, ZoneInfo("UTC"), after=datetime(2027, 3, 19, tzinfo=UTC), count=1)
