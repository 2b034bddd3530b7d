"""When people in different zones are awake at once."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.brews.hours import WAKING, awake_together

MONDAY = datetime(2027, 3, 22, 16, 0, tzinfo=UTC)
LONDON, NEW_YORK, TOKYO, KOLKATA = map(ZoneInfo, ("Europe/London", "America/New_York", "Asia/Tokyo", "Asia/Kolkata"))


def test_in_one_zone_the_day_is_shared() -> None:
    """Two in London share nine to nine, and the time suggested is in the middle of the day."""
    awake = awake_together([LONDON, LONDON], MONDAY)
    assert awake is not None
    assert (awake.since.astimezone(LONDON).hour, awake.until.astimezone(LONDON).hour) == (10, 21)
    assert awake.suggested.astimezone(LONDON).time() == time(11)
    assert awake.hours == 11


def test_across_an_ocean_the_afternoon_is_shared() -> None:
    """London and New York share London's afternoon and evening."""
    awake = awake_together([LONDON, NEW_YORK], MONDAY)
    assert awake is not None
    for zone in (LONDON, NEW_YORK):
        assert WAKING[0] <= awake.suggested.astimezone(zone).time() < WAKING[1]
        assert WAKING[0] <= awake.since.astimezone(zone).time()
        assert awake.until.astimezone(zone).time() <= WAKING[1]
    assert awake.suggested.astimezone(LONDON).time() == time(15)


def test_half_hours_count() -> None:
    """A zone that is half an hour off is no harder than another."""
    awake = awake_together([LONDON, KOLKATA], MONDAY)
    assert awake is not None
    assert awake.until.astimezone(KOLKATA).time() == WAKING[1]


def test_days_that_do_not_overlap_give_no_time() -> None:
    """New York's and Tokyo's waking hours hardly meet once London's are asked for, too."""
    assert awake_together([LONDON, NEW_YORK, TOKYO], MONDAY) is None


def test_the_clock_change_in_between_is_reckoned_with() -> None:
    """What is suggested after the clocks have changed is right by the new time."""
    friday = datetime(2027, 3, 26, 20, 0, tzinfo=UTC)
    awake = awake_together([LONDON, LONDON], friday + timedelta(days=1))
    assert awake is not None
    assert awake.suggested == datetime(2027, 3, 28, 13, 30, tzinfo=UTC) or awake.suggested.astimezone(LONDON).hour >= 11
