"""Reading RRULE text strictly: what cannot be kept, or would hang an expander, is refused with a sentence."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from bot.nudges.rules import (
    CODES,
    MOST_INTERVAL,
    Day,
    Frequency,
    RecurrenceError,
    Rule,
    checked,
    days_in_order,
    in_order,
    shown,
)
from bot.texts import mark

EXAMPLE = "FREQ=WEEKLY;BYDAY=MO;BYHOUR=10;BYMINUTE=0"

WITHIN = {
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYSETPOS": (-366, 366),
    "BYHOUR": (0, 23),
    "BYMINUTE": (0, 59),
}
PARTS = ("FREQ", "INTERVAL", "UNTIL", "WKST", "BYDAY", *WITHIN)

INSTEAD = {
    "COUNT": mark("COUNT depends on when it began. Give the last day instead, for example UNTIL=20271231."),
    "BYSECOND": mark("A nudge is set to the minute. Please leave BYSECOND out."),
    "BYWEEKNO": mark("Week numbers don't work here. Use BYMONTH and BYDAY, for example BYMONTH=1;BYDAY=3MO."),
    "DTSTART": mark("Please give the rule alone, without DTSTART. For example: {example}."),
}
"""RFC 5545 has these; dateutil takes 14 of 400 year ends wrong by BYWEEKNO."""


@lru_cache(maxsize=4096)
def parse(text: str) -> Rule:
    """The rule that an RRULE text states, with or without its prefix. RecurrenceError where it cannot be kept.

    Without a time of day it is 10:00; without minutes, on the hour.
    """
    parts = _parts("".join(text.split()).upper())
    return checked(
        Rule(
            frequency=_frequency(parts),
            interval=_interval(parts),
            until=_until(parts),
            week_start=_week_start(parts),
            months=_numbers(parts, "BYMONTH"),
            month_days=_numbers(parts, "BYMONTHDAY"),
            year_days=_numbers(parts, "BYYEARDAY"),
            days=_days(parts),
            positions=_numbers(parts, "BYSETPOS"),
            hours=_numbers(parts, "BYHOUR") or (10,),
            minutes=_numbers(parts, "BYMINUTE") or (0,),
        )
    )


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for piece in text.removeprefix("RRULE:").strip(";").split(";"):
        name, _, value = piece.partition("=")
        if instead := INSTEAD.get(name.partition(":")[0]):
            raise RecurrenceError(instead, example=EXAMPLE)
        if name not in PARTS:
            raise _unknown_part(name)
        if name in parts:
            raise RecurrenceError(mark("{name} is there twice. Please give it once."), name=name)
        if not value:
            raise RecurrenceError(mark("{name} needs a value. For example: {example}."), name=name, example=EXAMPLE)
        parts[name] = value
    return parts


def _unknown_part(name: str) -> RecurrenceError:
    given = shown(name)
    near = difflib.get_close_matches(given, PARTS, n=1)
    if near:
        return RecurrenceError(
            mark("I don't know “{given}” in a rule. Did you mean {near}?"), given=given, near=near[0]
        )
    if not given:
        return RecurrenceError(mark("There is something missing. A rule looks like this: {example}."), example=EXAMPLE)
    return RecurrenceError(
        mark("I don't know “{given}” here. A rule looks like this: {example}."), given=given, example=EXAMPLE
    )


def _frequency(parts: Mapping[str, str]) -> Frequency:
    try:
        return Frequency(parts.get("FREQ", ""))
    except ValueError:
        raise RecurrenceError(
            mark("A rule needs FREQ, and it can be DAILY, WEEKLY, MONTHLY or YEARLY. For example: {example}."),
            example=EXAMPLE,
        ) from None


def _interval(parts: Mapping[str, str]) -> int:
    most = MOST_INTERVAL[_frequency(parts)]
    value = parts.get("INTERVAL", "1")
    if not re.fullmatch("[0-9]{1,3}", value) or not 1 <= int(value) <= most:
        raise RecurrenceError(mark("The interval has to be a whole number from 1 to {most} here."), most=most)
    return int(value)


def _until(parts: Mapping[str, str]) -> date | None:
    if "UNTIL" not in parts:
        return None
    value = parts["UNTIL"]
    try:
        return date.fromisoformat(value if re.fullmatch("[0-9]{8}", value) else "")
    except ValueError:
        raise RecurrenceError(
            mark("UNTIL is the last day, in local time and without an hour, for example UNTIL=20271231.")
        ) from None


def _week_start(parts: Mapping[str, str]) -> int:
    value = parts.get("WKST", "MO")
    if value not in CODES:
        raise RecurrenceError(mark("WKST is the day a week starts on: one of MO, TU, WE, TH, FR, SA, SU."))
    return CODES.index(value)


def _numbers(parts: Mapping[str, str], name: str) -> tuple[int, ...]:
    lowest, highest = WITHIN[name]
    given = parts[name].split(",") if name in parts else []
    for each in given:
        if not re.fullmatch("[+-]?[0-9]{1,3}", each) or not lowest <= int(each) <= highest:
            raise RecurrenceError(
                mark("“{given}” doesn't fit {name}, which takes numbers from {lowest} to {highest}."),
                given=shown(each),
                name=name,
                lowest=lowest,
                highest=highest,
            )
        if int(each) == 0 and lowest < 0:
            raise RecurrenceError(mark("{name} counts from 1, or from the end from -1; it has no 0."), name=name)
    return in_order(map(int, given))


def _days(parts: Mapping[str, str]) -> tuple[Day, ...]:
    return days_in_order(map(_day, parts["BYDAY"].split(","))) if "BYDAY" in parts else ()


def _day(text: str) -> Day:
    match = re.fullmatch("([+-]?[0-9]{1,2})?([A-Z]{2})", text)
    if match is None or match[2] not in CODES or (match[1] is not None and int(match[1]) == 0):
        raise RecurrenceError(
            mark("“{given}” is not a weekday. BYDAY takes MO, TU, WE, TH, FR, SA, SU, or a certain one such as 3MO."),
            given=shown(text),
        )
    return Day(CODES.index(match[2]), int(match[1] or 0))
