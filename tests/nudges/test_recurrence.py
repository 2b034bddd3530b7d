"""A recurrence expands into the right instants through every clock change."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.nudges.parsing import parse
from bot.nudges.recurrence import Recurrence, Slot, next_slots, slots
from bot.nudges.rules import RecurrenceError
from bot.nudges.understanding import understand

LONDON = ZoneInfo("Europe/London")
NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
APIA = ZoneInfo("Pacific/Apia")
TORONTO = ZoneInfo("America/Toronto")
PLAIN = ZoneInfo("UTC")
ZONES = (LONDON, NEW_YORK, LORD_HOWE, APIA, PLAIN, ZoneInfo("Africa/Casablanca"), ZoneInfo("Asia/Kathmandu"))


def on(day: str, said: str, zone: ZoneInfo) -> list[str]:
    """The slots of one local date as local times with their offset."""
    local = date.fromisoformat(day)
    noon = datetime.combine(local, time(12), zone)
    found = slots(said_on(said, local), zone, after=noon - timedelta(days=2), until=noon + timedelta(days=2))
    return [slot.at.astimezone(zone).isoformat(timespec="minutes") for slot in found if slot.day == local]


def said_on(said: str, start: date) -> Recurrence:
    return understand(said, start=start - timedelta(days=3))


def keys(found: tuple[Slot, ...]) -> list[str]:
    return [slot.key for slot in found]


def days(found: tuple[Slot, ...]) -> list[str]:
    return [slot.day.isoformat() for slot in found]


@pytest.mark.parametrize(
    ("day", "said", "zone", "instants"),
    [
        ("2027-03-14", "daily 02:30", NEW_YORK, ["2027-03-14T03:30-04:00"]),
        ("2027-11-07", "daily 02:30", NEW_YORK, ["2027-11-07T02:30-05:00"]),
        ("2027-11-07", "daily 01:30", NEW_YORK, ["2027-11-07T01:30-04:00"]),
        ("2027-03-28", "daily 01:30", LONDON, ["2027-03-28T02:30+01:00"]),
        ("2027-10-31", "daily 01:30", LONDON, ["2027-10-31T01:30+01:00"]),
        ("2027-10-03", "daily 02:15", LORD_HOWE, ["2027-10-03T02:45+11:00"]),
        ("2027-04-04", "daily 01:45", LORD_HOWE, ["2027-04-04T01:45+11:00"]),
        ("2011-12-29", "daily 10:00", APIA, ["2011-12-29T10:00-10:00"]),
        ("2011-12-30", "daily 10:00", APIA, []),
        ("2011-12-31", "daily 10:00", APIA, ["2011-12-31T10:00+14:00"]),
        ("1919-03-30", "daily 23:45", TORONTO, ["1919-03-31T00:45-04:00"]),
    ],
)
def test_clock_changes(day: str, said: str, zone: ZoneInfo, instants: list[str]) -> None:
    """A skipped time moves forward by the gap, a repeated one is the first, and a date left out has no slot."""
    assert on(day, said, zone) == instants


@pytest.mark.parametrize("zone", [LONDON, NEW_YORK])
def test_ten_stays_ten(zone: ZoneInfo) -> None:
    """A nudge at ten comes at ten by the wall clock on every day of the year."""
    year = slots(
        Recurrence("FREQ=DAILY", date(2027, 1, 1)),
        zone,
        after=datetime(2027, 1, 1, tzinfo=zone),
        until=datetime(2028, 1, 1, tzinfo=zone),
    )
    assert {slot.at.astimezone(zone).time() for slot in year} == {time(10)}
    assert len({slot.day for slot in year}) == len(year) == 365


def test_equal_instants_are_one_slot() -> None:
    """Where 02:30 is moved onto 03:30 there is one slot, and the later one of that day keeps its ordinal."""
    start = date(2027, 3, 14)
    evening = datetime(2027, 3, 14, 23, tzinfo=NEW_YORK)
    thrice = Recurrence("FREQ=DAILY;BYHOUR=2,3,16;BYMINUTE=30", start)
    found = slots(thrice, NEW_YORK, after=evening - timedelta(days=1), until=evening)
    assert keys(found) == ["2027-03-14.0", "2027-03-14.2"]
    assert [slot.at.hour for slot in found] == [7, 20]


def test_equal_instants_of_two_dates_are_one_slot() -> None:
    """Where a gap moves 23:45 onto the next date's 00:45, the earlier date keeps the slot."""
    twice = Recurrence("FREQ=DAILY;BYHOUR=0,23;BYMINUTE=45", date(1919, 3, 30))
    found = next_slots(twice, TORONTO, after=datetime(1919, 3, 30, 12, tzinfo=TORONTO), count=2)
    assert keys(found) == ["1919-03-30.1", "1919-03-31.1"]


