"""Canary words in everything that members write or are called: none of them is kept, logged, counted or backed up."""

from __future__ import annotations

import io
import logging
from contextlib import redirect_stderr
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from adapters.room.clock import MovableClock
from bot.config import load
from bot.logs import configure
from bot.storage import Storage
from tests.faults.nemesis import database
from tests.faults.seen import Seen, Size
from tests.stage import Stage, staged
from tests.test_promises import dump

BEGIN = datetime(2027, 3, 22, 8, 0, tzinfo=UTC)
MEMBERS = ("xylophonist", "quokkafolk", "zeppelinade", "wombatting", "ukulelery", "jackfruity")
"""What members write: in a channel, to the bot, into commands and forms, and what they are called."""

SETTING = "marzipanly"
"""What a moderator saves: it has to be found, or the search finds nothing."""


async def kept(url: str, size: Size, folder: Path) -> Seen:
    """A day in which everybody writes canary words wherever anything can be written."""
    rounds = 20 if size is Size.LONG else 1
    clock, said = MovableClock(BEGIN), io.StringIO()
    async with staged(load(None, {"BREWMATE_DATABASE_URL": url}), clock) as stage:
        configure("json", "debug")
        logging.getLogger().setLevel(logging.DEBUG)
        try:
            with redirect_stderr(said):
                for _ in range(rounds):
                    await _written(stage)
                    await stage.later(timedelta(hours=3))
        finally:
            configure("json", "error")
        storage = stage.running.storage
        places = {
            "the log": said.getvalue(),
            "the metrics": stage.running.metrics.text(clock()),
            "the database": await dump(storage),
            "a backup": await _backed_up(storage, folder),
        }
    found = [f"{word} in {place}" for word in MEMBERS for place, held in places.items() if word in held]
    settings = [place for place, held in places.items() if SETTING in held]
    saw = f"{len(MEMBERS)} words × {rounds}, found: {', '.join(found) or 'none'}; a setting's in {', '.join(settings)}"
    holds = not found and settings == ["the database", "a backup"] and "delivery" in places["the log"]
    return Seen("canary words in every message, form and name", database(url),
                "not one in logs, metrics, the database or a backup", saw, holds)  # fmt: skip


async def _written(stage: Stage) -> None:
    wren = stage.room.add_person(MEMBERS[0].title())
    stranger = stage.actor(wren.name)
    for words in ("i want to end it all {}", "good morning {}", "my friend {} says she wants to die", "{} kills me"):
        await stranger.says(words.format(MEMBERS[1]))
    await stranger.tells_brewmate(f"are you there {MEMBERS[2]}")
    await stranger.says(f"/support {MEMBERS[3]}")
    await stranger.says(f"/{MEMBERS[4]} now")
    await stranger.says(f"@Brewmate {MEMBERS[5]}")
    await stranger.says("/checkin")
    await stranger.says(f"/stigma {MEMBERS[4]}")
    await stage["Ana"].says(f"/prompts add Fancy something {SETTING}?", "moderators")
    if stage["Ana"].form is not None:
        await stage["Ana"].fills_in(text=f"Fancy something {SETTING}?")


async def _backed_up(storage: Storage, folder: Path) -> str:
    """SQLite's own copy, byte by byte; of PostgreSQL every table as COPY writes it, as a dump does."""
    if storage.is_sqlite:
        copy = folder / "backup.db"
        copy.unlink(missing_ok=True)
        async with storage.engine.connect() as connection:
            await connection.rollback()
            await connection.execute(text("COMMIT"))
            await connection.execute(text("VACUUM INTO :copy"), {"copy": str(copy)})
            await connection.execute(text("BEGIN"))
        return copy.read_bytes().decode("utf-8", "replace")
    async with storage.read() as session:
        asked = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        names = (await session.scalars(text(asked))).all()
        driver: Any = (await (await session.connection()).get_raw_connection()).driver_connection
        written = []
        for name in names:
            async with driver.cursor() as cursor, cursor.copy(f'COPY "{name}" TO STDOUT') as copying:
                written += [bytes(block).decode("utf-8", "replace") async for block in copying]
    return "".join(written)
