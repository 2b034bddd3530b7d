"""Opening hours as they are written in the directory: "always", "unknown", or rules like "mon-fri 09:00-17:00"."""

import re
from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from signposting.hours import MIDNIGHT, Hours, Period

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RULE = re.compile(r"([a-z, -]+) (\d\d):(\d\d)-(\d\d):(\d\d)")


def read_zone(name: str) -> ZoneInfo:
    """The IANA zone of that name; ValueError with a sentence if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f'"{name}" is not an IANA time zone such as "Europe/London"') from error


def read_hours(written: object, zone: ZoneInfo) -> Hours:
    """The hours in the directory's notation; ValueError with a sentence about the first rule that cannot be read."""
    if written == "always":
        return Hours(zone, always=True)
    if written == "unknown":
        return Hours(zone)
    if not isinstance(written, list) or not written:
        raise ValueError('hours are "always", "unknown" or a list of rules such as "mon-fri 09:00-17:00"')
    return Hours(zone, tuple(read_period(rule) for rule in written))


def read_period(rule: object) -> Period:
    """One rule: days ("mon-fri", "mon, thu", "daily"), then from and to; "24:00" is the end of the day."""
    found = _RULE.fullmatch(rule) if isinstance(rule, str) else None
    if not found:
        raise ValueError(f'"{rule}" is not like "mon-fri 09:00-17:00"')
    days, *clock = found.groups()
    from_hour, from_minute, to_hour, to_minute = (int(part) for part in clock)
    opens, closes = _wall(from_hour, from_minute), _wall(to_hour, to_minute)
    if (from_hour, from_minute) == (to_hour, to_minute):
        raise ValueError(f'"{rule}" opens and closes at the same time')
    if from_hour == 24:  # noqa: PLR2004 the end of a day
        raise ValueError(f'"{rule}" opens at the end of a day; say 00:00 of the next')
    return Period(_days(days), opens, closes)


def _wall(hour: int, minute: int) -> time:
    if (hour, minute) == (24, 0):
        return MIDNIGHT
    try:
        return time(hour, minute)
    except ValueError as error:
        raise ValueError(f'"{hour:02}:{minute:02}" is not a time of day') from error


def _days(written: str) -> frozenset[int]:
    if written.strip() == "daily":
        return frozenset(range(7))
    days: set[int] = set()
    for part in written.split(","):
        first, dash, last = part.strip().partition("-")
        last = last if dash else first
        for day in (first, last):
            if day not in DAYS:
                raise ValueError(f'"{part.strip()}" is not a day such as "mon", or a span such as "mon-fri"')
        start, end = DAYS.index(first), DAYS.index(last)
        days |= {day % 7 for day in range(start, end + 1 if end >= start else end + 8)}
    return frozenset(days)
