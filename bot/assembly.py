"""The only module that knows concrete adapters: it builds everything and starts it."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from random import Random

import structlog

from adapters.room import Room
from adapters.room.clock import MovableClock
from adapters.room.village import NAME, furnish
from bot.brews import store as brews
from bot.brews.wishes import store as waiting
from bot.catalogue import Catalogue, whole
from bot.community import leaving
from bot.community import store as communities
from bot.config import Config, ConfigError
from bot.contract.house import House
from bot.contract.ports import Clock, Platform
from bot.delivery import store as ledger
from bot.delivery.clockwork import Clockwork, Job
from bot.delivery.worker import Worker
from bot.dispatcher import Dispatcher, Surroundings
from bot.installing import store as installing
from bot.metrics import Metrics
from bot.nudges import library
from bot.nudges import store as schedules
from bot.seeding import read_schedules, seed
from bot.storage import Storage, StorageError, open_storage
from bot.teamwork import Team
from signposting import Directory, Engine, load_directory, load_engine

log = structlog.get_logger("brewmate")

SENT_EVERY = timedelta(seconds=1)
TIDIED_EVERY = timedelta(hours=1)
MOMENT = timedelta(seconds=1)
MOST_SKIPS = 2_000
"""The most steps of one skip of the clock: more nudges than a month of four a day in a dozen channels."""


def now() -> datetime:
    """The real present."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Running:
    """Everything that was built, ready to be spoken to."""

    config: Config
    storage: Storage
    catalogue: Catalogue
    core: Dispatcher
    worker: Worker
    clockwork: Clockwork
    clock: Clock
    metrics: Metrics

    @property
    def house(self) -> House:
        """What an adapter is handed of it."""
        catalogue = self.catalogue
        commands = {path: each.declared for path, each in catalogue.commands.items()}
        actions = {name: each.declared for name, each in catalogue.actions.items()}
        return House(self.core, commands, actions, self.clock)


def build(
    config: Config,
    storage: Storage,
    platforms: Mapping[str, Platform],
    *,
    clock: Clock = now,
    draw: Random | None = None,
    team: Team | None = None,
) -> Running:
    """The core over this storage and these platforms; nothing is started, read or written yet.

    Without a ``team`` this process does everything, and its worker looks at the ledger by itself.
    """
    chance = draw or Random(secrets.randbits(64))  # noqa: S311  # picks prompts, not secrets
    metrics = Metrics()
    catalogue = whole(storage, *_shelf(), chance, metrics)
    about = config.community
    defaults = communities.Defaults(about.locale, about.zone, about.area)
    kept = timedelta(days=about.kept_after_leaving)
    core = Dispatcher(catalogue, Surroundings(storage, defaults, clock, chance, metrics, kept))
    worker = Worker(storage, platforms, catalogue.kinds, clock, metrics)
    sending = team.jobs(worker) if team else (Job("deliver", SENT_EVERY, partial(_deliver, worker)),)
    jobs = (
        *catalogue.jobs,
        *catalogue.errands(platforms),
        *sending,
        Job("tidy", TIDIED_EVERY, partial(_tidy, storage, kept)),
    )
    locks, acts = (team.locks, team.role.sends) if team else (None, True)
    clockwork = Clockwork(jobs, clock, metrics, locks=locks, acts=acts)
    return Running(config, storage, catalogue, core, worker, clockwork, clock, metrics)


def examine(config: Config, at: datetime) -> tuple[str, ...]:
    """What would run, a sentence each; ConfigError for what only the features can tell is wrong."""
    found, faults = read_schedules(config, at.date())
    if faults:
        raise ConfigError(faults)
    prompts, directory, _ = _shelf()
    where = f"http://{config.web.host}:{config.web.port}"
    platforms = [*(["Discord"] if config.discord.token else []), *(["Slack"] if config.slack.is_wanted else [])]
    if platforms:
        return (
            f"{' and '.join(platforms)}, with what you gave; health checks and metrics at {where}.",
            f"New communities begin in {config.community.zone}, speaking {config.community.locale}.",
            f"{len(prompts.prompts)} prompts, {len(directory.services)} support services.",
        )
    return (
        f"A playground at {where}, in {config.community.zone}, speaking {config.community.locale}.",
        f"{len(found)} schedules for a new community: {', '.join(each.when for each in config.nudges) or 'none'}.",
        f"Listening from the start in: {', '.join(config.listening.channels) or 'no channel'}.",
        f"{len(prompts.prompts)} prompts, {len(directory.services)} support services.",
    )


