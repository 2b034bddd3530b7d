"""`make faults`: every trial at its full length on every database it concerns, and a table of what was seen."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path

from benchmarks.deliveries import durable
from benchmarks.machine import described
from bot.logs import configure
from tests.databases import PostgresServer, SqliteFiles, postgres
from tests.faults import canaries, clock_changes, disconnects, disk_full, downtime, nemesis, roles
from tests.faults.recording import DISCORD_LIKE, SLACK_LIKE, SLACK_UNHEARD
from tests.faults.seen import Seen, Size
from tests.faults.workers import STEPS

LONG = Size.LONG
AT_MOST = 600.0
"""Seconds that one trial may take; after them it hasn't held."""

Trial = tuple[str, Callable[[str], Awaitable[Seen]]]
Fresh = Callable[[], AbstractContextManager[str]]


def on_both() -> Iterator[Trial]:
    """The trials that are the same on both databases, each with a name by which it can be asked for."""
    yield "kills", partial(nemesis.kills, size=LONG)
    yield "keys", partial(nemesis.kills_without_keys, size=LONG)
    for manners, pause in ((DISCORD_LIKE, 140), (SLACK_LIKE, 60), (SLACK_UNHEARD, 140)):
        yield "stopped", partial(nemesis.stopped, size=LONG, manners=manners, seconds=pause)
    for step in STEPS:
        yield "dies", partial(nemesis.dies, size=LONG, step=step)
    yield "lost", partial(nemesis.answers_lost, size=LONG)
    yield "outage", partial(nemesis.outage, size=LONG)
    yield "end", partial(nemesis.told_to_end, size=LONG)


def in_one_process(folder: Path) -> Iterator[Trial]:
    """Those that one process meets, on both databases, too."""
    yield "clocks", partial(clock_changes.changes, size=LONG)
    yield "clocks", partial(clock_changes.jumps, size=LONG)
    yield "day", partial(downtime.day, size=LONG)
    yield "gone", partial(downtime.gone, size=LONG)
    yield "gone", partial(downtime.removed, size=LONG)
    yield "canaries", partial(canaries.kept, size=LONG, folder=folder)


def on_sqlite(folder: Path) -> Iterator[Trial]:
    """Those that are about its file, or about no database at all."""
    yield "disk", partial(disk_full.full, size=LONG, folder=folder / "disk")
    yield "disk", partial(disk_full.refusing, size=LONG, folder=folder / "quota")
    yield "disconnects", lambda _url: disconnects.many(LONG)


def on_postgresql(server: PostgresServer, folder: Path) -> Iterator[Trial]:
    """Those that are about its server, and about several processes over it."""
    yield "restart", partial(nemesis.restart, size=LONG, server=server)
    yield "roles", partial(roles.any_one_killed, size=LONG, folder=folder)


def main() -> int:
    """Run them one after the other; 1 where something didn't hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description="Break everything; print a table.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these: kills, restart, outage, …")
    wanted = frozenset(parser.parse_args().names)
    configure("json", "critical")
    print(described(), end="\n\n")
    print("| fault | database | must hold | seen | holds |\n|---|---|---|---|---|", flush=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="brewmate-faults-")))
        files, server = SqliteFiles(folder), stack.enter_context(postgres())
        with server.fresh() as url:
            durable(url)
        both = (*on_both(), *in_one_process(folder))
        trials = [(each, files.fresh) for each in (*both, *on_sqlite(folder))]
        trials += [(each, server.fresh) for each in (*both, *on_postgresql(server, folder))]
        held = [_shown(trial, fresh) for (name, trial), fresh in trials if not wanted or name in wanted]
    print(f"\n{sum(held)} of {len(held)} hold.")
    return 0 if all(held) else 1


def _shown(trial: Callable[[str], Awaitable[Seen]], fresh: Fresh) -> bool:
    """Run one and print its row."""
    with fresh() as url:
        seen = asyncio.run(_within(trial(url)))
    row = (seen.fault, seen.database, seen.must_hold, seen.saw, "yes" if seen.holds else "**no**")
    print("| " + " | ".join(each.replace("|", "/") for each in row) + " |", flush=True)
    return seen.holds


async def _within(trial: Awaitable[Seen]) -> Seen:
    async with asyncio.timeout(AT_MOST):
        return await trial


if __name__ == "__main__":
    sys.exit(main())
