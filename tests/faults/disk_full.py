"""A disk without room under SQLite: a small file system of its own, filled to the last byte, and emptied again."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from sqlalchemy import text

from bot.nudges.store import schedules
from bot.storage import StorageError
from tests.faults.house import House, house
from tests.faults.seen import Seen, Size

BEGIN = datetime(2027, 6, 1, 8, 0, tzinfo=UTC)
ROOM = "6m"
MINUTE = timedelta(minutes=1)


class NoFileSystemError(Exception):
    """None can be made here: that takes the rights of root, and a system that lets them count."""


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system with little room, in memory, until the block ends. NoFileSystemError where there can't be one."""
    folder.mkdir(exist_ok=True)
    mounting = ("mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder))
    try:
        subprocess.run(mounting, check=True, capture_output=True)  # noqa: S603  # our own words
    except (OSError, subprocess.CalledProcessError):
        raise NoFileSystemError from None
    try:
        yield folder
    finally:
        subprocess.run(("umount", "--lazy", str(folder)), check=False, capture_output=True)  # noqa: S603, S607  # as above


async def full(template: str, size: Size, folder: Path) -> Seen:
    """A nudge is due while the disk is full, again and again; then there is room."""
    channels = 40 if size is Size.LONG else 8
    with small_disk(folder) as disk:
        shutil.copyfile(template.removeprefix("sqlite:///"), disk / "brewmate.db")
        async with house(f"sqlite:///{disk}/brewmate.db", BEGIN) as here:
            for _ in range(channels):
                await here.schedule("FREQ=DAILY;BYHOUR=9;BYMINUTE=0", "UTC")
            await here.ticks(BEGIN + 59 * MINUTE, 59 * MINUTE)
            here.clock.at = BEGIN + 60 * MINUTE
            await _planned(here)
            await _emptied_log(here)
            with _filled(disk), structlog.testing.capture_logs():
                for _ in range(5):
                    here.clock.at += MINUTE
                    await here.running.clockwork.tick()
                said_meanwhile = len(here.room.posts)
                claimed = sum(1 for row in await here.deliveries() if row.status != "pending")
                ready = await _readiness(here)
            await here.ticks(here.clock.at + 5 * MINUTE, MINUTE)
            async with here.storage.read() as session:
                kept = len(await schedules(session, here.room.community))
            said, again = len(here.room.posts), await _readiness(here)
    saw = f"{said_meanwhile} said and {claimed} claimed of {channels} due while full; ready: “{ready}”; "
    saw += f"then {said} said, {kept} schedules kept"
    holds = said_meanwhile <= claimed and "disk is full" in ready and again == "" and said == kept == channels
    return Seen("disk full", "SQLite", "nothing sent that was not committed, /readyz red, settings intact, goes on",
                saw, holds)  # fmt: skip


@contextmanager
def _filled(disk: Path) -> Iterator[None]:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    yield
    filler.unlink()


async def _planned(here: House) -> None:
    """What is due is in the ledger; nobody has claimed it yet."""
    (materialise,) = (job for job in here.running.catalogue.jobs if job.name == "materialise")
    await materialise.run(here.clock.at)


async def _emptied_log(here: House) -> None:
    """What was written is moved into the database's file, so that the next write needs new room."""
    async with here.storage.engine.connect() as connection:
        await connection.rollback()
        await connection.execute(text("COMMIT"))
        await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        await connection.execute(text("BEGIN"))


async def _readiness(here: House) -> str:
    try:
        await here.storage.ping()
    except StorageError as error:
        return str(error)
    return ""