def test_windows_exclude_their_beginning_and_include_their_end() -> None:
    """A slot at the very end of a window belongs to it, and not to the window that begins there."""
    noon = datetime(2027, 3, 22, 12, tzinfo=UTC)
    daily = Recurrence("FREQ=DAILY;BYHOUR=12", date(2027, 1, 1))
    assert keys(slots(daily, PLAIN, after=noon - timedelta(hours=1), until=noon)) == ["2027-03-22.0"]
    assert slots(daily, PLAIN, after=noon, until=noon + timedelta(hours=1)) == ()


def test_key_survives_a_new_time() -> None:
    """Editing 10:00 to 10:30 keeps the slot's key, so that today's nudge is not posted again."""
    start, now = date(2027, 3, 22), datetime(2027, 3, 22, tzinfo=UTC)
    ten, half_past = (understand(f"every monday {at}", start=start) for at in ("10:00", "10:30"))
    first, second = (next_slots(each, LONDON, after=now, count=1) for each in (ten, half_past))
    assert keys(first) == keys(second) == ["2027-03-22.0"]
    assert first[0].at != second[0].at


def test_ordinals_count_within_the_local_date() -> None:
    """Ordinals begin at 0 on each local date, whatever the date is in UTC."""
    auckland = ZoneInfo("Pacific/Auckland")
    twice = Recurrence("FREQ=DAILY;BYHOUR=8,20", date(2027, 7, 1))
    found = next_slots(twice, auckland, after=datetime(2027, 7, 1, tzinfo=auckland), count=4)
    assert keys(found) == ["2027-07-01.0", "2027-07-01.1", "2027-07-02.0", "2027-07-02.1"]


def test_leap_days() -> None:
    """29 February comes in leap years only, also over the eight years around 2100."""
    leap = understand("29 february 10:00", start=date(2027, 1, 1))
    assert days(next_slots(leap, LONDON, after=datetime(2027, 1, 1, tzinfo=UTC), count=2)) == [
        "2028-02-29",
        "2032-02-29",
    ]
    over = next_slots(leap, LONDON, after=datetime(2096, 2, 1, tzinfo=UTC), count=2)
    assert days(over) == ["2096-02-29", "2104-02-29"]


def test_short_months_are_passed_over() -> None:
    """The 31st comes only in months that have one, and the last day in each."""
    start, now = date(2027, 1, 1), datetime(2027, 1, 1, tzinfo=UTC)
    thirty_first = next_slots(understand("31st of the month", start=start), LONDON, after=now, count=3)
    last = next_slots(understand("last day of the month", start=start), LONDON, after=now, count=3)
    assert days(thirty_first) == ["2027-01-31", "2027-03-31", "2027-05-31"]
    assert days(last) == ["2027-01-31", "2027-02-28", "2027-03-31"]


@pytest.mark.parametrize("asked_after", [date(2027, 1, 1), date(2028, 12, 30), date(2033, 1, 2)])
def test_every_other_friday_keeps_its_phase(asked_after: date) -> None:
    """Every other Friday stays an even number of weeks from its first, over every new year and from any window."""
    fridays = understand("every other friday 15:00", start=date(2027, 1, 4))
    found = next_slots(fridays, LONDON, after=datetime.combine(asked_after, time(), UTC), count=30)
    assert all((slot.day - date(2027, 1, 8)).days % 14 == 0 for slot in found)
    assert all(later.day - earlier.day == timedelta(days=14) for earlier, later in pairwise(found))


def test_every_three_days_keeps_its_phase() -> None:
    """Every third day is counted from the first, through the clock change and the leap day."""
    thirds = understand("every 3 days 02:30", start=date(2028, 2, 27))
    found = next_slots(thirds, NEW_YORK, after=datetime(2028, 2, 27, tzinfo=NEW_YORK), count=6)
    assert days(found) == ["2028-02-27", "2028-03-01", "2028-03-04", "2028-03-07", "2028-03-10", "2028-03-13"]


def test_quarterly() -> None:
    """Every three months means the same four months of each year."""
    quarterly = understand("every 3 months on the first monday 10:00", start=date(2027, 11, 1))
    found = next_slots(quarterly, LONDON, after=datetime(2027, 11, 1, tzinfo=UTC), count=5)
    assert days(found) == ["2027-11-01", "2028-02-07", "2028-05-01", "2028-08-07", "2028-11-06"]


def test_every_other_year() -> None:
    """Every two years skips a year, whenever one asks."""
    biennial = understand("every 2 years on 20 january", start=date(2027, 1, 1))
    found = next_slots(biennial, LONDON, after=datetime(2028, 6, 1, tzinfo=UTC), count=2)
    assert days(found) == ["2029-01-20", "2031-01-20"]


