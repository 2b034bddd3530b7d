"""How long it takes to say when a schedule comes next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from benchmarks.table import Figure, timed
from benchmarks.timing import repeated
from bot.nudges.recurrence import Recurrence, next_slots
from bot.nudges.understanding import understand

START = date(2027, 3, 22)
NOON = datetime(2027, 3, 22, 12, 0, tzinfo=UTC)
ZONES = tuple(map(ZoneInfo, ("Europe/London", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu")))
SAID = (
    "every monday {}",
    "weekdays {}",
    "third monday of january {}",
    "every other friday {}",
    "last day of the month {}",
)
NEXT = 5
WARM_UP = 20
COUNT = 2_000
WITHIN = 8.0


def figures(count: int = COUNT) -> Iterable[Figure]:
    """The next five times, of rules never seen before and of one that is known."""
    fresh = [_fresh(number) for number in range(count + WARM_UP)]
    timing = repeated(lambda number: _next(fresh[number], number), warm_up=WARM_UP, most=count, within=WITHIN)
    how = f"{len(SAID)} kinds of rule at a new time of day each, {len(ZONES)} zones"
    yield timed("the next five times of a new rule", timing, how)
    known = understand("every monday 10:00", start=START)
    timing = repeated(lambda number: _next(known, number), warm_up=WARM_UP, most=count, within=WITHIN)
    yield timed("the next five times of a known rule", timing, "every Monday at ten, from one day to the next")


def _fresh(number: int) -> Recurrence:
    """A rule that no other number gives: 1,440 times of day for each kind."""
    place, kind = divmod(number, len(SAID))
    hour, minute = divmod(place % 1440, 60)
    return understand(SAID[kind].format(f"{hour:02}:{minute:02}"), start=START)


def _next(recurrence: Recurrence, number: int) -> None:
    after, zone = NOON + timedelta(days=number % 365), ZONES[number % len(ZONES)]
    if len(next_slots(recurrence, zone, after=after, count=NEXT)) != NEXT:
        msg = f"{recurrence.rule} does not come {NEXT} times"
        raise ValueError(msg)
