"""A recurrence is a rule and the local day it counts from; it expands into slots, the moments of its nudges.

A rule speaks of local wall time; a zone turns that into instants. A time that the clocks skip moves forward by what
they skip, one that they repeat means the first, a date that a zone left out has no slot, equal instants are one slot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.rrule import MONTHLY, YEARLY, rrule, weekday

from bot.nudges.parsing import parse
from bot.nudges.rules import Frequency, Rule, anchored

DAY = timedelta(days=1)
HORIZON = timedelta(days=8 * 366)
"""How long a recurrence may be silent: from one 29 February to the next there can be eight years."""

LONGEST_WINDOW = timedelta(days=100 * 366)
"""The step limit: at most 1,200 months are expanded for one question."""

PERIOD = {
    Frequency.DAILY: timedelta(days=1),
    Frequency.WEEKLY: timedelta(days=7),
    Frequency.MONTHLY: timedelta(days=31),
    Frequency.YEARLY: timedelta(days=366),
}
ONCE = 10_000
"""An interval in years that takes dateutil past its last year, so that it stops after one period."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """``rule`` is canonical RRULE text; no slot lies before the local day ``start``, and intervals count from it."""

    rule: str
    start: date


@dataclass(frozen=True, slots=True)
class Slot:
    """One moment: the rule's local date, which of that date's times it is (from 0), and the instant in UTC.

    Date and ordinal come from local time before any clock change, so they stay when the time is edited.
    """

    day: date
    ordinal: int
    at: datetime

    @property
    def key(self) -> str:
        """``2027-03-22.0``."""
        return f"{self.day.isoformat()}.{self.ordinal}"


def slot_day(key: str) -> date:
    """The local date in a slot's key."""
    return date.fromisoformat(key.rpartition(".")[0])


@dataclass(frozen=True, slots=True)
class _Local:
    """A slot before the zone is known."""

    day: date
    ordinal: int
    at: datetime


def slots(recurrence: Recurrence, zone: ZoneInfo, *, after: datetime, until: datetime) -> tuple[Slot, ...]:
    """The slots with ``after < at <= until``, in order of time. ValueError for a window of more than a century."""
    if until - after > LONGEST_WINDOW:
        msg = "slots are listed for at most a century at a time"
        raise ValueError(msg)
    # A skipped hour moves a slot by less than a day, so a day on either side holds all that can fall inside.
    first, last = after.astimezone(zone).date() - DAY, until.astimezone(zone).date() + DAY
    found: dict[datetime, Slot] = {}
    for local in _locals(_rule(recurrence), recurrence.start, first, last):
        at = _instant(local.at, zone)
        if at is not None and after < at <= until:
            found.setdefault(at, Slot(local.day, local.ordinal, at))
    return tuple(found[at] for at in sorted(found))


def next_slots(recurrence: Recurrence, zone: ZoneInfo, *, after: datetime, count: int) -> tuple[Slot, ...]:
    """The next ``count`` slots, or fewer where it ends, or where nothing follows for eight years."""
    rule = _rule(recurrence)
    day_before = datetime.combine(recurrence.start - DAY, datetime.min.time(), UTC)
    seen = max(after, day_before)
    limit = seen + HORIZON
    span = min(PERIOD[rule.frequency] * rule.interval * count, HORIZON)
    found: list[Slot] = []
    while len(found) < count and seen < limit:
        until = min(seen + span, limit)
        batch = slots(recurrence, zone, after=seen, until=until)
        found.extend(batch)
        limit = batch[-1].at + HORIZON if batch else limit
        seen, span = until, min(span * 2, HORIZON)
    return tuple(found[:count])


def first_day(rule: Rule, start: date) -> date | None:
    """The first local date of the rule from ``start`` on, or None where none follows for eight years."""
    last = date.fromordinal(min(start.toordinal() + HORIZON.days, date.max.toordinal()))
    first = next(_locals(rule, start, start, last), None)
    return first.day if first else None


