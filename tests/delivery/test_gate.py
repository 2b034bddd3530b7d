"""The gate to a platform keeps the pace, and leaves a platform in trouble alone."""

from __future__ import annotations

from asyncio import Event, create_task, gather, sleep
from datetime import UTC, datetime, timedelta

import pytest

from bot.contract.ports import Allowance, Busy, Uncertain
from bot.delivery.gate import FIRST_HOLD, LONGEST_HOLD, TROUBLE, Gate
from bot.delivery.store import PROBED
from tests.delivery.desk import Desk

AT_ONCE = Allowance().at_once
NOW = datetime(2027, 3, 22, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Time:
    """A clock in seconds that moves only while somebody waits."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


async def passed(gate: Gate, times: int) -> None:
    """So many requests, one after the other."""
    for _ in range(times):
        async with gate.turn():
            pass


@pytest.mark.parametrize(("processes", "seconds"), [(1, 1.0), (2, 2.0), (4, 4.0)])
async def test_the_pace_is_shared(processes: int, seconds: float) -> None:
    """Forty requests take a second where one process posts, and as many times longer as others do, too."""
    time = Time()
    gate = Gate(Allowance(each_second=40), time=time, sleep=time.sleep)
    gate.shared_by(processes)
    await passed(gate, 41)
    assert time.now - 100.0 == pytest.approx(seconds)


async def test_without_an_allowance_nobody_waits() -> None:
    """A platform that names no pace has none."""
    time = Time()
    await passed(Gate(Allowance(), time=time, sleep=time.sleep), 100)
    assert time.now == 100.0


async def test_a_pause_is_not_made_up_for() -> None:
    """Whoever posted nothing for a while may not post all at once after it."""
    time = Time()
    gate = Gate(Allowance(each_second=10), time=time, sleep=time.sleep)
    await passed(gate, 1)
    time.now += 60
    begun = time.now
    await passed(gate, 11)
    assert time.now - begun == pytest.approx(1.0)


async def test_only_so_many_are_on_their_way() -> None:
    """A platform that goes down meets no more requests than that."""
    gate, let_go, on_their_way = Gate(Allowance()), Event(), 0

    async def request() -> None:
        nonlocal on_their_way
        async with gate.turn():
            on_their_way += 1
            await let_go.wait()

    asking = [create_task(request()) for _ in range(2 * AT_ONCE)]
    for _ in range(4 * AT_ONCE):
        await sleep(0)
    assert on_their_way == AT_ONCE
    let_go.set()
    await gather(*asking)
    assert on_their_way == 2 * AT_ONCE


def test_a_few_failures_are_no_trouble() -> None:
    """One place that is busy says nothing about the platform."""
    gate = Gate(Allowance())
    assert [gate.failed(NOW) for _ in range(TROUBLE - 1)] == [None] * (TROUBLE - 1)
    assert gate.held_until(NOW) is None


def test_each_probe_that_fails_doubles_the_hold() -> None:
    """It is left alone for longer and longer, up to a minute; what fails meanwhile is no news."""
    gate, now, holds = Gate(Allowance()), NOW, list[timedelta]()
    for _ in range(TROUBLE - 1):
        gate.failed(now)
    for _ in range(9):
        until = gate.failed(now)
        assert until is not None
        assert gate.failed(now) is None
        assert gate.held_until(until - SECOND / 2) == until
        holds.append(until - now)
        now = until
    assert holds[:4] == [FIRST_HOLD, 2 * FIRST_HOLD, 4 * FIRST_HOLD, 8 * FIRST_HOLD]
    assert holds[-1] == LONGEST_HOLD


def test_the_platforms_own_word_counts() -> None:
    """Where it asks for ten minutes it is left alone for ten minutes."""
    gate, ten_minutes = Gate(Allowance()), timedelta(minutes=10)
    until = [gate.failed(NOW, ten_minutes) for _ in range(TROUBLE)][-1]
    assert until == NOW + ten_minutes


def test_an_answer_ends_the_trouble() -> None:
    """The first answer lets go what was held back, once."""
    gate = Gate(Allowance())
    for _ in range(TROUBLE):
        gate.failed(NOW)
    assert gate.went_well()
    assert gate.held_until(NOW) is None
    assert not gate.went_well()


# --- and what follows for the ledger ------------------------------------------------------------------------


async def plan_many(desk: Desk, count: int) -> None:
    """So many deliveries, each for a channel of its own."""
    await desk.plan(*(desk.planned(f"{each:03}", to=desk.room.add_channel(f"c{each}")) for each in range(count)))


async def test_what_waits_behind_a_storm_is_not_sent_into_it(desk: Desk) -> None:
    """Of two hundred that are due, a platform that is too busy meets no more than are on their way at once."""
    await plan_many(desk, 200)
    desk.platform.posting.extend([Busy(SECOND)] * 200)
    await desk.work()
    assert len(desk.platform.posted) <= AT_ONCE + TROUBLE
    assert set(await desk.statuses()) == {"pending"}


async def test_a_probe_goes_first(desk: Desk) -> None:
    """After the hold one delivery tries it; the others follow only once that was answered."""
    worker = desk.worker()
    await plan_many(desk, 50)
    desk.platform.posting.extend([Busy(SECOND)] * 50)
    await worker.work()
    before = len(desk.platform.posted)
    desk.clock.move_to(desk.clock() + FIRST_HOLD)
    await worker.work()
    assert len(desk.platform.posted) == before + 1
    desk.platform.posting.clear()
    desk.clock.move_to(desk.clock() + 2 * FIRST_HOLD)
    await worker.work()
    assert set(await desk.statuses()) == {"sent"}
    assert len(desk.said) == len(set(desk.said)) == 50


async def test_without_a_probe_the_others_come_in_time(desk: Desk) -> None:
    """Where the process that would probe has died, another goes on a little later."""
    await plan_many(desk, 30)
    desk.platform.posting.extend([Busy(SECOND)] * 30)
    await desk.work()
    desk.platform.posting.clear()
    desk.clock.move_to(desk.clock() + FIRST_HOLD + PROBED)
    await desk.work()
    assert set(await desk.statuses()) == {"sent"}


async def test_an_outage_costs_few_requests(desk: Desk) -> None:
    """In half an hour without an answer a worker asks some fifty times, and says everything once when it is over."""
    worker = desk.worker()
    await plan_many(desk, 100)
    desk.platform.posting.extend([Uncertain()] * 1_000)
    desk.platform.finding.extend([Uncertain()] * 1_000)
    for _ in range(30 * 12):
        desk.clock.move_to(desk.clock() + 5 * SECOND)
        await worker.work()
    asked = len(desk.platform.posted) + len(desk.platform.looked_for)
    assert asked < 80, asked
    desk.platform.posting.clear()
    desk.platform.finding.clear()
    for _ in range(4):
        desk.clock.move_to(desk.clock() + LONGEST_HOLD)
        await worker.work()
    assert set(await desk.statuses()) == {"sent"}
    assert len(desk.said) == len(set(desk.said)) == 100


async def test_a_channel_has_its_pace(desk: Desk) -> None:
    """Where a platform takes one post a second in a channel, the next waits for it in the ledger; others don't."""
    desk.platform.allowance = Allowance(between=SECOND)
    other = desk.room.add_channel("other")
    await desk.plan(desk.planned("1"), desk.planned("2"), desk.planned("3"), desk.planned("4", to=other))
    assert await desk.work() == 2
    assert await desk.later(SECOND / 2) == 0
    assert await desk.later(SECOND / 2 + SECOND / 10) == 1
    assert await desk.later(SECOND * 1.1) == 1
    assert desk.said == ["1", "4", "2", "3"]
