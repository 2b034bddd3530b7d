"""Worker processes that can be killed: the real ledger, worker, queue and clockwork, before a recording platform."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from time import monotonic

from sqlalchemy import event

from bot.config import load
from bot.contract.messages import Message, text
from bot.contract.places import Receipt, Target
from bot.contract.ports import Allowance
from bot.delivery.clockwork import Clockwork, Job
from bot.delivery.kinds import Kind
from bot.delivery.ledger import Claimed, Settlement, Skip
from bot.delivery.queue.carrier import Pulse
from bot.delivery.worker import Worker
from bot.logs import configure
from bot.storage import Session, Storage, open_storage
from bot.teamwork import Role, team
from tests.faults.recording import RecordingPlatform

KIND = "test"
PATIENCE = timedelta(seconds=12)
ENDED_WITHIN = 15.0  # seconds
PULSE = Pulse(every=0.3, silence=1.5)
LOOKED_EVERY = timedelta(seconds=0.2)
ON_ITS_WAY = 0.003  # seconds after which a request has been sent and not been answered yet

STEPS = ("claimed", "sent", "answered", "settling", "committed")

TOGETHER = multiprocessing.get_context("forkserver")
TOGETHER.set_forkserver_preload(["tests.faults.nemesis", "bot.delivery.queue.gathering", "bot.storage.locks"])


@dataclass(frozen=True, slots=True)
class Running:
    """What a worker process is told. Its clock runs ``speed`` times as fast as the machine's, from ``since`` on."""

    database: str
    platforms: Mapping[str, tuple[str, Allowance]]
    start: datetime = datetime(2027, 3, 22, 10, 0, tzinfo=UTC)
    since: float = 0.0
    speed: float = 1.0
    dies_at: str = ""
    """A step at which it kills itself, at its first delivery: one of STEPS."""

    def now(self) -> datetime:
        """By the clock that all of them share."""
        return self.start + timedelta(seconds=(monotonic() - self.since) * self.speed)


async def composed(session: Session, claimed: Claimed, now: datetime) -> Message | Skip:
    """The subject as the words."""
    return text(claimed.subject)


def run(about: Running) -> None:
    """One process, until SIGTERM."""
    configure("json", "critical")
    asyncio.run(_run(about))


async def _run(about: Running) -> None:
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    async with AsyncExitStack() as stack:
        storage = open_storage(about.database)
        stack.push_async_callback(storage.close)
        dying = Dying(about.dies_at, storage)
        platforms = {
            name: await stack.enter_async_context(DyingPlatform(name, url, allowance, dying))
            for name, (url, allowance) in about.platforms.items()
        }
        worker = Worker(storage, platforms, {KIND: Kind(KIND, composed, "why", settled=dying.settled)}, about.now)
        shared = await stack.enter_async_context(team(load(None, {}), Role.ALL, storage, about.now, PULSE))

        async def deliver(_now: datetime) -> None:
            await worker.work()

        jobs = shared.jobs(worker) if shared else (Job("deliver", LOOKED_EVERY, deliver),)
        clockwork = Clockwork(jobs, about.now, locks=shared.locks if shared else None)
        if shared is not None:
            await stack.enter_async_context(shared.carrying(worker, PATIENCE))
        clockwork.start()
        await told.wait()
        worker.stop()
        await clockwork.stop(PATIENCE)


class Dying:
    """Kills its own process, as by kill -9, at one step of its first delivery."""

    def __init__(self, step: str, storage: Storage) -> None:
        self._step = step
        self._is_settling = False
        event.listen(storage.engine.sync_engine, "checkin", self._given_back)

    async def settled(self, session: Session, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
        """As ``Kind.settled``: it is written down, and not committed yet."""
        self._is_settling = True
        self.at("settling")

    def at(self, step: str) -> None:
        """This is the step."""
        if step == self._step:
            os.kill(os.getpid(), signal.SIGKILL)

    def _given_back(self, *_: object) -> None:
        """A connection isn't needed any more: what it wrote is committed."""
        if self._is_settling:
            self.at("committed")


class DyingPlatform(RecordingPlatform):
    """Recorded as any other, as far as its process gets."""

    def __init__(self, name: str, url: str, allowance: Allowance, dying: Dying) -> None:
        super().__init__(name, url, allowance)
        self._dying = dying

    async def post(self, to: Target, message: Message, *, key: str) -> Receipt:
        self._dying.at("claimed")
        asyncio.get_running_loop().call_later(ON_ITS_WAY, self._dying.at, "sent")
        receipt = await super().post(to, message, key=key)
        self._dying.at("answered")
        return receipt


class Crew:
    """Worker processes side by side."""

    def __init__(self, about: Running) -> None:
        self.about = about
        self.members: list[BaseProcess] = []
        self.started = 0

    def start(self, count: int = 1, about: Running | None = None) -> None:
        """Start so many more."""
        for _ in range(count):
            process = TOGETHER.Process(target=run, args=(about or self.about,), daemon=True)
            process.start()
            self.members.append(process)
            self.started += 1

    def kill(self, number: int) -> None:
        """Kill -9."""
        process = self.members.pop(number)
        process.kill()
        process.join()

    def signal(self, number: int, name: signal.Signals) -> None:
        """Any other signal."""
        os.kill(self.members[number].pid or 0, name)

    def gone(self) -> int:
        """Forget those that ended by themselves; how many."""
        ended = [each for each in self.members if not each.is_alive()]
        self.members = [each for each in self.members if each.is_alive()]
        return len(ended)

    def stop(self) -> float:
        """SIGTERM to all; the seconds until the last has ended."""
        begun = monotonic()
        for each in self.members:
            each.terminate()
        for each in self.members:
            each.join(max(0.0, begun + ENDED_WITHIN - monotonic()))
        return monotonic() - begun


@contextmanager
def crew(about: Running, count: int) -> Iterator[Crew]:
    """So many workers; whoever is left is killed when the block ends."""
    together = Crew(about)
    together.start(count)
    try:
        yield together
    finally:
        for process in together.members:
            process.kill()
            process.join()
