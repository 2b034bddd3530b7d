"""The demonstration: a playground over a database of its own that is thrown away at the end."""

from __future__ import annotations

import json
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from adapters.room import Room, Visitor
from adapters.room.clock import MovableClock
from adapters.room.story import Story
from adapters.room.transcript import KindOf, Transcript
from bot.assembly import Panel, Running, playground
from bot.config import Config
from bot.delivery import store as ledger
from bot.texts import translator

SEED = 20270401
"""Chance is the same each time, so that a demonstration can be repeated and compared."""

DAWN = 7

SAYS = {"nudge": "nudge", "brew.introduction": "introduction", "brew.follow_up": "follow-up"}
"""What a transcript calls a delivery's kind; every other one is a notice."""


@asynccontextmanager
async def throwaway(config: Config, clock: MovableClock, draw: Random) -> AsyncIterator[tuple[Running, Room]]:
    """A playground whose database is deleted when the block ends."""
    with tempfile.TemporaryDirectory(prefix="brewmate-") as folder:
        url = SecretStr(f"sqlite:///{Path(folder) / 'demo.db'}")
        database = config.database.model_copy(update={"url": url})
        async with playground(
            config.model_copy(update={"database": database}), clock=clock, draw=draw, is_new=True
        ) as both:
            yield both


async def headless(config: Config, *, start: date, days: int, emit: Callable[[str], None]) -> None:
    """Play so many days from that local date and emit the transcript, one JSON object a line."""
    zone = ZoneInfo(config.community.zone)
    midnight = datetime(start.year, start.month, start.day, tzinfo=zone)
    clock, draw = MovableClock(midnight.replace(hour=DAWN)), Random(SEED)  # noqa: S311  # a story, not a secret
    async with throwaway(config, clock, draw) as (running, room):
        visitors = visit(running, room)
        story = Story(room, visitors, clock, draw)
        story.begin(midnight)
        panel, emitted = Panel(running, clock), 0
        transcript = Transcript(room, _kind_of(running, room), translator(config.community.locale), zone)

        async def advance(at: datetime) -> None:
            nonlocal emitted
            emitted = await _emit(room, transcript, emitted, emit)
            await panel.step_to(at)
            emitted = await _emit(room, transcript, emitted, emit)

        await story.live(midnight + timedelta(days=days), advance)


def visit(running: Running, room: Room) -> dict[str, Visitor]:
    """A visitor for everybody in the room, by name."""
    declared, locale = running.catalogue.declarations, running.config.community.locale
    people = room.people.values()
    return {person.name: Visitor(room, running.core, declared, person, locale=locale) for person in people}


async def _emit(room: Room, transcript: Transcript, after: int, emit: Callable[[str], None]) -> int:
    for change in room.changes(after) or ():
        line = await transcript.line(change)
        if line is not None:
            emit(json.dumps(line, ensure_ascii=False))
    return room.newest_change


def _kind_of(running: Running, room: Room) -> KindOf:
    async def kind_of(key: str) -> str:
        async with running.storage.read() as session:
            delivery = await ledger.by_key(session, key, room.community)
        return SAYS.get(delivery.kind, "notice") if delivery else "notice"

    return kind_of
