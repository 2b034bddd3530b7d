"""A disk that takes nothing more under SQLite: full to the last byte, or refusing as over a quota; then there is room.

A small file system of its own is the real thing, and takes the rights of root. A limit that lets no file grow needs
none: each write fails as it would over a quota, which SQLite tells apart from a full disk.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
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
MUST_HOLD = "nothing sent that was not committed, /readyz red, settings intact, goes on"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What keeps a disk from taking anything, and the words by which it has to be told."""

    fault: str
    lasts: Callable[[], AbstractContextManager[None]]
    told: str


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
    """A nudge is due while the disk is full; where none of its own can be had, while it refuses as over a quota."""
    try:
        with small_disk(folder) as disk:
            return await _through(template, size, disk, Trouble("disk full", partial(_filled, disk), "disk is full"))
    except NoFileSystemError:
        return await refusing(template, size, folder)


async def refusing(template: str, size: Size, folder: Path) -> Seen:
    """The same while the system lets no file of this process grow: it needs no rights, and leaves nothing behind."""
    return await _through(template, size, folder, Trouble("disk refuses to save", _limited, "may be full"))


async def _through(template: str, size: Size, disk: Path, trouble: Trouble) -> Seen:
    """Nudges are due, and somebody changes a setting, again and again while the trouble lasts; then it ends."""
    count = 40 if size is Size.LONG else 8
    async with house(_copied(template, disk), BEGIN) as here:
        channels = [await here.schedule("FREQ=DAILY;BYHOUR=9;BYMINUTE=0", "UTC") for _ in range(count)]
        await here.ticks(BEGIN + 59 * MINUTE, 59 * MINUTE)
        here.clock.at = BEGIN + 60 * MINUTE
        await _planned(here)
        before = await _settings(here)
        await _emptied_log(here)
        with trouble.lasts(), structlog.testing.capture_logs():
            for _ in range(5):
                here.clock.at += MINUTE
                await here.running.clockwork.tick()
            meanwhile = _said(here)
            claimed = {str(row.target) for row in await here.deliveries() if row.status != "pending"}
            ready, refused = await _readiness(here), await _refusal(here)
        await here.ticks(here.clock.at + 5 * MINUTE, MINUTE)
        said, again, kept = _said(here), await _readiness(here), await _settings(here) == before
    saw = f"{len(meanwhile)} said and {len(claimed)} claimed of {count} due meanwhile; ready: “{ready}”; "
    saw += f"then {said.total()} said in {len(said)} channels; settings {'the same' if kept else 'changed'}"
    holds = meanwhile.keys() <= claimed and trouble.told in ready and trouble.told in refused and again == ""
    holds &= kept and said == dict.fromkeys(map(str, channels), 1)
    return Seen(trouble.fault, "SQLite", MUST_HOLD, saw, holds)


def _copied(template: str, folder: Path) -> str:
    """The URL of a database of its own there."""
    folder.mkdir(exist_ok=True)
    shutil.copyfile(template.removeprefix("sqlite:///"), folder / "brewmate.db")
    return f"sqlite:///{folder}/brewmate.db"


@contextmanager
def _filled(disk: Path) -> Iterator[None]:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def _limited() -> Iterator[None]:
    """Python ignores the signal that comes with it, so that a write fails instead of ending the process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _said(here: House) -> Counter[str]:
    """How often each channel was told something."""
    return Counter(str(post.receipt.channel) for post in here.room.posts if post.by is None)


async def _settings(here: House) -> Sequence[tuple[object, ...]]:
    """Every schedule as moderators made it."""
    async with here.storage.read() as session:
        found = await schedules(session, here.room.community)
    return sorted((each.id, each.rule, each.zone, str(each.channel), each.paused_at, each.version) for each in found)


async def _refusal(here: House) -> str:
    """What somebody is told who adds a schedule."""
    try:
        await here.schedule("FREQ=DAILY;BYHOUR=9;BYMINUTE=0", "UTC")
    except StorageError as error:
        return str(error)
    return ""


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
