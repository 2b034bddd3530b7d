"""A desk to watch the ledger from: one room, a platform that fails by a script, and workers over one database."""

from __future__ import annotations

from asyncio import Event
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from adapters.room import Room
from adapters.room.clock import MovableClock
from bot.contract.messages import Message, text
from bot.contract.people import Profile
from bot.contract.permissions import Lack
from bot.contract.places import Channel, CommunityId, Member, Receipt, Target
from bot.contract.ports import Allowance, Finding, Uncertain
from bot.delivery import store
from bot.delivery.kinds import Compose, Kind, Settled, nothing_follows
from bot.delivery.ledger import Claimed, Planned, Settlement, Skip
from bot.delivery.tables import Delivery
from bot.delivery.worker import Worker
from bot.metrics import Metrics
from bot.storage import Session, Storage, StorageBusy

KIND = "test"


class Crash(BaseException):
    """The process ends here; nobody gets to tidy up."""


@dataclass(frozen=True, slots=True)
class Lost:
    """It is posted, but the answer never comes back."""

    error: BaseException = field(default_factory=Uncertain)


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Something happens while the platform is posting."""

    do: Callable[[], Awaitable[object]]


class Flaky:
    """A Room whose posts and look-ups go as the script says; without a script they go well."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.posting: deque[BaseException | Lost | Meanwhile] = deque()
        self.finding: deque[BaseException | Finding] = deque()
        self.posted: list[str] = []
        self.looked_for: list[str] = []
        self.allowance = Allowance()

    @property
    def name(self) -> str:
        return self.room.name

    async def post(self, to: Target, message: Message, *, key: str) -> Receipt:
        self.posted.append(key)
        match self.posting.popleft() if self.posting else None:
            case BaseException() as error:
                raise error
            case Lost(error):
                await self.room.post(to, message, key=key)
                raise error
            case Meanwhile(do):
                await do()
        return await self.room.post(to, message, key=key)

    async def find(self, to: Target, *, key: str, since: datetime) -> Finding:
        self.looked_for.append(key)
        step = self.finding.popleft() if self.finding else None
        if isinstance(step, BaseException):
            raise step
        return step or await self.room.find(to, key=key, since=since)

    async def open(self, members: tuple[Member, ...], *, key: str) -> Channel:
        return await self.room.open(members, key=key)

    async def revise(self, receipt: Receipt, message: Message) -> None:
        await self.room.revise(receipt, message)

    async def withdraw(self, receipt: Receipt) -> None:
        await self.room.withdraw(receipt)

    async def profile(self, member: Member) -> Profile:
        return await self.room.profile(member)

    async def pin(self, receipt: Receipt) -> None:
        await self.room.pin(receipt)

    async def lacks(self, channel: Channel) -> tuple[Lack, ...]:
        return await self.room.lacks(channel)

    async def is_moderator(self, member: Member) -> bool:
        return await self.room.is_moderator(member)

    async def channels(self, community: CommunityId) -> tuple[tuple[Channel, str], ...]:
        return await self.room.channels(community)


class Patchy(Storage):
    """A storage that is busy where the script says so: one entry for each write."""

    def __init__(self, storage: Storage, busy: Iterable[bool]) -> None:
        super().__init__(storage.engine)
        self._busy = deque(busy)
        self.refused = Event()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Session]:
        if self._busy and self._busy.popleft():
            self.refused.set()
            msg = "The database is busy."
            raise StorageBusy(msg)
        async with super().write() as session:
            yield session


class Desk:
    """What a test of the ledger needs within reach."""

    def __init__(self, storage: Storage, clock: MovableClock) -> None:
        self.storage = storage
        self.clock = clock
        self.metrics = Metrics()
        self.room = Room(clock)
        self.tea = self.room.add_channel("tea")
        self.platform = Flaky(self.room)
        self.kinds: dict[str, Kind] = {}
        self.kind(compose_words)

    def kind(
        self,
        compose: Compose,
        *,
        name: str = KIND,
        lateness: timedelta | None = None,
        settled: Settled = nothing_follows,
        pinned: bool = False,
    ) -> None:
        """From now on deliveries of this kind are composed and followed so."""
        self.kinds[name] = Kind(name, compose, "why", lateness, settled, pinned=pinned)

    def worker(self, storage: Storage | None = None) -> Worker:
        """A worker that has just started."""
        platforms: Mapping[str, Flaky] = {self.platform.name: self.platform}
        return Worker(storage or self.storage, platforms, self.kinds, self.clock, self.metrics)

    def planned(self, subject: str = "1", slot: str = "", *, to: Target | None = None, kind: str = KIND) -> Planned:
        """A delivery that is due now."""
        return Planned(kind, subject, slot, to or self.tea, self.clock())

    async def plan(self, *planned: Planned) -> int:
        """Write them down; how many were new."""
        async with self.storage.write() as session:
            return await store.plan(session, planned or [self.planned()])

    async def claim(self, most: int = 100, *, storage: Storage | None = None) -> list[Claimed]:
        """Claim what is due, and commit."""
        async with (storage or self.storage).write() as session:
            return await store.claim_due(session, now=self.clock(), most=most)

    async def claim_unanswered(self) -> list[Claimed]:
        """Claim what went unanswered, and commit."""
        async with self.storage.write() as session:
            return await store.claim_unanswered(session, now=self.clock(), most=100)

    async def settle(self, claimed: Claimed, settlement: Settlement) -> bool:
        """Write an outcome down; whether the claim still counted."""
        async with self.storage.write() as session:
            return await store.write_settlement(session, claimed, settlement, self.clock())

    async def work(self) -> int:
        """Let a fresh worker do all that is due."""
        return await self.worker().work()

    async def later(self, by: timedelta) -> int:
        """Let time pass, then let a fresh worker do all that is due."""
        self.clock.move_to(self.clock() + by)
        return await self.work()

    async def rows(self) -> Sequence[Delivery]:
        """The whole ledger in the order it was planned."""
        async with self.storage.read() as session:
            return (await session.scalars(select(Delivery).order_by(Delivery.id))).all()

    async def row(self) -> Delivery:
        """The only delivery."""
        (only,) = await self.rows()
        return only

    async def statuses(self) -> list[str]:
        """How each delivery stands."""
        return [each.status for each in await self.rows()]

    @property
    def said(self) -> list[str]:
        """What members have seen, in its order."""
        return [post.content.summary for post in self.room.posts if isinstance(post.content, Message)]


async def compose_words(session: Session, claimed: Claimed, now: datetime) -> Message | Skip:
    """The subject and slot as the words."""
    return text(f"{claimed.subject} {claimed.slot}".strip())
