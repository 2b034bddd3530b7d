"""Opening hours are wall time in the service's own zone, through midnight and every clock change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signposting import Hours, closing, is_open, next_opening
from signposting.rules import read_hours

LONDON = ZoneInfo("Europe/London")


def hours(*rules: str) -> Hours:
    return read_hours(list(rules), LONDON)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def test_opens_on_the_minute_and_closes_on_the_minute() -> None:
    """A service is open from its first minute and no longer at its closing minute."""
    office = hours("mon-fri 09:00-17:00")
    monday = ["2026-11-23T08:59", "2026-11-23T09:00", "2026-11-23T16:59", "2026-11-23T17:00"]
    assert [is_open(office, london(at)) for at in monday] == [False, True, True, False]


def test_hours_across_midnight_belong_to_the_evening_they_began() -> None:
    """At one in the morning after Monday an evening line is still open; after Friday's there is none."""
    evenings = hours("mon-thu 18:00-02:00")
    assert is_open(evenings, london("2026-11-24T01:00"))
    assert not is_open(evenings, london("2026-11-28T01:00"))
    assert closing(evenings, london("2026-11-23T19:00")) == london("2026-11-24T02:00")


def test_adjoining_spells_are_one_spell() -> None:
    """A line that is open from Friday evening to Monday morning closes on Monday, not at each midnight."""
    weekend = hours("fri 18:00-24:00", "sat-sun 00:00-24:00", "mon 00:00-06:00")
    assert closing(weekend, london("2026-11-27T20:00")) == london("2026-11-30T06:00")


def test_every_day_round_the_clock_never_closes() -> None:
    """Seven whole days are open for good, as "always" is, and have no next opening."""
    for whole in (hours("daily 00:00-24:00"), read_hours("always", LONDON)):
        at = london("2026-11-27T20:00")
        assert is_open(whole, at)
        assert closing(whole, at) is None
        assert next_opening(whole, at) is None


def test_next_opening_is_the_next_one_in_the_week() -> None:
    """On Friday evening an office's next opening is Monday morning."""
    assert next_opening(hours("mon-fri 09:00-17:00"), london("2026-11-27T17:30")) == london("2026-11-30T09:00")


def test_nine_oclock_is_nine_oclock_after_the_clocks_change() -> None:
    """The wall clock stays the same through both changes, so the instant moves by an hour."""
    office = hours("daily 09:00-17:00")
    saturdays = {
        "2027-03-27T18:00": datetime(2027, 3, 28, 8, tzinfo=UTC),
        "2026-10-24T18:00": datetime(2026, 10, 25, 9, tzinfo=UTC),
    }
    assert [next_opening(office, london(at)) for at in saturdays] == list(saturdays.values())


def test_a_skipped_opening_time_moves_forward() -> None:
    """A line that would open at 01:30, when the clocks skip from 01:00 to 02:00, opens at 02:30."""
    opening = next_opening(hours("sun 01:30-06:00"), london("2027-03-27T12:00"))
    assert opening == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert opening is not None
    assert f"{opening:%H:%M}" == "02:30"


def test_an_hour_that_comes_twice_is_open_both_times() -> None:
    """A line open over the end of summer time answers in both of the hours between one and two."""
    night = hours("sat 20:00-04:00")
    assert is_open(night, datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    assert is_open(night, datetime(2026, 10, 25, 1, 30, tzinfo=UTC))


def test_the_askers_zone_does_not_matter() -> None:
    """The same instant, told in another zone, is as open."""
    office = hours("mon-fri 09:00-17:00")
    assert is_open(office, datetime.fromisoformat("2026-11-23T23:30:00+13:00"))


def test_overlapping_rules_are_one_spell() -> None:
    """Office hours with a longer Monday close once on Monday, in the evening."""
    office = hours("mon-fri 09:00-17:00", "mon 16:00-20:00")
    assert closing(office, london("2026-11-23T10:00")) == london("2026-11-23T20:00")
    assert next_opening(office, london("2026-11-23T20:00")) == london("2026-11-24T09:00")


def test_an_opening_that_the_clock_change_swallows_is_none() -> None:
    """From one to two on the night that has no such hour, nobody answers; the next time is a week later."""
    short = hours("sun 01:00-02:00")
    assert not is_open(short, datetime(2027, 3, 28, 1, tzinfo=UTC))
    assert next_opening(short, london("2027-03-27T12:00")) == london("2027-04-04T01:00")


def test_public_holidays_follow_the_weekly_rule() -> None:
    """No source speaks of dates, so Christmas Day is a Friday like any other."""
    office = hours("mon-fri 09:00-17:00")
    assert is_open(office, london("2026-12-25T12:00"))
    assert closing(office, london("2026-12-25T12:00")) == london("2026-12-25T17:00")


def test_unknown_hours_are_never_called_open() -> None:
    """Hours that nobody has told us are neither open nor about to open."""
    unknown = read_hours("unknown", LONDON)
    at = london("2026-11-23T12:00")
    assert (unknown.known, is_open(unknown, at), next_opening(unknown, at)) == (False, False, None)


@given(
    at=st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)),  # noqa: DTZ001 made aware below
    rule=st.sampled_from(
        ["mon-fri 09:00-17:00", "sat 20:00-04:00", "sun 01:30-06:00", "daily 17:00-24:00", "fri-mon 10:00-11:00"]
    ),
)
def test_a_next_opening_is_open_and_a_closing_is_not(at: datetime, rule: str) -> None:
    """At its next opening a service is open, a minute before it is not, and at its closing it is shut."""
    some, now = hours(rule), at.replace(tzinfo=UTC)
    opening, shut = next_opening(some, now), closing(some, now)
    assert (opening is None) == is_open(some, now) == (shut is not None)
    if opening:
        assert is_open(some, opening)
        assert not is_open(some, opening.astimezone(UTC) - timedelta(minutes=1))
    if shut:
        assert not is_open(some, shut)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (["mon-fri 9-5"], "is not like"),
        (["mon-fri 09:00-25:00"], "not a time of day"),
        (["monday 09:00-17:00"], "not a day"),
        (["mon 09:00-09:00"], "opens and closes at the same time"),
        (["mon 24:00-02:00"], "say 00:00 of the next"),
        (["mon- 09:00-17:00"], "not a day"),
        ([], "hours are"),
        ("sometimes", "hours are"),
        ([7], "is not like"),
    ],
)
def test_a_rule_that_cannot_be_read_says_why(written: object, reason: str) -> None:
    """A wrong rule is refused with a sentence that shows what was expected."""
    with pytest.raises(ValueError, match=reason):
        read_hours(written, LONDON)
