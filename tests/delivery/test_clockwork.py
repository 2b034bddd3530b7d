"""The clockwork looks at its jobs again and again, and stops in good order."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from structlog.typing import EventDict

from adapters.room.clock import MovableClock
from bot.delivery.clockwork import Clockwork, Job
from bot.storage import StorageBusy, StorageError

DAY = timedelta(days=1)
LONG = timedelta(minutes=1)


class Told:
    """A job that notes when it was told to run."""

    def __init__(self) -> None:
        self.runs: list[tuple[str, datetime]] = []
        self.ran = asyncio.Event()

    def job(self, name: str = "note", error: Exception | None = None) -> Job:
        async def run(now: datetime) -> None:
            self.runs.append((name, now))
            self.ran.set()
            if error is not None:
                raise error

        return Job(name, DAY, run)


class Slow:
    """A job that goes on until it is let go."""

    def __init__(self) -> None:
        self.began, self.may_end = asyncio.Event(), asyncio.Event()
        self.ended = self.cut_off = False
        self.job = Job("slow", DAY, self._run)

    async def _run(self, now: datetime) -> None:
        self.began.set()
        try:
            await self.may_end.wait()
            self.ended = True
        except asyncio.CancelledError:
            self.cut_off = True
            raise


async def test_a_tick_runs_every_job_in_its_order(clock: MovableClock) -> None:
    """One tick is one look at everything, each told the clock's present."""
    told = Told()
    await Clockwork([told.job("a"), told.job("b")], clock).tick()
    assert told.runs == [("a", clock()), ("b", clock())]


async def test_a_tick_waits_for_a_job_before_the_next(clock: MovableClock) -> None:
    """A job finds done what the job before it does."""
    done: list[str] = []

    def job(name: str) -> Job:
        async def run(now: datetime) -> None:
            await asyncio.sleep(0)
            done.append(name)

        return Job(name, DAY, run)

    await Clockwork([job("a"), job("b"), job("c")], clock).tick()
    assert done == ["a", "b", "c"]


@pytest.mark.parametrize("error", [StorageError("The disk is full."), StorageBusy("The database is busy.")])
async def test_trouble_with_the_database_stops_no_other_job(
    clock: MovableClock, error: StorageError, logged: list[EventDict]
) -> None:
    """A job that can't save just now waits for the next tick, and the others run."""
    told = Told()
    await Clockwork([told.job("a", error), told.job("b")], clock).tick()
    assert [name for name, _ in told.runs] == ["a", "b"]
    assert [(each["event"], each["job"], each["reason"]) for each in logged] == [("job_waits", "a", str(error))]


async def test_a_started_clockwork_runs_its_jobs_at_once(clock: MovableClock) -> None:
    """Nobody waits a day for the first look."""
    told = Told()
    clockwork = Clockwork([told.job()], clock)
    clockwork.start()
    await told.ran.wait()
    await clockwork.stop(LONG)
    assert told.runs == [("note", clock())]


async def test_a_stop_waits_for_what_is_running(clock: MovableClock) -> None:
    """A job that is under way is finished before the stop is over."""
    slow = Slow()
    clockwork = Clockwork([slow.job], clock)
    clockwork.start()
    await slow.began.wait()
    stopping = asyncio.create_task(clockwork.stop(LONG))
    await asyncio.sleep(0)
    slow.may_end.set()
    await stopping
    assert (slow.ended, slow.cut_off) == (True, False)


async def test_a_stop_does_not_wait_for_ever(clock: MovableClock) -> None:
    """A job that does not end in the time given is cut off."""
    slow = Slow()
    clockwork = Clockwork([slow.job], clock)
    clockwork.start()
    await slow.began.wait()
    await clockwork.stop(timedelta(0))
    for _ in range(5):
        await asyncio.sleep(0)
    assert (slow.ended, slow.cut_off) == (False, True)


async def test_nothing_begins_after_a_stop(clock: MovableClock) -> None:
    """A job that was not running when the stop came does not begin while another is waited for."""
    slow, told = Slow(), Told()
    clockwork = Clockwork([slow.job, Job("often", timedelta(microseconds=1), told.job().run)], clock)
    clockwork.start()
    await slow.began.wait()
    stopping = asyncio.create_task(clockwork.stop(LONG))
    await asyncio.sleep(0)
    before = len(told.runs)
    slow.may_end.set()
    await stopping
    assert len(told.runs) == before


async def test_a_clockwork_that_never_started_stops_at_once(clock: MovableClock) -> None:
    """A start that failed half-way can be tidied up."""
    await Clockwork([], clock).stop(LONG)


class Shared:
    """Locks that several clockworks share: whoever asks first has them."""

    def __init__(self, owners: dict[str, object]) -> None:
        self._owners = owners

    async def take(self, names: Collection[str]) -> frozenset[str] | None:
        return frozenset(name for name in names if self._owners.setdefault(name, self) is self)

    async def let_go(self, names: Collection[str]) -> None:
        for name in names:
            if self._owners.get(name) is self:
                del self._owners[name]

    def was_let_go(self, name: str) -> bool:
        return False


async def test_one_clockwork_acts_for_all(clock: MovableClock) -> None:
    """Of several processes one does what has to be done once; each does what it has to do for itself."""
    owners: dict[str, object] = {}
    first, second = Told(), Told()
    one, other = Shared(owners), Shared(owners)
    for told, locks in ((first, one), (second, other)):
        everywhere = replace(told.job("for itself"), everywhere=True)
        await Clockwork([told.job("for all"), everywhere], clock, locks=locks).tick()
    assert [name for name, _ in first.runs] == ["for all", "for itself"]
    assert [name for name, _ in second.runs] == ["for itself"]


async def test_another_acts_when_one_has_ended(clock: MovableClock) -> None:
    """Whoever is left goes on with it."""
    owners: dict[str, object] = {}
    one, other, told = Shared(owners), Shared(owners), Told()
    await Clockwork([], clock, locks=one).tick()
    await one.take(["clockwork"])
    waiting = Clockwork([told.job()], clock, locks=other)
    await waiting.tick()
    assert told.runs == []
    await one.let_go(["clockwork"])
    await waiting.tick()
    assert len(told.runs) == 1


async def test_who_is_not_to_act_never_asks(clock: MovableClock) -> None:
    """A gateway or a web process leaves the lock to the workers."""
    owners: dict[str, object] = {}
    told = Told()
    await Clockwork([told.job()], clock, locks=Shared(owners), acts=False).tick()
    assert (told.runs, owners) == ([], {})
