"""The words that say when, each with the one spelling that the forms in ``understanding`` are written in."""

from __future__ import annotations

import difflib
import re
from datetime import time

from bot.nudges.rules import RecurrenceError, shown
from bot.texts import mark

EXAMPLES = "every Monday 10:00, weekdays 09:30, third Monday of January 10:00"

WEEKDAYS = {
    "monday": ("mon",),
    "tuesday": ("tue", "tues"),
    "wednesday": ("wed", "weds"),
    "thursday": ("thu", "thur", "thurs"),
    "friday": ("fri",),
    "saturday": ("sat",),
    "sunday": ("sun",),
}
MONTHS = {
    "january": ("jan",),
    "february": ("feb",),
    "march": ("mar",),
    "april": ("apr",),
    "may": (),
    "june": ("jun",),
    "july": ("jul",),
    "august": ("aug",),
    "september": ("sep", "sept"),
    "october": ("oct",),
    "november": ("nov",),
    "december": ("dec",),
}
ORDINALS = ("first", "second", "third", "fourth", "fifth")
ORDINAL_ENDINGS = ("st", "nd", "rd", "th", "th")
COUNTS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NOISE = ("on", "the", "of", "in", "o'clock")

SPELLINGS = (
    {name: name for name in (*WEEKDAYS, *MONTHS)}
    | {f"{name}s": name for name in WEEKDAYS}
    | {short: name for name, shorts in (WEEKDAYS | MONTHS).items() for short in shorts}
    | {word: f"{number}{end}" for number, (word, end) in enumerate(zip(ORDINALS, ORDINAL_ENDINGS, strict=True), 1)}
    | {word: str(number) for number, word in enumerate(COUNTS, 2)}
    | dict.fromkeys(NOISE, "")
    | {word: word for word in ("every", "and", "to", "at", "until", "last", "other")}
    | {word: word for word in ("day", "week", "month", "year", "weekday", "weekend")}
    | {f"{word}s": word for word in ("day", "week", "month", "year", "weekday", "weekend")}
    | {"each": "every", "alternate": "other", "till": "until", "through": "to", "plus": "and"}
    | {"daily": "every day", "weekly": "every week", "monthly": "every month", "yearly": "every year"}
    | {"annually": "every year", "fortnight": "2 week", "fortnights": "2 week", "fortnightly": "every 2 week"}
    | {"noon": "@12:00", "midday": "@12:00", "midnight": "@00:00"}
)

INSTEAD = {
    "hour": "daily 09:00, 12:00 and 15:00",
    "hours": "daily 09:00, 12:00 and 15:00",
    "hourly": "daily 09:00, 12:00 and 15:00",
    "minute": "daily 09:00, 12:00 and 15:00",
    "minutes": "daily 09:00, 12:00 and 15:00",
    "seconds": "daily 09:00, 12:00 and 15:00",
    "biweekly": "every 2 weeks on Monday 10:00",
    "bimonthly": "every 2 months on the 1st 10:00",
    "quarter": "every 3 months on the first Monday 10:00",
    "quarterly": "every 3 months on the first Monday 10:00",
    "morning": "every day 09:00",
    "evening": "every day 19:00",
}
"""Words that mean two things, or nothing exact, with something that does."""

CLOCK = re.compile("([0-9]{1,2})(?:[:.h]([0-9]{2}))?(am|pm)?")
KEPT = re.compile("[0-9]{1,2}(?:st|nd|rd|th)?|[0-9]{4}(?:-[0-9]{2}-[0-9]{2})?")
"""Numbers, ordinals, years and ISO dates: what they mean depends on where they stand."""

NOON = 12


def spelled(word: str) -> str:
    """The one spelling of a word, ``@10:00`` for a time, nothing for noise. RecurrenceError for an unknown one."""
    if word in SPELLINGS:
        return SPELLINGS[word]
    if KEPT.fullmatch(word):
        return word
    if clock := CLOCK.fullmatch(word):
        return f"@{clock_time(clock):%H:%M}"
    raise _unknown(word)


def clock_time(clock: re.Match[str]) -> time:
    """The time that a match of CLOCK names; 12am is midnight. RecurrenceError where no clock shows it."""
    hour, minute, half = int(clock[1]), int(clock[2] or 0), clock[3]
    if half and 1 <= hour <= NOON:
        hour = hour % NOON + (NOON if half == "pm" else 0)
    elif half:
        hour = -1
    try:
        return time(hour, minute)
    except ValueError:
        raise RecurrenceError(
            mark("“{given}” is not a time of day. Write it like 10:00 or 4pm."), given=shown(clock[0])
        ) from None


def _unknown(word: str) -> RecurrenceError:
    given = shown(word)
    if word in INSTEAD:
        return RecurrenceError(mark("“{given}” won't do here. Try: {example}."), given=given, example=INSTEAD[word])
    if given in SPELLINGS:
        return RecurrenceError(
            mark("“{given}” has marks or invisible characters in it. Please type it in plain letters."), given=given
        )
    near = difflib.get_close_matches(given, SPELLINGS, n=1, cutoff=0.7)
    if near:
        return RecurrenceError(
            mark("I don't understand “{given}”. Did you mean {near}? For example: {examples}."),
            given=given,
            near=_as_written(near[0]),
            examples=EXAMPLES,
        )
    if not given:
        return RecurrenceError(mark("I don't understand that. For example: {examples}."), examples=EXAMPLES)
    return RecurrenceError(
        mark("I don't understand “{given}”. For example: {examples}."), given=given, examples=EXAMPLES
    )


def _as_written(word: str) -> str:
    """“Monday”, but “every”."""
    return word.capitalize() if SPELLINGS[word] in (*WEEKDAYS, *MONTHS) else word
