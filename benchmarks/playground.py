"""The page: how soon it shows something, and two hundred people in one room who see each other's words at once."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from time import perf_counter

from aiohttp import ClientResponse, ClientSession, ClientTimeout, TCPConnector

from benchmarks.crowd import named, served
from benchmarks.paint import PAINTS, painted
from benchmarks.table import Figure, timed
from benchmarks.talk import TALK
from benchmarks.timing import Timing

PEOPLE = 200
SECONDS = 60.0
A_SECOND = 5
WARM_UP = 25
"""Messages that are said before one is counted and before the memory is looked at."""

PATIENCE = 10.0
"""Seconds after the last message; what has not been seen by then is lost."""

TAIL = 0.25
MORE = 5e6
"""Bytes by which memory may have grown at the end: the room keeps what was said."""

NUMBERED = re.compile(rb"\(no\. (\d+)\)")


class Watch:
    """When each message was said, and how long after that each of the people saw it."""

    def __init__(self, people: int, messages: int) -> None:
        self.seconds: list[float] = []
        self.expected = people * messages
        self.complete = asyncio.Event()
        self._said: dict[int, float] = {}

    def says(self, number: int) -> None:
        """It is being sent off."""
        self._said[number] = perf_counter()

    def sees(self, number: int) -> None:
        """One of them has it before their eyes, for the first time."""
        if number >= WARM_UP:
            self.seconds.append(perf_counter() - self._said[number])
        if len(self.seconds) == self.expected:
            self.complete.set()


def figures(
    people: int = PEOPLE, seconds: float = SECONDS, paints: int = PAINTS, a_second: int = A_SECOND
) -> Iterable[Figure]:
    """First what one visitor waits for, then what a crowd asks of the server."""
    with served() as (address, _):
        yield from asyncio.run(painted(address, paints))
    with served(people) as (address, process):
        yield from asyncio.run(_together(address, process, people, round(seconds * a_second), a_second))


async def _together(address: str, process: int, people: int, messages: int, a_second: int) -> tuple[Figure, ...]:
    watch, memory = Watch(people, messages), list[int]()
    unlimited, forever = TCPConnector(limit=0), ClientTimeout(total=None)
    async with ClientSession(address, connector=unlimited, timeout=forever) as session, AsyncExitStack() as streams:
        for number in range(people):
            await streams.enter_async_context(_watching(session, named(number), watch))
        half = WARM_UP + messages // 2
        for first, last in ((0, WARM_UP), (WARM_UP, half), (half, WARM_UP + messages)):
            await _say(session, people, range(first, last), watch, a_second)
            memory += _resident(process)
        with suppress(TimeoutError):
            await asyncio.wait_for(watch.complete.wait(), PATIENCE)
    return _seen(watch, people, messages, a_second), _memory(memory)


async def _say(session: ClientSession, people: int, numbers: range, watch: Watch, a_second: int) -> None:
    """Somebody else each time, at a steady rate: nobody waits until the last one has been answered."""
    clock = asyncio.get_running_loop().time
    began = clock()
    async with asyncio.TaskGroup() as sent:
        for count, number in enumerate(numbers):
            await asyncio.sleep(began + count / a_second - clock())
            watch.says(number)
            sent.create_task(_post(session, named(number % people), f"{TALK[number % len(TALK)]} (no. {number})"))


async def _post(session: ClientSession, who: str, text: str) -> None:
    """As the page does when somebody presses Enter. RuntimeError where it is refused."""
    async with session.post("/room/say", json={"as": who, "channel": "general", "text": text}) as answer:
        if not answer.ok:
            raise RuntimeError(await answer.text())


@asynccontextmanager
async def _watching(session: ClientSession, who: str, watch: Watch) -> AsyncIterator[None]:
    """Somebody's page follows the room from its present state."""
    async with session.get("/room/state", params={"as": who}) as answer:
        state = await answer.json()
    query = {"as": who, "after": str(state["newest"]), "run": state["run"]}
    async with session.get("/room/events", params=query) as stream:
        reading = asyncio.create_task(_read(stream, watch))
        try:
            yield
        finally:
            reading.cancel()


async def _read(stream: ClientResponse, watch: Watch) -> None:
    """Tell of each message once, as soon as its line is here; the client's own work counts as well."""
    seen = set[int]()
    async for line in stream.content:
        found = NUMBERED.search(line)
        if found and (number := int(found[1])) not in seen:
            seen.add(number)
            watch.sees(number)


def _seen(watch: Watch, people: int, messages: int, a_second: int) -> Figure:
    name = f"a message seen by {people} people in one room"
    bound = f"all, < {TAIL * 1000:g} ms at the 99th"
    how = f"{messages:,} messages, {a_second} a second, from sending one off to its event at each; a server of its own"
    lost = watch.expected - len(watch.seconds)
    if lost:
        return Figure(name, f"{lost:,} of {watch.expected:,} not seen", bound=bound, held=False, how=how)
    return timed(name, Timing(tuple(watch.seconds), WARM_UP * people), how, tail=TAIL)


def _memory(memory: list[int]) -> Figure:
    name, bound = "the server’s memory meanwhile", f"< {MORE / 1e6:g} MB more at the end"
    if not memory:
        return Figure(name, "not told by this system", bound=bound)
    shown = ", ".join(f"{each / 1e6:.1f}" for each in memory)
    held = max(memory) - memory[0] < MORE
    return Figure(name, f"{shown} MB", bound=bound, held=held, how="resident at the start, in the middle, at the end")


def _resident(process: int) -> list[int]:
    """Bytes; none where there is no /proc."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text("ascii", "replace").splitlines() if status.exists() else []
    return [int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:")]
