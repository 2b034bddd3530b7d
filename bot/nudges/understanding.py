"""Understanding when a moderator wants a nudge: as people say it, or as a raw RRULE."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, time

from bot.nudges.parsing import parse
from bot.nudges.recurrence import Recurrence, first_day
from bot.nudges.rules import (
    LONGEST_RULE,
    MOST_INTERVAL,
    WORKING_DAYS,
    Day,
    Frequency,
    RecurrenceError,
    Rule,
    anchored,
    checked,
    days_in_order,
    in_order,
    shown,
    working_day_positions,
)
from bot.nudges.vocabulary import EXAMPLES, MONTHS, WEEKDAYS, spelled
from bot.texts import mark

LONGEST = 200
"""The most characters anybody needs to say when."""

GROUPS = {"weekday": WORKING_DAYS, "weekend": (5, 6)}
MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS, 1)}
WEEKDAY_NUMBERS = {name: number for number, name in enumerate(WEEKDAYS)}
LONGEST_MONTH = 31
DEFAULT_TIME = time(10)

# What the forms are made of, in the one spelling of each word.
COUNT = "(?P<count>[0-9]{1,2}|other)"
MONTH = f"(?:{'|'.join(MONTHS)})"
IN_MONTHS = f"(?P<months>{MONTH}(?: and {MONTH})*)"
WEEKDAY = f"(?:{'|'.join(WEEKDAYS)})"
DAY_OR_GROUP = f"(?:{WEEKDAY}|{'|'.join(GROUPS)})"
ON_DAYS = f"(?P<days>{DAY_OR_GROUP}(?: (?:and|to|and every) {DAY_OR_GROUP})*)"
FEW_DAYS = f"(?P<days>weekend|{WEEKDAY}(?: and {WEEKDAY})*)"
NTH = "(?:[0-9]{1,2}(?:st|nd|rd|th)(?: last)?|last)"
NTHS = f"{NTH}(?: and {NTH})*"
CERTAIN = f"(?P<certain>{NTHS} {WEEKDAY}(?: and {NTHS} {WEEKDAY})*)"
WHICH = f"(?:{CERTAIN}|(?P<working>{NTHS}) weekday|(?P<dates>{NTHS})(?: day)?)"

FORMS = tuple(
    (frequency, re.compile(form))
    for frequency, form in (
        (Frequency.DAILY, f"every (?:{COUNT} )?day(?: {IN_MONTHS})?"),
        (Frequency.WEEKLY, f"(?:every )?{ON_DAYS}(?: (?:every )?(?:week|month|year))?(?: {IN_MONTHS})?"),
        (Frequency.WEEKLY, f"every {COUNT} {FEW_DAYS}"),
        (Frequency.WEEKLY, f"every (?:{COUNT} )?week(?: {ON_DAYS})?(?: {IN_MONTHS})?"),
        (Frequency.WEEKLY, f"{ON_DAYS} every {COUNT} week"),
        (Frequency.MONTHLY, f"{WHICH}(?: (?:every )?(?:{COUNT} )?month)?"),
        (Frequency.MONTHLY, f"every {WHICH} (?:every )?month"),
        (Frequency.MONTHLY, f"every (?P<certain>(?:1st|last) {WEEKDAY})"),
        (Frequency.MONTHLY, f"every (?:{COUNT} )?month(?: {WHICH})?"),
        (Frequency.YEARLY, f"(?:every )?(?:{WHICH} {IN_MONTHS})(?: every year)?"),
        (Frequency.YEARLY, f"(?:every )?(?:{IN_MONTHS} {WHICH})(?: every year)?"),
        (Frequency.YEARLY, f"every (?:{COUNT} )?year(?: {WHICH} {IN_MONTHS})?"),
        (Frequency.YEARLY, f"(?:every )?{CERTAIN} (?:every )?year"),
    )
)
"""Everything that is understood; the words have to fit one form from end to end, so nothing is half understood."""

TWO_MEANINGS = re.compile(f"every {NTH} {WEEKDAY}")
STRAY = re.compile(r"\b[0-9]+\b(?! (?:day|week|month|year))")

ONE_SPELLING = (
    (re.compile(r"\(where there is one\)"), ""),  # describe() says so of a 31st, and what it says is understood
    (re.compile(r"\b([ap])\.m\b\.?"), r"\1m"),
    (re.compile(r"(?<=[0-9]) (?=[ap]m\b)"), ""),
    (re.compile(r"(?<=[a-z]) ?[-–—] ?(?=[a-z])"), " to "),
    (re.compile(r"[,;&+]"), " and "),
)
DATES = (
    (re.compile(rf"(?<!\S)([0-9]{{1,2}}) (?={MONTH}\b)"), r"\1th "),
    (re.compile(rf"\b({MONTH} [0-9]{{1,2}})(?= |$)"), r"\1th"),
)
"""“20 January” and “January 20” name days, not hours."""

UNTIL = re.compile(
    f"until (?:{WEEKDAY} )?"
    f"(?:([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})|([0-9]{{1,2}})(?:st|nd|rd|th) ({MONTH}) (?:and )?([0-9]{{4}}))"
)


def understand(words: str, *, start: date) -> Recurrence:
    """The recurrence that somebody means. RecurrenceError, and nothing else, for what can't be understood or kept.

    Hours are read on the 24-hour clock; without a time it is 10:00. Other things left open come from ``start``.
    “Every other Friday” counts from the next Friday; in a raw rule with INTERVAL, ``start`` itself is the first.
    """
    text = _plain(words)
    if "=" in text or text.startswith("rrule"):
        rule = anchored(parse(text), start)
    else:
        rule = anchored(_meaning(text), start)
        if rule.interval > 1:
            start = first_day(replace(rule, interval=1), start) or start
    if first_day(rule, start) is None:
        raise _never(rule)
    if len(str(rule)) > LONGEST_RULE:
        raise RecurrenceError(mark("That names too many days and times for one schedule. Please make two of it."))
    return Recurrence(str(rule), start)


def _never(rule: Rule) -> RecurrenceError:
    if rule.until:
        return RecurrenceError(mark("Its last day, {day}, is over before it comes round even once."), day=rule.until)
    return RecurrenceError(
        mark("No day in the next eight years fits that. Please check the days and months. For example: {examples}."),
        examples=EXAMPLES,
    )


def _plain(words: str) -> str:
    """Lower case, ordinary digits, single blanks, and short enough to read."""
    text = unicodedata.normalize("NFKC", words[: LONGEST + 1])
    if len(words) > LONGEST or len(text) > LONGEST:
        raise RecurrenceError(
            mark("That is too long; {most} characters are plenty. For example: {examples}."),
            most=LONGEST,
            examples=EXAMPLES,
        )
    text = " ".join(text.casefold().replace("’", "'").split())
    if not text:
        raise RecurrenceError(mark("Please say when. For example: {examples}."), examples=EXAMPLES)
    return text


def _meaning(text: str) -> Rule:
    """The rule that the words state, without what they leave open."""
    for pattern, spelling in ONE_SPELLING:
        text = pattern.sub(spelling, text)
    text = " ".join(" ".join(map(spelled, text.rstrip(".! ").split())).split())
    for pattern, spelling in DATES:
        text = pattern.sub(spelling, text)
    until = UNTIL.search(text)
    words = _with_times(UNTIL.sub("", text).split())
    times = sorted({time.fromisoformat(word[1:]) for word in words if word.startswith("@")})
    rhythm = _without_loose_ends(word for word in words if word != "at" and not word.startswith("@"))
    return _rule(rhythm, tuple(times) or (DEFAULT_TIME,), _last_day(until) if until else None)


def _with_times(words: list[str]) -> list[str]:
    """The same with a bare number made a time where it can only be one: at 10, 10:00 and 16, Mondays 10."""
    told: list[str] = []
    for index, word in enumerate(words):
        before = next((each for each in reversed(told) if each != "and"), "")
        ends = index == len(words) - 1 and re.fullmatch(f"{DAY_OR_GROUP}|day", before)
        is_time = before == "at" or before.startswith("@") or ends
        told.append(spelled(f"{word}:00") if is_time and re.fullmatch("[0-9]{1,2}", word) else word)
    return told


def _without_loose_ends(words: Iterable[str]) -> str:
    """The words without an “and” that joins nothing any more."""
    text = re.sub(r"\band(?: and)+\b", "and", " ".join(words))
    return text.removeprefix("and ").removesuffix(" and")


def _last_day(until: re.Match[str]) -> date:
    iso, day, month, year = until.groups()
    try:
        return date.fromisoformat(iso) if iso else date(int(year), MONTH_NUMBERS[month], int(day))
    except ValueError:
        raise RecurrenceError(mark("“{given}” is not a day in the calendar."), given=shown(until[0])) from None


def _rule(rhythm: str, times: tuple[time, ...], until: date | None) -> Rule:
    for frequency, form in FORMS:
        if found := form.fullmatch(rhythm):
            parts = {name: value for name, value in found.groupdict().items() if value}
            return checked(_from_parts(frequency, parts, times, until))
    if TWO_MEANINGS.fullmatch(rhythm):
        raise RecurrenceError(
            mark("“{given}” can mean two things. Try “every 2 weeks on Monday” or “second Monday of the month”."),
            given=shown(rhythm),
        )
    if stray := STRAY.search(rhythm):
        raise RecurrenceError(
            mark("I can't tell what {number} means. Write {number}:00 for a time, or 1st, 2nd, 20th for a day."),
            number=stray[0],
        )
    raise RecurrenceError(
        mark("I know these words, but can't tell which days they mean together. For example: {examples}."),
        examples=EXAMPLES,
    )


def _from_parts(frequency: Frequency, parts: Mapping[str, str], times: tuple[time, ...], until: date | None) -> Rule:
    """The rule that the parts of a form make."""
    hours, minutes = _clock_parts(times)
    working = _nths(parts.get("working", ""))
    every_one = (Day(day) for day in _weekdays(parts.get("days", "")))
    return Rule(
        frequency,
        interval=_interval(parts.get("count", "1"), frequency),
        until=until,
        months=in_order(MONTH_NUMBERS[word] for word in parts.get("months", "").split() if word != "and"),
        month_days=_month_days(parts.get("dates", "")),
        days=days_in_order(
            (*every_one, *_certain(parts.get("certain", "")), *(map(Day, WORKING_DAYS if working else ())))
        ),
        positions=working_day_positions(working, len(times)),
        hours=hours,
        minutes=minutes,
    )


def _clock_parts(times: tuple[time, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Hours and minutes. A rule has every hour with every minute, so 09:30 and 16:00 don't fit into one."""
    hours, minutes = in_order(each.hour for each in times), in_order(each.minute for each in times)
    if len(hours) * len(minutes) != len(times):
        raise RecurrenceError(
            mark(
                "Those times don't fit into one schedule. Use the same minutes, like 09:30 and 16:30, or two schedules."
            )
        )
    return hours, minutes


