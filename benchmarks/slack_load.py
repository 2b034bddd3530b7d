"""Slack's load: a workspace that installed the bot, which is a process of its own, and requests as Slack signs them."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any, cast

import aiohttp

from adapters.room.clock import MovableClock
from adapters.web.server import application
from adapters.web.server import serve as serving
from benchmarks.talk import TALK
from benchmarks.timing import Timing
from bot.config import load
from bot.logs import configure
from bot.online import online
from tests.databases import migrate
from tests.simulators.slack.calling import JSON, SIGNING_SECRET
from tests.simulators.slack.connecting import KEY
from tests.simulators.slack.installing import CLIENT_ID, CLIENT_SECRET
from tests.stages.on_slack import SlackOverHttp, on_slack

Json = dict[str, Any]
OK = 200
LONGEST = 300  # seconds
ONE_IN = 50  # messages of the stream that are answered
CRISIS = "i want to kill myself"
GENERAL = "general"


def now() -> datetime:
    """The real present."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Town:
    """A workspace of some people, with the bot as a process of its own that Slack calls."""

    stage: SlackOverHttp
    session: aiohttp.ClientSession
    address: str
    number: int = 0

    def event(self, **event: object) -> bytes:
        """One event's body, each with an id of its own."""
        self.number += 1
        team = self.stage.team
        body: Json = {"type": "event_callback", "team_id": team.id, "api_app_id": "A1", "event": event}
        body |= {"event_id": f"Ev{self.number}", "event_time": int(now().timestamp())}
        installed = {"team_id": team.id, "user_id": team.bot, "is_bot": True, "is_enterprise_install": False}
        return json.dumps(body | {"authorizations": [installed]}).encode()

    def words(self, text: str, user: str) -> bytes:
        """Somebody's message in the channel where the bot listens."""
        place = self.stage.places[GENERAL].id
        ts = f"{int(now().timestamp())}.{self.number:06d}"
        return self.event(type="message", channel=place, channel_type="channel", user=user, text=text, ts=ts)

    def talk(self) -> bytes:
        """An everyday message, which nothing comes of."""
        return self.words(TALK[self.number % len(TALK)], self.stage["Ben"].person.user.id)

    def mention(self) -> bytes:
        """Somebody speaks to the bot, and is answered."""
        return self.words(f"<@{self.stage.team.bot}> hello", self.stage["Ben"].person.user.id)

    def withdrawn(self) -> bytes:
        """Somebody deleted a post of the bot's: written down, and nothing to say."""
        before = {"user": self.stage.team.bot, "ts": f"1.{self.number}"}
        where = {"channel": self.stage.places[GENERAL].id, "deleted_ts": f"1.{self.number}"}
        return self.event(type="message", subtype="message_deleted", **where, previous_message=before)

    async def post(self, body: bytes) -> None:
        """Let Slack call with it, and wait for the acknowledgement; RuntimeError where it is none."""
        headers = {"Content-Type": JSON, **self.stage.simulator.calls_out.signed(body)}
        async with self.session.post(f"{self.address}/slack/events", data=body, headers=headers) as answer:
            if answer.status != OK:
                msg = f"an event was answered by {answer.status}"
                raise RuntimeError(msg)

    async def in_turn(self, bodies: Iterator[bytes], count: int, *, warm_up: int = 50) -> Timing:
        """One after the other, each once the one before was acknowledged."""
        seconds: list[float] = []
        for _, body in zip(range(count + warm_up), bodies, strict=False):
            began = perf_counter()
            await self.post(body)
            seconds.append(perf_counter() - began)
        return Timing(tuple(seconds[warm_up:]), warm_up)

    async def side_by_side(self, bodies: Iterator[bytes], count: int, at_once: int) -> float:
        """How many a second are acknowledged, so many being under way at any time."""
        left = iter(range(count))

        async def one_line() -> None:
            for _ in left:
                await self.post(next(bodies))

        began = perf_counter()
        await asyncio.gather(*(one_line() for _ in range(at_once)))
        return count / (perf_counter() - began)

    async def recorded(self) -> int:
        """How many events are written down."""
        return (await self.stage.kept()).count("\nseen_events ")


@asynccontextmanager
async def town(url: str, folder: Path, *, core: int | None = None) -> AsyncIterator[Town]:
    """A workspace that listens, over this database, with the bot on a core of its own where that is asked for."""
    configure("json", "error")
    await asyncio.to_thread(migrate, url)
    config = load(None, {"BREWMATE_DATABASE_URL": url})
    async with on_slack(url, config, MovableClock(real=now), SlackOverHttp) as stage:
        await stage.ends()  # the bot goes on in its own process
        stage.simulator.is_checking = False
        async with _bot(stage, url, folder, core) as address, aiohttp.ClientSession() as session:
            yield Town(stage, session, address)


@asynccontextmanager
async def _bot(stage: SlackOverHttp, url: str, folder: Path, core: int | None) -> AsyncIterator[str]:
    """A process of its own, which goes on until its input ends; its address."""
    path = folder / "config.toml"
    path.write_text(f'[slack]\napi_url = "{stage.simulator.api_url}"\n', "utf-8")
    names = {"SLACK_SIGNING_SECRET": SIGNING_SECRET, "SLACK_CLIENT_ID": CLIENT_ID, "DATABASE_URL": url}
    names |= {"SLACK_CLIENT_SECRET": CLIENT_SECRET, "ENCRYPTION_KEYS": KEY}
    env = os.environ | {f"BREWMATE_{name}": value for name, value in names.items()}
    command = (sys.executable, "-m", "benchmarks.slack_load", str(path), *([] if core is None else [str(core)]))
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, env=env)
    try:
        async with asyncio.timeout(LONGEST):
            told = cast("asyncio.StreamReader", process.stdout)  # asked for above
            yield (await told.readline()).decode().strip()
            await process.communicate(b"")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _runs(path: Path, core: int | None) -> None:
    """Be the bot: say where Slack calls, and go on until the input ends."""
    configure("json", "error")
    if core is not None:
        os.sched_setaffinity(0, {core})
    async with online(load(path, os.environ), lambda _: None) as found:
        (line,) = found.lines
        web = application(ready=_ready, doors=found.doors)
        async with serving(web, "127.0.0.1", 0) as address:
            connecting = asyncio.create_task(line.run_until_closed(lambda _: None))
            await found.running.clockwork.tick()
            found.running.clockwork.start()
            print(address, flush=True)
            await asyncio.to_thread(sys.stdin.read)
            await line.close()
            await connecting


async def _ready() -> str | None:
    return None


if __name__ == "__main__":
    asyncio.run(_runs(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None))  # noqa: PLR2004  # a core
