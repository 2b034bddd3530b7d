"""The faults that one process meets: clocks, downtime, a full disk, a broken connection, and words that aren't kept."""

from __future__ import annotations

from pathlib import Path

from tests.databases import SqliteFiles
from tests.faults import canaries, clock_changes, disconnects, disk_full, downtime
from tests.faults.seen import Seen, Size

SHORT = Size.SHORT


def held(seen: Seen) -> None:
    """Fails with what was seen."""
    assert seen.holds, seen.saw


async def test_clock_changes(database_url: str) -> None:
    """Through every change there is one nudge for each local date that exists."""
    held(await clock_changes.changes(database_url, SHORT))


async def test_a_clock_that_jumps(database_url: str) -> None:
    """A computer whose clock jumps says nothing twice and leaves nothing out."""
    held(await clock_changes.jumps(database_url, SHORT))


async def test_a_day_away(database_url: str) -> None:
    """After a day without it there is one late nudge at most for each schedule."""
    held(await downtime.day(database_url, SHORT))


async def test_what_is_gone_for_good(database_url: str) -> None:
    """A channel, a conversation and a community that are gone are left alone."""
    held(await downtime.gone(database_url, SHORT))


async def test_the_bot_was_removed_while_it_was_away(database_url: str) -> None:
    """Where every channel is closed to it, each is tried once."""
    held(await downtime.removed(database_url, SHORT))


async def test_a_full_disk(sqlite_files: SqliteFiles, tmp_path: Path) -> None:
    """Without room nothing is said that isn't written down, and with room it goes on."""
    with sqlite_files.fresh() as url:
        held(await disk_full.full(url, SHORT, tmp_path / "disk"))


async def test_a_disk_that_refuses(sqlite_files: SqliteFiles, tmp_path: Path) -> None:
    """Over a quota, or on a disk that fails, it's the same."""
    with sqlite_files.fresh() as url:
        held(await disk_full.refusing(url, SHORT, tmp_path / "disk"))


async def test_disconnects() -> None:
    """A gateway connection that ends is resumed, and what happened meanwhile is heard."""
    held(await disconnects.many(SHORT))


async def test_canary_words(database_url: str, tmp_path: Path) -> None:
    """What members write and what they are called is found nowhere afterwards."""
    held(await canaries.kept(database_url, SHORT, tmp_path))
