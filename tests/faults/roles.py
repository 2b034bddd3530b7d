"""The compose file's own commands as processes: two of each role over one PostgreSQL, and any one of them killed."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import aiohttp

from adapters.discord import translate as on_discord
from adapters.discord.permissions import invited
from adapters.slack import translate as on_slack
from bot.community import store as communities
from bot.community.ages.bands import Under18s
from bot.contract.places import Channel
from bot.nudges import store as schedules
from bot.nudges.tables import Schedule
from bot.storage import Storage, open_storage
from tests.discord.test_running import free_port
from tests.faults import brewing
from tests.faults.checker import count_open
from tests.faults.seen import Seen, Size
from tests.simulators.discord import DiscordSimulator
from tests.simulators.discord.server import TOKEN
from tests.simulators.discord.world import Guild
from tests.simulators.slack import SlackSimulator
from tests.simulators.slack.calling import SIGNING_SECRET
from tests.simulators.slack.world import Team

COMPOSE = Path(__file__).parents[2] / "deploy" / "compose.yaml"
BREWMATE = (sys.executable, "-m", "bot")
ROLES = ("gateway", "web", "worker")

READY_WITHIN, ANSWERED_WITHIN, TAKEN_OVER_WITHIN = 60.0, 30.0, 15.0  # seconds
LEASES_END_WITHIN = 200.0
"""Seconds after which what a killed worker was sending has been looked for: its lease, and a little."""

LOOKED_EVERY = 0.2
OK = 200
DEFAULTS = communities.Defaults("en-GB", "Europe/London", "GB")


def now() -> datetime:
    """The real present: the commands have no other."""
    return datetime.now(UTC)


def commands() -> dict[str, list[str]]:
    """What the compose file runs, by role."""
    found = (json.loads(each) for each in re.findall(r"^    command: (\[.*\])$", COMPOSE.read_text(), re.MULTILINE))
    return {words[-1]: words for words in found if words[0] == "run"}


@dataclass(slots=True)
class Town:
    """Both simulators, the database, and the processes by role."""

    discord: DiscordSimulator
    slack: SlackSimulator
    guild: Guild
    team: Team
    url: str
    storage: Storage
    folder: Path
    processes: dict[str, list[tuple[Process, int]]] = field(default_factory=dict)
    nudged: set[str] = field(default_factory=set)
    up_for_it: set[str] = field(default_factory=set)
    """Who said yes to a brew, on either platform."""

    async def start(self, role: str) -> None:
        """One more process of this role, ready when this returns."""
        port = free_port()
        env = os.environ | {
            "PYTHONPATH": str(COMPOSE.parents[1]),
            "BREWMATE_DATABASE_URL": self.url,
            "BREWMATE_DISCORD_TOKEN": TOKEN,
            "BREWMATE_SLACK_BOT_TOKEN": self.team.token,
            "BREWMATE_SLACK_SIGNING_SECRET": SIGNING_SECRET,
        }
        words = (*BREWMATE, *commands()[role], "--port", str(port))
        said = (self.folder / f"{role}-{port}.log").open("wb")
        with said:
            process = await asyncio.create_subprocess_exec(*words, cwd=self.folder, env=env, stdout=said, stderr=said)
        await _ready(port)
        self.processes.setdefault(role, []).append((process, port))
        self._balance()

    async def kill(self, role: str, number: int = 0) -> None:
        """Kill -9 one of them; whatever stands in front of them calls it no more."""
        process, _ = self.processes[role].pop(number)
        process.kill()
        await process.wait()
        self._balance()

    async def stop(self) -> tuple[float, list[int]]:
        """SIGTERM to all: the seconds until the last has ended, and how each did."""
        begun, everybody = monotonic(), [each for some in self.processes.values() for each, _ in some]
        for each in everybody:
            each.send_signal(signal.SIGTERM)
        codes = [await each.wait() for each in everybody]
        self.processes.clear()
        return monotonic() - begun, codes

    def _balance(self) -> None:
        self.slack.calls_out.addresses[:] = [f"http://127.0.0.1:{port}" for _, port in self.processes.get("web", ())]

    async def plan_a_round(self, channels: int) -> None:
        """A nudge in so many new channels on each platform, due at this minute, and a brew for as many new people."""
        due = now().replace(second=0, microsecond=0)
        on = on_discord.community(self.guild.id), on_slack.community(self.team.id)
        places = [self.discord.world.add_place(f"c{len(self.nudged) + each}", self.guild) for each in range(channels)]
        rooms = [self.slack.world.add_channel(f"c{len(self.nudged) + each}", self.team.id) for each in range(channels)]
        targets = [on_discord.channel(on[0], each.id) for each in places]
        targets += [on_slack.channel(on[1], each.id) for each in rooms]
        async with self.storage.write() as session:
            for community in on:
                row = await communities.known_community(session, community, DEFAULTS, now())
                row.set_up_at, row.under_18s = now(), Under18s.NO.value
            for target in targets:
                await schedules.add(session, _schedule(target, due))
            come = brewing.on_discord_come(self.discord.world, self.guild, channels)
            come_too = brewing.on_slack_come(self.slack.world, self.team, channels)
            await brewing.plan(session, targets[0], come, now())
            await brewing.plan(session, targets[-1], come_too, now())
        self.up_for_it |= {each.native for each in (*come, *come_too)}
        self.nudged |= {each.native for each in targets}

    def nudges(self) -> Counter[str]:
        """How many nudges stand in each channel that was to have one, on either platform."""
        said = [str(each.place) for each in self.discord.world.said.values() if each.by == self.discord.world.bot.id]
        for place in self.nudged & self.slack.world.places.keys():
            said += [place for each in self.slack.world.messages(place) if each.by == self.team.bot]
        return Counter(each for each in said if each in self.nudged)

    def introduced(self) -> Counter[str]:
        """How many introductions each has who said yes."""
        return brewing.introduced(self.discord.world, self.slack.world)

    async def reaches(self, nudges: int, introduced: int, within: float) -> bool:
        """Wait until so many nudges stand, and so many people are introduced to somebody."""
        return await _true(lambda: self.nudges().total() >= nudges and len(self.introduced()) >= introduced, within)

    async def ends(self, within: float) -> bool:
        """Wait until nothing is on its way any more, and nobody waits for an introduction."""
        until = monotonic() + within
        while await count_open(self.storage) or self.introduced().keys() != self.up_for_it:
            if monotonic() > until:
                return False
            await asyncio.sleep(LOOKED_EVERY)
        return True


@asynccontextmanager
async def town(url: str, folder: Path) -> AsyncIterator[Town]:
    """Two of each role, ready; whoever is left is killed when the block ends."""
    async with DiscordSimulator(now) as discord, SlackSimulator(now) as slack:
        guild, team = discord.invite(allowed=invited()), slack.world.add_team("Fernhill")
        storage = open_storage(url)
        addresses = f'[discord]\napi_url = "{discord.api_url}"\ngateway_url = "{discord.gateway_url}"\n'
        (folder / "config.toml").write_text(f'{addresses}[slack]\napi_url = "{slack.api_url}"\n', "utf-8")
        here = Town(discord, slack, guild, team, url, storage, folder)
        try:
            for role in ROLES:
                await asyncio.gather(here.start(role), here.start(role))
            yield here
        finally:
            for process, _ in (each for some in here.processes.values() for each in some):
                process.kill()
                await process.wait()
            await storage.close()


async def any_one_killed(url: str, size: Size, folder: Path) -> Seen:
    """Three rounds of nudges; in the middle of each, one process is killed, of each role once. The others go on."""
    channels = 60 if size is Size.LONG else 20
    took, answered = dict[str, float](), False
    async with town(url, folder) as here:
        people = Callers(here)
        for role in ROLES:
            before, known = here.nudges().total(), len(here.introduced())
            await here.plan_a_round(channels)
            begun = await here.reaches(before + channels, known + 1, READY_WITHIN)
            identified = here.discord.gateway.identified
            await here.kill(role, await _owner(here) if role == "gateway" else 0)
            killed = monotonic()
            if role == "gateway":
                await _true(lambda: here.discord.gateway.identified > identified, 2 * TAKEN_OVER_WITHIN)  # noqa: B023  # this round's
                took[role] = monotonic() - killed
            answered = await people.are_answered()
            if not (begun and answered):
                break
            await here.start(role)
        ended = size is Size.SHORT or await here.ends(LEASES_END_WITHIN)
        nudges, met, sending = here.nudges(), here.introduced(), await count_open(here.storage)
        _, codes = await here.stop()
    doubled = sum(count - 1 for count in (*nudges.values(), *met.values()))
    lost = len(here.nudged) - len(nudges) - (sending if size is Size.SHORT else 0)
    lost += len(here.up_for_it) - len(met) if size is Size.LONG else 0
    saw = f"{max(lost, 0)} lost, {doubled} doubled of {len(here.nudged)} nudges and {len(met)} introductions"
    saw += "; commands on both answered after each"
    saw += (
        f"; the shard taken over after {took['gateway']:.1f} s, owned twice {here.discord.gateway.doubly_owned} times"
    )
    holds = len(took) == 1 and answered and ended and lost <= 0 and doubled == 0 and not any(codes)
    holds &= took["gateway"] < TAKEN_OVER_WITHIN and not here.discord.gateway.doubly_owned
    return Seen("one gateway, one web and one worker of two each killed, each in a round of nudges", "PostgreSQL",
                "nothing changes for members; a shard is taken over within 15 s", saw, holds)  # fmt: skip


class Callers:
    """Somebody on each platform who asks for something now and then."""

    def __init__(self, here: Town) -> None:
        self._ben = here.discord.person("Ben", here.guild)
        self._cat = here.slack.person("Cat", here.team)
        self._general = here.discord.world.add_place("general", here.guild)
        self._hall = here.slack.world.add_channel("hall", here.team.id)

    async def are_answered(self) -> bool:
        """Both ask at once."""
        asked = await self._cat.types(self._hall, "/help")
        return bool(await asked.answered()) and bool((await self._ben.types(self._general, "help")).shown)


async def _owner(here: Town) -> int:
    """Which gateway has the shard: the one that says so in its log."""
    for number, (_, port) in enumerate(here.processes["gateway"]):
        if "shards_held" in (here.folder / f"gateway-{port}.log").read_text("utf-8"):
            return number
    msg = "no gateway holds the shard"
    raise LookupError(msg)


def _schedule(target: Channel, due: datetime) -> Schedule:
    return Schedule(
        community=target.community,
        channel=target,
        rule=f"FREQ=DAILY;BYHOUR={due.hour};BYMINUTE={due.minute}",
        start=due.date(),
        zone="UTC",
        version=1,
        created_at=due,
        watermark=due - timedelta(minutes=1),
        next_at=due,
    )


async def _ready(port: int) -> None:
    async with asyncio.timeout(READY_WITHIN), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    if answer.status == OK:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(LOOKED_EVERY)  # a process of its own: there is nothing to wait for but its port


async def _true(what: Callable[[], bool], within: float) -> bool:
    until = monotonic() + within
    while not what():
        if monotonic() > until:
            return False
        await asyncio.sleep(LOOKED_EVERY)
    return True
