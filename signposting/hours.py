"""Opening hours as people print them, and whether somebody would answer now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MIDNIGHT = time(0, 0)
_DAY = timedelta(days=1)
_HORIZON = 9  # days: a weekly rule has come round by then


@dataclass(frozen=True, slots=True)
class Period:
    """From `opens` to `closes` on each of `days` (0 is Monday); closing at or before opening means the next day."""

    days: frozenset[int]
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Hours:
    """When a service answers, in its own zone's wall time.

    Always, or in the periods; with neither, nobody has told us (`known` is False).
    A wall time that a clock change skips moves forward by the gap; one that comes twice means the first.
    """

    zone: ZoneInfo
    periods: tuple[Period, ...] = ()
    always: bool = False

    @property
    def known(self) -> bool:
        """Whether we know when it is open."""
        return self.always or bool(self.periods)


def is_open(hours: Hours, at: datetime) -> bool:
    """Whether the service answers at that moment (an aware time); False when its hours are not known."""
    return hours.always or _open_until(hours, at) is not None


def closing(hours: Hours, at: datetime) -> datetime | None:
    """When it next closes, in the service's zone, if it is open at that moment; None if closed, or open for good."""
    if hours.always:
        return None
    until = _open_until(hours, at)
    limit = at + _HORIZON * _DAY
    while until is not None and until < limit:
        later = _open_until(hours, until)
        if later is None or later <= until:
            return until.astimezone(hours.zone)
        until = later
    return None


def next_opening(hours: Hours, at: datetime) -> datetime | None:
    """When it next opens, in the service's zone, strictly after that moment.

    None if it is open now, always open, or its hours are not known.
    """
    if not hours.periods or is_open(hours, at):
        return None
    today = at.astimezone(hours.zone).date()
    for ahead in range(_HORIZON):
        opens = [start for start, end in _spells(hours, today + ahead * _DAY) if start > at and end > start]
        if opens:
            return min(opens).astimezone(hours.zone)
    return None


def _open_until(hours: Hours, at: datetime) -> datetime | None:
    """The latest end among the spells that contain the moment."""
    today = at.astimezone(hours.zone).date()
    ends = [end for day in (today - _DAY, today) for start, end in _spells(hours, day) if start <= at < end]
    return max(ends, default=None)


def _spells(hours: Hours, day: date) -> Iterator[tuple[datetime, datetime]]:
    """The spells that begin on a local date, as instants."""
    for period in hours.periods:
        if day.weekday() in period.days:
            last = day if period.closes > period.opens else day + _DAY
            yield _instant(hours.zone, day, period.opens), _instant(hours.zone, last, period.closes)


def _instant(zone: ZoneInfo, day: date, wall: time) -> datetime:
    return datetime.combine(day, wall, zone).astimezone(UTC)
