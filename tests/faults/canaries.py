"""Canary words in everything that members write or are called: none of them is kept, logged, counted or backed up."""

from __future__ import annotations

import io
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, redirect_stderr
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from adapters.room.clock import MovableClock
from bot.config import Config, load
from bot.logs import configure
from bot.storage import Storage
from tests.faults.nemesis import database
from tests.faults.seen import Seen, Size
from tests.stage import staged
from tests.stages import Stage
from tests.stages.in_the_room import RoomStage
from tests.stages.on_discord import DiscordStage, on_discord
from tests.stages.on_slack import SlackStage, on_slack
from tests.test_promises import dump

BEGIN = datetime(2027, 3, 22, 8, 0, tzinfo=UTC)
NAMED, PLACE = "xylophonist", "quokkafolk"
CHATTED, CRIED, FRIEND, TOLD, ASKED, REMARK, FORM = (
    "zeppelinade", "wombatting", "ukulelery", "jackfruity", "narwhalish", "dulcimerian", "trombonery",
)  # fmt: skip
MEMBERS = (NAMED, PLACE, CHATTED, CRIED, FRIEND, TOLD, ASKED, REMARK, FORM)
"""What members are called and where they talk; what they write in channels, to the bot, into commands and forms."""

PROMPT, SERVICE, PHRASE, COMMUNITY = "marzipanly", "persimmonry", "kumquatish", "fernhill"
SETTINGS = (PROMPT, SERVICE, PHRASE, COMMUNITY)
"""What moderators save, and what their community is called: it has to be found, or the search finds nothing."""

LIBRARIES = ("", "discord", "slack_bolt", "slack_sdk", "aiohttp", "sqlalchemy", "aiosqlite")
Opens = Callable[[str, Config, MovableClock], AbstractAsyncContextManager[Stage]]


async def kept(url: str, size: Size, folder: Path) -> Seen:
    """A day on each platform in which everybody writes canary words wherever anything can be written."""
    rounds = 10 if size is Size.LONG else 1
    config = load(None, {"BREWMATE_DATABASE_URL": url})
    places: dict[str, str] = {}
    with _logged() as log:
        for name, opens in (("the room", _in_the_room), ("Discord", _on_discord), ("Slack", _on_slack)):
            async with opens(url, config, MovableClock(BEGIN)) as stage:
                await _set(stage)
                for _ in range(rounds):
                    await _written(stage)
                    await stage.later(timedelta(hours=30))
                places[f"{name}’s metrics"] = stage.running.metrics.text(stage.clock())
                storage = stage.running.storage
                places["the database"] = await _stored(storage)
                places["a backup"] = await _backed_up(storage, folder)
    places["the log"] = log.getvalue()
    found = [f"{word} in {place}" for word in MEMBERS for place, held in places.items() if word in held.lower()]
    settings = {place for word in SETTINGS for place, held in places.items() if word in held.lower()}
    unfound = [w for w in SETTINGS for place in ("the database", "a backup") if w not in places[place].lower()]
    saw = f"{len(MEMBERS)} words × {rounds} on 3 platforms, found: {', '.join(found) or 'none'}; "
    saw += f"{len(SETTINGS)} settings in {', '.join(sorted(settings))}{', but not ' if unfound else ''}{unfound or ''}"
    holds = not found and not unfound and settings == {"the database", "a backup"}
    holds &= all(each in places["the log"] for each in ("delivery", "slack_sdk", "discord"))
    return Seen("canary words in every message, form and name", database(url),
                "not one in logs, metrics, the database or a backup", saw, holds)  # fmt: skip


@contextmanager
def _logged() -> Iterator[io.StringIO]:
    """Everything that is logged, by us and by every library, down to the least of it."""
    said = io.StringIO()
    loggers = [logging.getLogger(each) for each in LIBRARIES]
    configure("json", "debug")
    levels = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.DEBUG)
    try:
        with redirect_stderr(said):
            yield said
    finally:
        for each, level in zip(loggers, levels, strict=True):
            each.setLevel(level)
        configure("json", "error")


@asynccontextmanager
async def _in_the_room(_url: str, config: Config, clock: MovableClock) -> AsyncIterator[Stage]:
    """The room's ids are names, so only what people are called is a canary word, and not what they are known by."""
    async with staged(config, clock) as inner:
        (cal,) = (each for each in inner.room.people.values() if each.name == "Cal")
        stage = RoomStage(inner)
        cal.name = NAMED.title()
        yield stage