@asynccontextmanager
async def playground(
    config: Config, *, clock: MovableClock, draw: Random | None = None, is_new: bool = False, is_bare: bool = False
) -> AsyncIterator[tuple[Running, Room]]:
    """The playground's community over the configured database, brought up to date; closed when the block ends.

    ``is_new`` is for a database that begins empty and is thrown away: its tables are made without the migrations.
    In an ``is_bare`` community nobody has set anything up; otherwise it begins as the configuration says.
    """
    examine(config, clock())
    storage = open_storage(config.database.url.get_secret_value())
    try:
        await (storage.make_tables() if is_new else prepare(storage))
        room = Room(clock, run=secrets.token_hex(4))
        moderators = furnish(room)
        running = build(config, storage, {room.name: room}, clock=clock, draw=draw)
        if not is_bare:
            async with storage.write() as session:
                await seed(session, room.community, config, NAME, moderators, clock())
        yield running, room
    finally:
        await storage.close()


class Panel:
    """Moves a room's clock forwards, stopping at everything that comes due on the way."""

    def __init__(self, running: Running, clock: MovableClock) -> None:
        self._running = running
        self._clock = clock
        self._was_due: datetime | None = None

    def now(self) -> datetime:
        """The room's present."""
        return self._clock()

    async def next_nudge(self) -> datetime | None:
        """When the next nudge is due."""
        async with self._running.storage.read() as session:
            return await schedules.next_time(session)

    async def next_due(self) -> datetime | None:
        """When the next thing happens by itself."""
        async with self._running.storage.read() as session:
            coming = (
                await schedules.next_time(session),
                await brews.next_due(session),
                await waiting.newest_waiting(session),
                await ledger.next_due(session),
            )
        return min((each for each in coming if each is not None), default=None)

    async def skip_to(self, at: datetime) -> None:
        """Let it be then, and let everything due before then have happened at its own time."""
        for _ in range(MOST_SKIPS):
            await self.step_to(at)
            if self._clock() >= at:
                break
        self._clock.move_to(at)

    async def step_to(self, at: datetime) -> None:
        """Let it be when the next thing is due, but not later than then; and let it happen.

        What is due and didn't happen waits for the time itself, as a second post in the same place on Slack does.
        """
        due = await self.next_due()
        if due is not None and due == self._was_due and due <= self._clock():
            due = self._clock() + MOMENT
        self._was_due = due
        self._clock.move_to(at if due is None else min(due, at))
        await self._running.clockwork.tick()


@cache
def _shelf() -> tuple[library.Library, Directory, Engine]:
    """What ships with Brewmate and never changes while it runs."""
    return library.read(), load_directory(), load_engine()


async def prepare(storage: Storage) -> None:
    """SQLite is brought up to date by itself; on PostgreSQL that is the operator's step."""
    from bot.delivery.upgrading import is_current, upgrade  # noqa: PLC0415  # Alembic takes a quarter of a second

    if storage.is_sqlite:
        await upgrade(storage)
    elif not await is_current(storage):
        msg = "The database does not have the shape that this version needs: run brewmate upgrade first."
        raise StorageError(msg)


async def _deliver(worker: Worker, _now: datetime) -> None:
    await worker.work()


async def _tidy(storage: Storage, kept: timedelta, at: datetime) -> None:
    async with storage.write() as session:
        await leaving.forget_left(session, now=at, kept=kept)
        await communities.tidy(session, at)
        await installing.tidy(session, at)
        await ledger.tidy(session, at)
