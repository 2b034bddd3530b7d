"""The playground's community over a database of its own, its log drawn as ever and read by nobody."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, redirect_stderr
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import structlog

from adapters.room import Room
from adapters.room.clock import MovableClock
from bot.assembly import Panel, Running, playground
from bot.config import load
from bot.contract.places import Channel, Member
from bot.logs import configure

MONDAY = datetime(2027, 3, 22, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Community:
    """What a benchmark speaks to. Its clock stands still until it is moved."""

    running: Running
    room: Room
    clock: MovableClock

    @property
    def panel(self) -> Panel:
        """Moves the clock."""
        return Panel(self.running, self.clock)

    @property
    def moderator(self) -> Member:
        """Somebody who may do everything."""
        return next(person.member for person in self.room.people.values() if person.is_moderator)

    def channel(self, name: str) -> Channel:
        """A channel by name."""
        return Channel(self.room.community, name)


@asynccontextmanager
async def community(url: str) -> AsyncIterator[Community]:
    """The example's community, one tick old: its notice stands, so it listens in #general."""
    config, clock = load(None, {"BREWMATE_DATABASE_URL": url}), MovableClock(MONDAY)
    with _unread_log():
        async with playground(config, clock=clock, draw=Random(7)) as (running, room):  # noqa: S311  # picks prompts
            await running.clockwork.tick()
            yield Community(running, room, clock)


@contextmanager
def sqlite_file() -> Iterator[str]:
    """The URL of a database in a file of its own, which is deleted when the block ends."""
    with tempfile.TemporaryDirectory(prefix="brewmate-bench-") as folder:
        yield f"sqlite:///{Path(folder) / 'bench.db'}"


@contextmanager
def _unread_log() -> Iterator[None]:
    """Each event is drawn, as in earnest, and thrown away."""
    before = structlog.get_config()
    try:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stderr(nowhere):
            configure("console", "info")
            yield
    finally:
        structlog.configure(**before)