def _rule(recurrence: Recurrence) -> Rule:
    return anchored(parse(recurrence.rule), recurrence.start)


def _instant(local: datetime, zone: ZoneInfo) -> datetime | None:
    """The instant of a local time, or None on a date that the zone left out."""
    at = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    skipped = at.astimezone(zone).replace(tzinfo=None) - local
    return None if skipped >= DAY else at


def _locals(rule: Rule, start: date, first: date, last: date) -> Iterator[_Local]:
    """The rule's local times from ``first`` to ``last``, both included, in order."""
    first, last = max(first, start), min(last, rule.until or last)
    for year, month in _spans(rule, first, last):
        if _skips(rule, start, year, month):
            continue
        for local in _expanded(rule, year, month):
            if first <= local.day <= last and _in_phase(rule, start, local.day):
                yield local


def _spans(rule: Rule, first: date, last: date) -> Iterator[tuple[int, int]]:
    """The years and months to expand. Month 0 stands for a whole year, for rules that count within it."""
    whole = rule.frequency is Frequency.YEARLY and (
        rule.positions or rule.year_days or (rule.is_numbered and not rule.months)
    )
    if whole:
        yield from ((year, 0) for year in range(first.year, last.year + 1))
        return
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        year, month = divmod(number, 12)
        yield year, month + 1


def _skips(rule: Rule, start: date, year: int, month: int) -> bool:
    """True where an interval of months or years passes over this one, or the rule names other months."""
    if month and rule.months and month not in rule.months:
        return True
    if rule.frequency is Frequency.YEARLY:
        return (year - start.year) % rule.interval != 0
    months = (year - start.year) * 12 + month - start.month
    return rule.frequency is Frequency.MONTHLY and months % rule.interval != 0


def _in_phase(rule: Rule, start: date, day: date) -> bool:
    """False where an interval of days or weeks passes over this day."""
    if rule.interval == 1:
        return True
    if rule.frequency is Frequency.DAILY:
        return (day - start).days % rule.interval == 0
    if rule.frequency is Frequency.WEEKLY:
        return (_week(rule, day) - _week(rule, start)) % rule.interval == 0
    return True


def _week(rule: Rule, day: date) -> int:
    """Weeks numbered through all years; 1 January of the year 1 was a Monday, and its ordinal is 1."""
    return (day.toordinal() - 1 - rule.week_start) // 7


@lru_cache(maxsize=2048)
def _expanded(rule: Rule, year: int, month: int) -> tuple[_Local, ...]:
    """One month of the rule, or with month 0 one year, by dateutil; intervals, start and end are the callers'.

    dateutil looks for a match until the year 9999 and cannot be stopped, so it gets one period at a time: for rules
    without positions, days and weeks come out the same whether they are taken from a month or from a year.
    Every schedule with the same rule shares the result.
    """
    found = rrule(
        MONTHLY if month else YEARLY,
        dtstart=datetime(year, month or 1, 1),  # noqa: DTZ001  # local time, in no zone yet
        interval=ONCE * 12 if month else ONCE,
        bymonth=rule.months or None,
        bymonthday=rule.month_days or None,
        byyearday=rule.year_days or None,
        byweekday=[weekday(day.weekday, day.nth or None) for day in rule.days] or _any_day(rule),
        bysetpos=rule.positions or None,
        byhour=rule.hours,
        byminute=rule.minutes,
        bysecond=0,
    )
    return tuple(_numbered(found))


def _any_day(rule: Rule) -> range | None:
    """All weekdays for a rule that names no days at all; dateutil would take the first of the month."""
    return None if rule.month_days or rule.year_days else range(7)


def _numbered(found: rrule) -> Iterator[_Local]:
    day, ordinal = date.min, 0
    for at in found:
        ordinal = ordinal + 1 if at.date() == day else 0
        day = at.date()
        yield _Local(day, ordinal, at)
