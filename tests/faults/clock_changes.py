"""Nudges through every kind of clock change: one for each local date that there is, at the time that was promised.

The dates and instants were worked out by hand from the tz database's dates of change (source: IANA tzdata 2026).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby

from bot.contract.places import Channel
from bot.nudges.recurrence import slot_day
from bot.storage import Base, Storage
from tests.faults.house import House, house
from tests.faults.nemesis import database
from tests.faults.seen import Seen, Size

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Change:
    """A time of day in a zone around a change: the days of the month that have a nudge, and its instants in UTC."""

    zone: str
    time: str
    days: tuple[int, ...]
    instants: tuple[str, ...]

    @property
    def due(self) -> list[datetime]:
        """The instants."""
        return [datetime.fromisoformat(each).replace(tzinfo=UTC) for each in self.instants]


CHANGES = (
    # 14 March 2027, 02:00 EST becomes 03:00 EDT: half past two moves on by the hour that is missing.
    Change("America/New_York", "02:30", (13, 14, 15), ("2027-03-13T07:30", "2027-03-14T07:30", "2027-03-15T06:30")),
    # 7 November 2027, 02:00 EDT becomes 01:00 EST: half past two comes once, half past one means the first.
    Change("America/New_York", "02:30", (6, 7, 8), ("2027-11-06T06:30", "2027-11-07T07:30", "2027-11-08T07:30")),
    Change("America/New_York", "01:30", (6, 7, 8), ("2027-11-06T05:30", "2027-11-07T05:30", "2027-11-08T06:30")),
    # 28 March 2027, 01:00 GMT becomes 02:00 BST; 31 October 2027, 02:00 BST becomes 01:00 GMT.
    Change("Europe/London", "02:30", (27, 28, 29), ("2027-03-27T02:30", "2027-03-28T01:30", "2027-03-29T01:30")),
    Change("Europe/London", "01:30", (27, 28, 29), ("2027-03-27T01:30", "2027-03-28T01:30", "2027-03-29T00:30")),
    Change("Europe/London", "02:30", (30, 31, 1), ("2027-10-30T01:30", "2027-10-31T02:30", "2027-11-01T02:30")),
    Change("Europe/London", "01:30", (30, 31, 1), ("2027-10-30T00:30", "2027-10-31T00:30", "2027-11-01T01:30")),
    # 3 October 2027, 02:00 becomes 02:30 on Lord Howe (+10:30 to +11): a quarter past two moves on by half an hour.
    Change("Australia/Lord_Howe", "02:30", (2, 3, 4), ("2027-10-01T16:00", "2027-10-02T15:30", "2027-10-03T15:30")),
    Change("Australia/Lord_Howe", "02:15", (2, 3, 4), ("2027-10-01T15:45", "2027-10-02T15:45", "2027-10-03T15:15")),
    # 4 April 2027, 02:00 becomes 01:30 there: a quarter to two comes twice and means the first.
    Change("Australia/Lord_Howe", "02:30", (3, 4, 5), ("2027-04-02T15:30", "2027-04-03T16:00", "2027-04-04T16:00")),
    Change("Australia/Lord_Howe", "01:45", (3, 4, 5), ("2027-04-02T14:45", "2027-04-03T14:45", "2027-04-04T15:15")),
    # Samoa left 30 December 2011 out, going from -10 to +14: that date has no nudge.
    Change(
        "Pacific/Apia",
        "02:30",
        (28, 29, 31, 1),
        ("2011-12-28T12:30", "2011-12-29T12:30", "2011-12-30T12:30", "2011-12-31T12:30"),
    ),
)


async def changes(url: str, size: Size) -> Seen:
    """Every change in turn, looked at each hour (each five minutes in a long trial) for three days."""
    every = timedelta(minutes=5) if size is Size.LONG else HOUR
    wrong: list[str] = []
    for _, together in groupby(CHANGES, key=lambda each: (each.zone, each.instants[0][:7])):
        around = tuple(together)
        begin, end = min(each.due[0] for each in around), max(each.due[-1] for each in around)
        async with house(url, begin - 2 * HOUR) as here:
            channels = [await here.schedule(_daily(each.time), each.zone) for each in around]
            await here.ticks(end + 2 * HOUR, every)
            for each, channel in zip(around, channels, strict=True):
                wrong += await _differences(here, each, channel, every)
            await _forget(here.storage)
    count = sum(len(each.days) for each in CHANGES)
    saw = f"{count} local dates around {len(CHANGES)} changes, {len(wrong)} wrong {'; '.join(wrong)}".strip()
    return Seen("clock changes: New York, London, Lord Howe, Apia", database(url),
                "one nudge for each local date that exists, at its time", saw, not wrong)  # fmt: skip


async def _differences(here: House, change: Change, channel: Channel, every: timedelta) -> Sequence[str]:
    """What was written down and what was said beside what was worked out: dates, due times, and when it was said."""
    rows = await here.deliveries(channel)
    days = [slot_day(row.slot).day for row in rows if row.status == "sent"]
    due = [row.due_at for row in rows]
    said = [post.at for post in here.room.posts if post.receipt.channel == channel and post.by is None]
    in_time = len(said) == len(change.due) and all(
        at <= then < at + every for at, then in zip(change.due, said, strict=True)
    )
    if days == list(change.days) and due == change.due and in_time:
        return ()
    found = ", ".join(f"{day}: {at:%d %H:%M}" for day, at in zip(days, due, strict=False))
    return (f"{change.time} {change.zone} has {found}, said at {[f'{at:%d %H:%M}' for at in said]}",)


def _daily(time: str) -> str:
    hour, minute = map(int, time.split(":"))
    return f"FREQ=DAILY;BYHOUR={hour};BYMINUTE={minute}"


async def jumps(url: str, size: Size) -> Seen:
    """The computer's clock jumps an hour forwards past a nudge, and back again over it, three days long."""
    begin = datetime(2027, 6, 1, 8, 0, tzinfo=UTC)
    every = timedelta(minutes=1) if size is Size.LONG else HOUR / 2
    async with house(url, begin) as here:
        channel = await here.schedule("FREQ=DAILY;BYHOUR=10;BYMINUTE=0", "UTC")
        for number in range(3):
            day = begin + timedelta(days=number)
            await here.ticks(day + 1.5 * HOUR, every)
            here.clock.at += HOUR  # half past ten, and ten was never seen
            await here.ticks(here.clock.at + HOUR, every)
            here.clock.at -= 2 * HOUR  # half past nine again: ten comes once more
            if number:  # once without: a process that goes on keeps what it knew before the jump
                here.restart()
            await here.ticks(day + 12 * HOUR, every)
        rows = await here.deliveries(channel)
        said = here.said(channel)
    dates = [slot_day(row.slot).day for row in rows if row.status == "sent"]
    saw = f"{said} said on 3 days with 6 jumps and 2 restarts; sent for June {dates} of {len(rows)} in the ledger"
    return Seen("the computer's clock jumps an hour, forwards and back", database(url), "one nudge for each date",
                saw, said == len(rows) == 3 and dates == [1, 2, 3])  # fmt: skip


async def _forget(storage: Storage) -> None:
    async with storage.write() as session:
        for table in reversed(Base.metadata.sorted_tables):
            if table.name != "queue_shape":
                await session.execute(table.delete())