@asynccontextmanager
async def _on_discord(url: str, config: Config, clock: MovableClock) -> AsyncIterator[Stage]:
    async with on_discord(url, config, clock) as stage:
        await _renamed(stage)
        yield stage


@asynccontextmanager
async def _on_slack(url: str, config: Config, clock: MovableClock) -> AsyncIterator[Stage]:
    async with on_slack(url, config, clock, SlackStage) as stage:
        await _renamed(stage)
        yield stage


async def _renamed(stage: DiscordStage | SlackStage) -> None:
    """A member and a channel have canary words for names, and the bot meets them anew."""
    stage["Cal"].person.user.name = NAMED.title()
    stage.places["general"].name = PLACE
    await stage.restart()


async def _set(stage: Stage) -> None:
    """What is kept by design: a prompt, words that mean something here, and a service of the community's own."""
    ana = stage["Ana"]
    await ana.says(f"/prompts add Fancy something {PROMPT}?", "moderators")
    await ana.says(f"/triggers add down the {PHRASE} well kind:soft topics:loneliness", "moderators")
    await ana.presses("Save it")
    await ana.says("/services add", "moderators")
    await ana.fills_in(
        name=f"{SERVICE.title()} Shed",
        summary="Tea, tools and company on weekday mornings",
        ways="https://shed.example",
        source="https://shed.example/about",
        topics="loneliness",
    )


async def _written(stage: Stage) -> None:
    """Everybody's words, and forms that are refused or only tried."""
    cal, ana = stage["Cal"], stage["Ana"]
    nudge = await stage.next_nudge()
    while not any("Stormy" in each for each in nudge.labels):  # not every one asks about the weather
        nudge = await stage.next_nudge()
    await cal.presses("Stormy", nudge)
    for words in (f"good morning {CHATTED}", f"i want to end it all {CRIED}", f"my friend {FRIEND} wants to die"):
        await cal.says(words)
        await ana.offers_support(ana.sees(words))
    await cal.tells_brewmate(f"are you there {TOLD}, i want to die")
    await cal.says(f"@Brewmate {TOLD}")
    await cal.says(f"/support {ASKED}")
    await cal.says("/checkin")
    await cal.says(f"/preferences zone:{FORM}")
    await cal.says(f"/prompts add Fancy something {FORM}?")
    await ana.says(f"/triggers test i feel so {FORM}", "moderators")
    await ana.says(f"/nudges add {FORM}", "moderators")
    if not isinstance(stage, DiscordStage):  # there the app sends no other commands and remarks than it knows
        await cal.says(f"/stigma {REMARK}")
        await cal.says(f"/{ASKED} now")


async def _stored(storage: Storage) -> str:
    """Every row; and byte by byte what SQLite has in its files, with what was deleted and not yet written over."""
    rows = await dump(storage)
    if not storage.is_sqlite:
        return rows + await _copied_out(storage)
    file = Path(storage.engine.url.database or "")
    return rows + "".join(_read(each) for each in sorted(file.parent.glob(f"{file.name}*")))


async def _backed_up(storage: Storage, folder: Path) -> str:
    """SQLite's own copy, byte by byte; of PostgreSQL every table as COPY writes it, as a dump does."""
    if not storage.is_sqlite:
        return await _copied_out(storage)
    copy = folder / "backup.db"
    copy.unlink(missing_ok=True)
    async with storage.engine.connect() as connection:
        await connection.rollback()
        await connection.execute(text("COMMIT"))
        await connection.execute(text("VACUUM INTO :copy"), {"copy": str(copy)})
        await connection.execute(text("BEGIN"))
    return _read(copy)


def _read(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "replace")


async def _copied_out(storage: Storage) -> str:
    """Every table that isn't PostgreSQL's own, the queue's as well."""
    async with storage.read() as session:
        asked = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        names = (await session.scalars(text(asked))).all()
        driver: Any = (await (await session.connection()).get_raw_connection()).driver_connection
        written: list[str] = []
        for name in names:
            async with driver.cursor() as cursor, cursor.copy(f'COPY "{name}" TO STDOUT') as copying:
                written += [bytes(block).decode("utf-8", "replace") async for block in copying]
    return "".join(written)