def _interval(count: str, frequency: Frequency) -> int:
    number = 2 if count == "other" else int(count)
    if not 1 <= number <= MOST_INTERVAL[frequency]:
        raise RecurrenceError(
            mark("The interval has to be a whole number from 1 to {most} here."), most=MOST_INTERVAL[frequency]
        )
    return number


def _weekdays(text: str) -> Iterator[int]:
    """The weekdays of “monday to thursday and weekend”."""
    reach: int | None = None
    last = 0
    for word in text.split():
        if word == "to":
            reach = last
        elif word in GROUPS:
            yield from GROUPS[word]
        elif word in WEEKDAY_NUMBERS:
            last = WEEKDAY_NUMBERS[word]
            first = last if reach is None else reach
            yield from ((first + step) % 7 for step in range((last - first) % 7 + 1))
            reach = None


def _certain(text: str) -> Iterator[Day]:
    """The days of “1st and 3rd monday and last friday”."""
    waiting: list[str] = []
    for word in text.split():
        if word in WEEKDAY_NUMBERS:
            yield from (Day(WEEKDAY_NUMBERS[word], nth) for nth in _nths(" ".join(waiting)))
            waiting = []
        else:
            waiting.append(word)


def _nths(text: str) -> tuple[int, ...]:
    """“1st and 2nd last” is 1 and -2."""
    return tuple(_nth(each) for each in re.findall(NTH, text))


def _nth(text: str) -> int:
    number = int(re.sub("[^0-9]", "", text) or 1)
    return -number if text.endswith("last") else number


def _month_days(text: str) -> tuple[int, ...]:
    days = in_order(_nths(text))
    wrong = [day for day in days if not 1 <= abs(day) <= LONGEST_MONTH]
    if wrong:
        raise RecurrenceError(mark("No month has a day {day}."), day=wrong[0])
    return days
