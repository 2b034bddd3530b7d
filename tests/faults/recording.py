"""A chat platform that writes down everything its members see, and breaks by a seed. Workers reach it over HTTP."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from types import TracebackType
from typing import Any, Self

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, web

from bot.contract.messages import Message
from bot.contract.people import Profile
from bot.contract.permissions import Lack
from bot.contract.places import Channel, CommunityId, Member, Receipt, Target
from bot.contract.ports import (
    Absent,
    Allowance,
    Busy,
    CannotTell,
    Finding,
    Found,
    Uncertain,
    Undeliverable,
)
from bot.storage import write_target

Clock = Callable[[], datetime]

TOO_MANY, BROKEN, GONE, OK = 429, 500, 404, 200
SOON = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Manners:
    """How the platform keeps its word. ``nonce_window`` is how long a key said again is not posted again."""

    nonce_window: timedelta = timedelta(minutes=3)
    tells: bool = True
    """Whether it can be asked what was posted."""

    knows_keys: bool = True
    """False switches the whole key check off: it posts what it is told, and says that it knows of nothing."""


DISCORD_LIKE = Manners()
SLACK_LIKE = Manners(nonce_window=timedelta(0))
SLACK_UNHEARD = Manners(nonce_window=timedelta(0), tells=False)
FORGETFUL = Manners(nonce_window=timedelta(0), knows_keys=False)


@dataclass(slots=True)
class Chances:
    """How often a request ends badly, of 1."""

    busy: float = 0.0
    broken: float = 0.0
    lost: float = 0.0


@dataclass(slots=True)
class Recorder:
    """What was posted, in its order, and how requests were answered."""

    clock: Clock
    manners: Manners = DISCORD_LIKE
    chances: Chances = field(default_factory=Chances)
    draw: Random = field(default_factory=lambda: Random(1))
    posted: list[tuple[str, str]] = field(default_factory=list)
    """Where, and the words."""

    answers: Counter[int] = field(default_factory=Counter)
    asked_at: list[datetime] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    is_down: bool = False
    is_busy: bool = False
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    url: str = ""
    _by_key: dict[str, tuple[int, datetime]] = field(default_factory=dict)

    async def posts_reach(self, count: int, within: float = 120.0) -> None:
        """Wait until so many posts stand; TimeoutError after so many seconds."""
        async with asyncio.timeout(within), self.changed:
            await self.changed.wait_for(lambda: len(self.posted) >= count)

    async def post(self, request: web.Request) -> web.StreamResponse:
        """Post it, unless it was posted with this key a moment ago."""
        asked = await request.json()
        if (refusal := self._refusal(asked["target"])) is not None:
            return refusal
        number = self._post(asked["key"], asked["target"], asked["text"])
        async with self.changed:
            self.changed.notify_all()
        if self.draw.random() < self.chances.lost:
            self.answers[0] += 1
            self._hang_up(request)
        return self._answer(OK, number=number)

    async def find(self, request: web.Request) -> web.StreamResponse:
        """Whether it was posted."""
        asked = await request.json()
        if (refusal := self._refusal(asked["target"])) is not None:
            return refusal
        if not self.manners.tells:
            return self._answer(OK, tells=False)
        number, _ = self._by_key.get(asked["key"], (None, None)) if self.manners.knows_keys else (None, None)
        return self._answer(OK, tells=True, number=number)

    def _post(self, key: str, target: str, text: str) -> int:
        now = self.clock()
        number, at = self._by_key.get(key, (None, now))
        if number is not None and now - at < self.manners.nonce_window and self.manners.knows_keys:
            return number
        self.posted.append((target, text))
        self._by_key[key] = (len(self.posted), now)
        return len(self.posted)

    def _refusal(self, target: str) -> web.StreamResponse | None:
        """What it answers where it is in no state to do what it is asked."""
        self.asked_at.append(self.clock())
        luck = self.draw.random()
        if self.is_down or luck < self.chances.broken:
            return self._answer(BROKEN)
        if self.is_busy or luck < self.chances.broken + self.chances.busy:
            return self._answer(TOO_MANY)
        return self._answer(GONE) if target in self.gone else None

    def _answer(self, status: int, **said: object) -> web.Response:
        self.answers[status] += 1
        return web.json_response(said, status=status)

    @staticmethod
    def _hang_up(request: web.Request) -> None:
        if request.transport is not None:
            request.transport.abort()


@asynccontextmanager
async def recording(recorder: Recorder) -> AsyncIterator[Recorder]:
    """The recorder at a loopback address, until the block ends."""
    app = web.Application()
    app.add_routes([web.post("/post", recorder.post), web.post("/find", recorder.find)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    _, port = runner.addresses[0][:2]
    recorder.url = f"http://127.0.0.1:{port}"
    try:
        yield recorder
    finally:
        await runner.cleanup()


class RecordingPlatform:
    """The worker's side of it."""

    def __init__(self, name: str, url: str, allowance: Allowance) -> None:
        self.name = name
        self.allowance = allowance
        self._url = url
        self._session = ClientSession(timeout=ClientTimeout(total=9))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def post(self, to: Target, message: Message, *, key: str) -> Receipt:
        said = await self._ask("post", {"target": write_target(to), "text": message.summary, "key": key})
        return _receipt(to, int(said["number"]))

    async def find(self, to: Target, *, key: str, since: datetime) -> Finding:
        said = await self._ask("find", {"target": write_target(to), "key": key})
        if not said["tells"]:
            return CannotTell()
        return Absent() if said["number"] is None else Found(_receipt(to, int(said["number"])))

    async def _ask(self, what: str, values: Mapping[str, str]) -> Any:
        try:
            async with self._session.post(f"{self._url}/{what}", json=values) as response:
                if response.status == TOO_MANY:
                    raise Busy(SOON)
                if response.status == GONE:
                    raise Undeliverable("gone")
                if response.status != OK:
                    raise Uncertain(str(response.status))
                return await response.json()
        except ClientConnectorError:
            raise Busy(SOON) from None
        except (ClientError, OSError, TimeoutError) as error:
            raise Uncertain(type(error).__name__) from None

    async def open(self, members: tuple[Member, ...], *, key: str) -> Channel:
        raise NotImplementedError

    async def revise(self, receipt: Receipt, message: Message) -> None:
        raise NotImplementedError

    async def withdraw(self, receipt: Receipt) -> None:
        raise NotImplementedError

    async def pin(self, receipt: Receipt) -> None:
        raise NotImplementedError

    async def lacks(self, channel: Channel) -> tuple[Lack, ...]:
        raise NotImplementedError

    async def profile(self, member: Member) -> Profile:
        raise NotImplementedError

    async def is_moderator(self, member: Member) -> bool:
        raise NotImplementedError

    async def channels(self, community: CommunityId) -> tuple[tuple[Channel, str], ...]:
        raise NotImplementedError


def _receipt(to: Target, number: int) -> Receipt:
    channel = to if isinstance(to, Channel) else Channel(to.community, f"with-{to.native}")
    return Receipt(channel, str(number))
