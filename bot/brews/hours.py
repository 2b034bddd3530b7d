"""When people in different zones are awake at once, and a time that suits all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

WAKING = time(9), time(21)
"""The hours of the day in which somebody may be free for a chat, by their own clock."""

BEST = time(11), time(16)
"""The part of them in which a time is suggested, if everybody's can be."""

STEP = timedelta(minutes=30)
SOONEST = timedelta(hours=18)
LOOKED_AHEAD = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Awake:
    """From when until when all are awake on one day, and a time in it. ``hours`` rounds what they share down."""

    since: datetime
    until: datetime
    suggested: datetime

    @property
    def hours(self) -> int:
        """Whole hours."""
        return int((self.until - self.since) / timedelta(hours=1))


def awake_together(zones: Sequence[ZoneInfo], now: datetime) -> Awake | None:
    """The first stretch from the next day on in which all of these are awake; None where their days don't overlap."""
    first = now + SOONEST
    first += (datetime.min.replace(tzinfo=first.tzinfo) - first) % STEP
    together = [at for at in _steps(first, first + LOOKED_AHEAD) if all(_is_awake(at, zone) for zone in zones)]
    if not together:
        return None
    best = next((at for at in together if all(_is_in(at, zone, BEST) for zone in zones)), None)
    suggested = best or together[len(_stretch(together, together[0])) // 2]
    stretch = _stretch(together, suggested)
    return Awake(stretch[0], stretch[-1] + STEP, suggested)


def _stretch(together: Sequence[datetime], around: datetime) -> Sequence[datetime]:
    """The steps without a gap that this one is among."""
    place = together.index(around)
    first = last = place
    while first > 0 and together[first] - together[first - 1] == STEP:
        first -= 1
    while last + 1 < len(together) and together[last + 1] - together[last] == STEP:
        last += 1
    return together[first : last + 1]


def _is_awake(at: datetime, zone: ZoneInfo) -> bool:
    return _is_in(at, zone, WAKING) and (at + STEP).astimezone(zone).time() <= WAKING[1]


def _is_in(at: datetime, zone: ZoneInfo, hours: tuple[time, time]) -> bool:
    return hours[0] <= at.astimezone(zone).time() < hours[1]


def _steps(first: datetime, last: datetime) -> Iterator[datetime]:
    while first < last:
        yield first
        first += STEP
