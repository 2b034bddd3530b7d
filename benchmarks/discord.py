"""Discord: what the adapter adds to discord.py's own work on a message, and how soon a press is answered."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Iterable, Sequence
from time import perf_counter
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # discord.py 2.7 imports audioop on Python < 3.13
    import discord

from adapters.discord import translate
from benchmarks.community import sqlite_file
from benchmarks.discord_load import CRISIS, guilds, heard, town
from benchmarks.table import Figure, timed
from benchmarks.talk import TALK
from benchmarks.timing import Timing, repeated
from signposting import load_engine
from tests.discord.town import Town

WARM_UP, COUNT, WITHIN = 500, 20_000, 10.0
ROUND, A_ROUND = 5 * len(TALK), 0.5
ADDED, PRESSED, PRESSED_TAIL = 25e-6, 10e-3, 50e-3
PRESSES, FIRST_PRESSES = 500, 20
BREW = "☕ I’m up for a brew"


def figures(
    count: int = COUNT, presses: int = PRESSES, messages: int = 20_000, servers: int = 2_500
) -> Iterable[Figure]:
    """Everything that the adapter was asked for, with SQLite in a file and the simulator in the same process."""
    with sqlite_file() as url:
        yield from asyncio.run(_messages(url, count))
    with sqlite_file() as url:
        yield from asyncio.run(_presses(url, presses))
    with sqlite_file() as url:
        yield from asyncio.run(heard(url, messages))
    yield from guilds(servers)


async def _messages(url: str, count: int) -> tuple[Figure, ...]:
    """The parser of the connected client, fed what the gateway would hand it, beside that of a client with no bot."""
    async with town(url) as each:
        _refuse_answers(each)
        payloads = [_payload(each, text) for text in TALK]
        bare, ours = _in_turn([await _bare(each), each.gateway], payloads, count)
    judge = load_engine().judge
    judging = repeated(lambda number: judge(TALK[number % len(TALK)]), warm_up=WARM_UP, most=count, within=WITHIN)
    added = ours.median - bare.median
    how = f"{len(TALK)} sentences of everyday talk in turn"
    return (
        timed("discord.py handles a message by itself", bare, how),
        timed("with Brewmate on top, which decides to say nothing", ours, how),
        Figure(
            "so Brewmate adds, at the median",
            f"{added * 1e6:.1f} µs",
            bound=f"≤ {ADDED * 1e6:.0f} µs",
            held=added <= ADDED,
            how=f"of which judging the words: {judging.median * 1e6:.1f} µs",
        ),
    )


def _refuse_answers(each: Town) -> None:
    """ValueError where nobody listens in the channel, or a sentence is not the everyday talk that it is meant to be."""
    channel = translate.channel(translate.community(each.guild.id), each.general.id)
    minded = [text for text in (CRISIS, *TALK) if not each.running.core.ignores(channel, text)]
    if minded != [CRISIS]:
        msg = f"only the first of these is to be answered: {[CRISIS, *minded]}"
        raise ValueError(msg)


def _payload(each: Town, text: str) -> dict[str, Any]:
    said = each.simulator.world.say(each.general, each.ben.user.id, {"content": text})
    member = each.simulator.world.member_json(each.ben.user.id, each.guild)
    shown = each.simulator.world.message_json(said) | {"guild_id": str(each.guild.id)}
    return shown | {"member": {name: value for name, value in member.items() if name != "user"}}


async def _bare(each: Town) -> discord.Client:
    """A client that knows the same server, and does nothing with what it is told."""
    client = discord.Client(intents=each.gateway.intents, max_messages=None)
    state: Any = client._connection  # noqa: SLF001  # the gateway hands payloads to it; there is no public door
    state.user = each.gateway.user
    state._add_guild(discord.Guild(data=each.simulator.world.guild_json(each.guild), state=state))  # type: ignore[arg-type]  # noqa: SLF001
    return client


def _in_turn(clients: Sequence[discord.Client], payloads: list[dict[str, Any]], count: int) -> list[Timing]:
    """A few hundred messages to the one, then to the other, so that a busy moment falls on both."""
    found: list[list[float]] = [[] for _ in clients]
    for begun in range(0, count, ROUND):
        for client, seconds in zip(clients, found, strict=True):
            warm_up = 0 if begun else WARM_UP
            seconds.extend(_parsing(client, payloads, min(ROUND, count - begun), warm_up).seconds)
    return [Timing(tuple(seconds), WARM_UP) for seconds in found]


def _parsing(client: discord.Client, payloads: list[dict[str, Any]], count: int, warm_up: int) -> Timing:
    state: Any = client._connection  # noqa: SLF001
    parse = state.parsers["MESSAGE_CREATE"]
    return repeated(lambda number: parse(payloads[number % len(payloads)]), warm_up=warm_up, most=count, within=A_ROUND)


async def _presses(url: str, count: int) -> tuple[Figure, ...]:
    """Members press under a nudge, one after the other; each press is counted, and answered privately."""
    async with town(url) as each:
        form = await each.ana.types(each.general, "nudges add", when="every monday 10:00", channel=each.general.id)
        await each.ana.presses("Save it", form.shown[0])
        each.clock.move_to(each.clock().replace(hour=10))
        await each.works()
        await each.works()
        nudge = next(said for said in each.public() if BREW in [button["label"] for button in said.buttons])
        seconds: list[float] = []
        for number in range(FIRST_PRESSES + count):
            member = each.simulator.person(f"Member{number}", each.guild)
            began = perf_counter()
            await member.presses(BREW, nudge)
            seconds.append(perf_counter() - began)
            await each.heard()
    timing = Timing(tuple(seconds[FIRST_PRESSES:]), FIRST_PRESSES)
    how = "from the event to the answer’s arrival, with the simulator’s own work; each is saved in SQLite"
    return (timed("a button pressed, until its answer is there", timing, how, under=PRESSED, tail=PRESSED_TAIL),)
