"""A command or a press through the dispatcher, with its commit in a SQLite file."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.community import Community, community, sqlite_file
from benchmarks.table import Figure, timed
from benchmarks.timing import Timing, awaited, repeated
from bot.community.tables import SeenEvent
from bot.contract.commands import Ask
from bot.contract.events import ButtonPressed, CommandInvoked, Event
from bot.contract.places import Member
from bot.nudges.prompting import AddPrompt
from bot.nudges.steering import ListSchedules

WARM_UP = 20
COUNT = 1_000
MOST_PROMPTS = 400
"""A community may have 500 of its own."""

WITHIN = 8.0
MEDIAN, TAIL = 3e-3, 15e-3


@dataclass(frozen=True, slots=True)
class Case:
    """A row: at most how many times, and the event of each time."""

    name: str
    how: str
    most: int
    event: Callable[[int], Event]


def figures(count: int = COUNT) -> Iterable[Figure]:
    """Two commands, two buttons; and beside them what the disk alone costs."""
    with sqlite_file() as url:
        yield from asyncio.run(_dispatched(url, count))
    yield timed("for comparison: one INSERT, bare sqlite3", _bare(count), "the same disk, WAL, synchronous=FULL")


async def _dispatched(url: str, count: int) -> list[Figure]:
    async with community(url) as each:
        due = await each.panel.next_nudge()
        await each.panel.skip_to(due or each.clock())
        prompts = min(count, MOST_PROMPTS)
        cases = (
            Case("`/nudges list`", "of two schedules", count, partial(_list, each)),
            Case("`/prompts add`", "each one more of the community’s own", prompts, partial(_add, each)),
            Case("“I’m up for a brew”, pressed", "somebody else each time", count, partial(_brew, each)),
            Case("the weather, pressed", "somebody else each time", count, partial(_weather, each)),
        )
        return [await _timed(each, case) for case in cases]


async def _timed(each: Community, case: Case) -> Figure:
    """RuntimeError where an event took no effect: one that failed leaves no trace of itself."""
    before, handle = await _committed(each), each.running.core.handle
    timing = await awaited(lambda n: handle(case.event(n)), warm_up=WARM_UP, most=case.most, within=WITHIN)
    if await _committed(each) - before != timing.count + timing.warm_up:
        msg = f"{case.name}: not every one was committed"
        raise RuntimeError(msg)
    return timed(case.name, timing, case.how, under=MEDIAN, tail=TAIL)


def _list(each: Community, number: int) -> Event:
    return _command(each, number, "nudges list", ListSchedules())


def _add(each: Community, number: int) -> Event:
    prompt = AddPrompt(f"What made you smile this {{weekday}}? (the {number}th time of asking)")
    return _command(each, number, "prompts add", prompt)


def _brew(each: Community, number: int) -> Event:
    return _press(each, number, "nudges.brew", "")


def _weather(each: Community, number: int) -> Event:
    return _press(each, number, "nudges.weather", "sunny")


def _command(each: Community, number: int, path: str, ask: Ask) -> Event:
    by, where, at = each.moderator, each.channel("tea-room"), each.clock()
    id_ = f"{path}-{number}"
    return CommandInvoked(id=id_, by=by, where=where, at=at, is_moderator=True, command=path, ask=ask)


def _press(each: Community, number: int, action: str, choice: str) -> Event:
    by, where = Member(each.room.community, f"member-{number}"), each.channel("tea-room")
    id_ = f"{action}-{number}"
    return ButtonPressed(id=id_, by=by, where=where, at=each.clock(), action=action, subject="1", choice=choice)


async def _committed(each: Community) -> int:
    """How many events have taken effect."""
    async with each.running.storage.read() as session:
        return await session.scalar(select(func.count()).select_from(SeenEvent)) or 0


def _bare(count: int) -> Timing:
    """The floor: one row and its commit, without any of our code."""
    with tempfile.TemporaryDirectory(prefix="brewmate-bench-") as folder:
        connection = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, community TEXT, at TEXT)")
        try:
            return repeated(lambda n: _insert(connection, n), warm_up=WARM_UP, most=count, within=WITHIN)
        finally:
            connection.close()


def _insert(connection: sqlite3.Connection, number: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO seen VALUES (?, 'room:playground', '2027-03-22 10:00:00')", (f"e{number}",))
    connection.execute("COMMIT")