def test_the_week_starts_where_the_rule_says() -> None:
    """With two days a week and an interval, WKST decides which of them belong together (RFC 5545's own example)."""
    start, now = date(1997, 8, 5), datetime(1997, 8, 5, tzinfo=UTC)
    text = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST="
    monday = next_slots(understand(f"{text}MO", start=start), PLAIN, after=now, count=4)
    sunday = next_slots(understand(f"{text}SU", start=start), PLAIN, after=now, count=4)
    assert days(monday) == ["1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"]
    assert days(sunday) == ["1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"]


def test_positions_count_a_days_times() -> None:
    """The first working day has both its times, and the last day of a rule with BYSETPOS its last."""
    start, now = date(2027, 5, 1), datetime(2027, 5, 1, tzinfo=UTC)
    first = understand("first weekday of the month 09:00 and 15:00", start=start)
    last = understand("FREQ=MONTHLY;BYDAY=MO,FR;BYSETPOS=-1;BYHOUR=9,15", start=start)
    assert keys(next_slots(first, PLAIN, after=now, count=2)) == ["2027-05-03.0", "2027-05-03.1"]
    assert [(slot.key, slot.at.hour) for slot in next_slots(last, PLAIN, after=now, count=1)] == [("2027-05-31.0", 15)]


def test_nothing_before_the_start() -> None:
    """A recurrence has no slot before the local day it starts on."""
    daily = Recurrence("FREQ=DAILY", date(2027, 3, 22))
    assert days(next_slots(daily, LONDON, after=datetime(2020, 1, 1, tzinfo=UTC), count=1)) == ["2027-03-22"]


def test_a_far_start_is_found() -> None:
    """A start beyond the horizon of today is no reason to find nothing."""
    daily = Recurrence("FREQ=DAILY", date(2050, 1, 1))
    assert days(next_slots(daily, LONDON, after=datetime(2020, 1, 1, tzinfo=UTC), count=1)) == ["2050-01-01"]


def test_until_is_the_last_day() -> None:
    """UNTIL's own local date still has its slots, and the next has none."""
    ending = understand("daily 23:30 until 23 march 2027", start=date(2027, 3, 22))
    found = next_slots(ending, NEW_YORK, after=datetime(2027, 3, 22, tzinfo=UTC), count=9)
    assert days(found) == ["2027-03-22", "2027-03-23"]


def test_a_rule_that_falls_silent_gives_fewer() -> None:
    """After the last slot within the horizon there are fewer than asked for, and no search without end."""
    rare = Recurrence("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO", date(2027, 1, 1))
    assert next_slots(rare, LONDON, after=datetime(2030, 1, 1, tzinfo=UTC), count=2) == ()


@pytest.mark.parametrize(
    "rule",
    ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=300"],
)
def test_a_rule_that_never_fires_ends(rule: str) -> None:
    """A stored rule that never comes round is expanded to nothing in a bounded number of steps."""
    never = Recurrence(rule, date(2027, 1, 1))
    assert next_slots(never, LONDON, after=datetime(2027, 1, 1, tzinfo=UTC), count=3) == ()


def test_a_century_is_enough() -> None:
    """A window of more than a century is a mistake and is refused."""
    daily = Recurrence("FREQ=DAILY", date(2027, 1, 1))
    with pytest.raises(ValueError, match="century"):
        slots(daily, LONDON, after=datetime(1800, 1, 1, tzinfo=UTC), until=datetime(2100, 1, 1, tzinfo=UTC))


def test_a_stored_rule_is_read_as_strictly() -> None:
    """A rule that dateutil would hang on is refused before it gets there, wherever it comes from."""
    with pytest.raises(RecurrenceError):
        next_slots(
            Recurrence("FREQ=SECONDLY;BYSETPOS=1", date(2027, 1, 1)),
            LONDON,
            after=datetime(2027, 1, 1, tzinfo=UTC),
            count=1,
        )


def chosen(numbers: range | tuple[int, ...], most: int = 3) -> st.SearchStrategy[str]:
    """Some of the numbers as RFC 5545 lists them."""
    return st.lists(st.sampled_from(numbers), min_size=1, max_size=most, unique=True).map(
        lambda few: ",".join(map(str, few))
    )


