"""A bot that was away for a day comes back quietly; and what is gone for good is told once and left alone."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from bot.contract.events import CommunityLeft
from bot.contract.places import Member
from bot.delivery import store
from bot.delivery.kinds import Kind
from bot.delivery.ledger import Planned
from bot.delivery.worker import Worker
from bot.nudges.store import schedules
from tests.delivery.desk import KIND, compose_words
from tests.faults.house import House, house
from tests.faults.nemesis import database
from tests.faults.seen import Seen, Size

BEGIN = datetime(2027, 6, 1, 8, 0, tzinfo=UTC)  # a Tuesday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MINUTE = timedelta(minutes=1)

RULES = (
    "FREQ=DAILY;BYHOUR=3,9,15,21;BYMINUTE=0",
    "FREQ=DAILY;BYHOUR=7;BYMINUTE=0",  # an hour before the start: late, and still sent
    "FREQ=DAILY;BYHOUR=5;BYMINUTE=0",  # three hours before it: too late
    "FREQ=DAILY;BYHOUR=8;BYMINUTE=0",  # at the very minute
    "FREQ=WEEKLY;BYDAY=TU;BYHOUR=20;BYMINUTE=0",
    "FREQ=MONTHLY;BYMONTHDAY=1;BYHOUR=9;BYMINUTE=0",
)
SENT = (0, 1, 0, 1, 0, 0)
SKIPPED = (4, 0, 1, 0, 1, 1)

TRIED_AT_MOST = 6
"""Of three schedules each nudge, and each notice to the moderators about it."""


async def day(url: str, size: Size) -> Seen:
    """Nobody runs it for 24 hours; then it starts, is killed, and starts again half an hour later."""
    copies = 50 if size is Size.LONG else 1
    async with house(url, BEGIN) as here:
        places = [[await here.schedule(rule, "UTC") for rule in RULES] for _ in range(copies)]
        await here.running.clockwork.tick()
        here.clock.at += DAY
        for later in (0 * MINUTE, 30 * MINUTE):  # nothing new is due by then
            here.clock.at += later
            here.restart()
            await here.running.clockwork.tick()
        found = Counter[tuple[int, str]]()
        for each in places:
            for number, channel in enumerate(each):
                found.update((number, row.status) for row in await here.deliveries(channel))
        said = len(here.room.posts)
    expected = Counter[tuple[int, str]]()
    for number in range(len(RULES)):
        expected[number, "sent"], expected[number, "skipped"] = SENT[number] * copies, SKIPPED[number] * copies
    holds = +found == +expected and said == sum(SENT) * copies
    saw = f"{len(RULES) * copies} schedules: {said} late nudges, {sum(SKIPPED) * copies} skipped visibly"
    saw += "" if holds else f"; {found}"
    return Seen("down for 24 hours, then started", database(url),
                "one late nudge or skipped per schedule, no storm", saw, holds)  # fmt: skip


async def gone(url: str, size: Size) -> Seen:
    """A channel is deleted, direct messages are closed, and at last the bot is removed."""
    days = 30 if size is Size.LONG else 4
    async with house(url, BEGIN) as here:
        tea, other = [await here.schedule("FREQ=DAILY;BYHOUR=9;BYMINUTE=0", "UTC") for _ in range(2)]
        ana = here.room.add_person("Ana").member
        here.room.remove_channel(tea)
        closed = await _tell_privately(here, ana)
        await here.ticks(BEGIN + days * DAY, HOUR)
        attempts = len(here.platform.posted)
        told = [post for post in here.room.posts if post.receipt.channel.native == "moderators"]
        async with here.storage.read() as session:
            paused = [each.paused_at is not None for each in await schedules(session, here.room.community)]
        stands = here.said(other)
        left = CommunityLeft(id="left-1", by=ana, where=None, at=here.clock.at)
        await here.running.core.handle(left)
        await here.ticks(BEGIN + (days + 3) * DAY, HOUR)
        after = len(here.platform.posted) - attempts
    saw = f"{len(told)} notice, {paused.count(True)} of 2 schedules paused, {after} requests after the removal"
    holds = len(told) == 1 and paused == [True, False] and stands == days and after == 0 and closed == ["dead"]
    holds &= attempts == days + 3  # what was said, the notice, and one attempt for each of the two that are gone
    return Seen("a channel deleted, direct messages closed, the bot removed", database(url),
                "told once to moderators, schedule paused, nothing retried", saw, holds)  # fmt: skip


async def removed(url: str, size: Size) -> Seen:
    """The bot is removed while it isn't running, so nobody tells it: every channel is closed to it from then on."""
    days = 30 if size is Size.LONG else 4
    async with house(url, BEGIN) as here:
        for _ in range(3):
            await here.schedule("FREQ=DAILY;BYHOUR=9;BYMINUTE=0", "UTC")
        for channel in tuple(here.room.places):
            here.room.remove_channel(channel)
        here.restart()
        await here.ticks(BEGIN + DAY, HOUR)
        first = len(here.platform.posted)
        await here.ticks(BEGIN + days * DAY, HOUR)
        later = len(here.platform.posted) - first
        async with here.storage.read() as session:
            paused = [each.paused_at is not None for each in await schedules(session, here.room.community)]
        statuses = Counter(row.status for row in await here.deliveries())
    saw = f"3 schedules: {first} requests on the first day, {later} in {days - 1} days after; {sum(paused)} paused"
    holds = 3 <= first <= TRIED_AT_MOST and later == 0 and all(paused) and set(statuses) == {"dead"}
    return Seen("the bot removed while it was away", database(url),
                "each schedule and each notice tried once, then paused", saw, holds)  # fmt: skip


async def _tell_privately(here: House, member: Member) -> list[str]:
    """Something for a member who takes no direct messages; how it stands after a few looks."""
    here.room.people[member].takes_direct = False
    platforms = {here.platform.name: here.platform}
    worker = Worker(here.storage, platforms, {KIND: Kind(KIND, compose_words, "why")}, here.clock)
    async with here.storage.write() as session:
        await store.plan(session, [Planned(KIND, "1", "", member, BEGIN)])
    for _ in range(3):
        await worker.work()
    return [row.status for row in await here.deliveries() if row.kind == KIND]