WEEKDAYS = st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, unique=True).map(",".join)
NUMBERED = st.lists(st.sampled_from(["1MO", "3WE", "5FR", "-1SU", "-2TH"]), min_size=1, unique=True).map(",".join)
MONTHS = {"BYMONTH": chosen(range(1, 13))}
BY_FREQUENCY = {
    "DAILY": {"BYDAY": WEEKDAYS, **MONTHS},
    "WEEKLY": {"BYDAY": WEEKDAYS, "WKST": st.sampled_from(["MO", "SU", "TH"]), **MONTHS},
    "MONTHLY": {
        "BYMONTHDAY": chosen((1, 13, 28, 29, 31, -1)),
        "BYDAY": WEEKDAYS | NUMBERED,
        "BYSETPOS": chosen((1, 2, -1)),
    },
    "YEARLY": {
        "BYMONTHDAY": chosen((1, 13, 29, -1)),
        "BYDAY": WEEKDAYS | NUMBERED,
        "BYSETPOS": chosen((1, 5, -1)),
        **MONTHS,
    },
}
STARTS = st.dates(date(2009, 1, 1), date(2029, 1, 1))
MOMENTS = st.datetimes(datetime(2009, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # zone beside


@st.composite
def recurrences(draw: st.DrawFn) -> Recurrence:
    """Any recurrence that is accepted."""
    frequency = draw(st.sampled_from(sorted(BY_FREQUENCY)))
    parts = draw(st.fixed_dictionaries({}, optional=BY_FREQUENCY[frequency]))
    interval, hours, minutes = draw(st.integers(1, 4)), draw(chosen(range(24), 2)), draw(chosen((0, 15, 30), 2))
    text = f"FREQ={frequency};INTERVAL={interval};BYHOUR={hours};BYMINUTE={minutes}"
    try:
        return understand(";".join((text, *(f"{name}={value}" for name, value in parts.items()))), start=draw(STARTS))
    except RecurrenceError:
        assume(False)  # noqa: FBT003  # Hypothesis' own signature
        raise


@settings(deadline=None)
@given(recurrences(), st.sampled_from(ZONES), MOMENTS, st.lists(st.integers(1, 20_000), min_size=1, max_size=5))
def test_adjacent_windows_make_one(recurrence: Recurrence, zone: ZoneInfo, after: datetime, hours: list[int]) -> None:
    """However a span of time is cut into windows, their slots together are the span's: none lost, none twice."""
    edges = [after]
    for step in hours:
        edges.append(edges[-1] + timedelta(hours=step))
    pieces = [slots(recurrence, zone, after=earlier, until=later) for earlier, later in pairwise(edges)]
    whole = slots(recurrence, zone, after=edges[0], until=edges[-1])
    assert tuple(slot for piece in pieces for slot in piece) == whole
    assert len({slot.key for slot in whole}) == len({slot.at for slot in whole}) == len(whole)


@settings(deadline=None)
@given(recurrences(), st.sampled_from(ZONES), MOMENTS, st.integers(1, 6))
def test_next_slots_are_the_first_of_a_window(
    recurrence: Recurrence, zone: ZoneInfo, after: datetime, count: int
) -> None:
    """The next slots are all there are up to the last of them; where fewer come, eight years are silent."""
    coming = next_slots(recurrence, zone, after=after, count=count)
    last = coming[-1].at if coming else max(after, datetime.combine(recurrence.start, time(), UTC))
    assert coming == slots(recurrence, zone, after=after, until=last)
    assert len(coming) == count or not slots(recurrence, zone, after=last, until=last + timedelta(days=2900))


@settings(deadline=None)
@given(recurrences(), st.sampled_from(ZONES), MOMENTS)
def test_local_times_are_the_rules(recurrence: Recurrence, zone: ZoneInfo, after: datetime) -> None:
    """At most four slots a local date, each at a time the rule names, or later by what the clocks skipped."""
    found = slots(recurrence, zone, after=after, until=after + timedelta(days=800))
    times = parse(recurrence.rule).times
    assert all(count <= 4 for count in Counter(slot.day for slot in found).values())
    for slot in found:
        local = slot.at.astimezone(zone).replace(tzinfo=None)
        shifts = [local - datetime.combine(slot.day, named) for named in times]
        gaps = [shift for shift in shifts if timedelta() < shift <= timedelta(hours=1)]
        assert timedelta() in shifts or any(is_gap(local - gap, zone) for gap in gaps)


def is_gap(local: datetime, zone: ZoneInfo) -> bool:
    """True for a local time that the zone's clocks skip."""
    return local.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local


@settings(deadline=None)
@given(recurrences(), MOMENTS)
def test_month_by_month_agrees_with_dateutil(recurrence: Recurrence, after: datetime) -> None:
    """Expanding month by month gives what dateutil gives when it counts from the start in one run."""
    end = after.replace(tzinfo=None) + timedelta(days=2000)
    whole = rrulestr(recurrence.rule, dtstart=datetime.combine(recurrence.start, time()))
    expected = [at for at in takewhile(lambda at: at <= end, whole) if at > after.replace(tzinfo=None)]
    found = slots(recurrence, PLAIN, after=after, until=end.replace(tzinfo=UTC))
    assert [slot.at.replace(tzinfo=None) for slot in found] == expected
