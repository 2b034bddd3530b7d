"""Each shard is looked after by one process at a time, and by another soon after that one ended."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime

import pytest

from adapters.discord import holding, shards
from adapters.discord.connection import intents, look
from adapters.discord.gateway import Gateway
from adapters.discord.permissions import invited
from adapters.discord.shards import EVERY, FENCE, IDENTIFIED_EVERY, Identifying, Shards
from tests.simulators.discord import DiscordSimulator
from tests.simulators.discord.connecting import SOON, settings

TAKEN_OVER_WITHIN = 15.0


class Registry:
    """Who holds what, as a database knows it, and the time."""

    def __init__(self) -> None:
        self.owners: dict[str, Process] = {}
        self.processes: list[Process] = []
        self.now = 0.0

    def time(self) -> float:
        """Seconds, moved by hand."""
        return self.now

    def gateway(self, count: int = 2, most: int | None = None) -> tuple[Process, Shards]:
        """One more process, and its shards."""
        process = Process(self)
        self.processes.append(process)
        return process, Shards(process, count, most, time=self.time)

    async def passes(self, seconds: float, *looking: Shards) -> None:
        """Let time pass while these look, second by second."""
        until = self.now + seconds
        while self.now < until:
            self.now += EVERY
            for each in looking:
                await each.look()


class Process:
    """One process's locks. ``is_cut_off`` is one that reaches nobody any more."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._told: set[str] = set()
        self.is_cut_off = False

    async def take(self, names: Collection[str]) -> frozenset[str] | None:
        if self.is_cut_off:
            return None
        for name in names:
            self._registry.owners.setdefault(name, self)
        return frozenset(name for name in names if self._registry.owners[name] is self)

    async def let_go(self, names: Collection[str]) -> None:
        for name in names:
            if self._registry.owners.get(name) is self:
                del self._registry.owners[name]
                for each in self._registry.processes:
                    each._told.add(name)  # noqa: SLF001  # as a notification does

    def was_let_go(self, name: str) -> bool:
        was_told = name in self._told
        self._told.discard(name)
        return was_told

    def loses(self) -> None:
        """Its connection is gone, and with it what it held."""
        self._registry.owners = {name: each for name, each in self._registry.owners.items() if each is not self}
        self.is_cut_off = True


@pytest.fixture
def registry() -> Registry:
    """Nobody holds anything yet."""
    return Registry()


async def test_the_first_takes_what_is_free_at_once(registry: Registry) -> None:
    """Where nobody was seen with a shard before, nobody waits."""
    _, mine = registry.gateway(3)
    assert await mine.look() == {0, 1, 2}


async def test_a_share_leaves_the_others_some(registry: Registry) -> None:
    """Who may take two takes two; the next takes what is left."""
    (_, one), (_, other) = registry.gateway(3, 2), registry.gateway(3, 2)
    assert len(await one.look()) == 2
    assert len(await other.look()) == 1
    assert one.mine | other.mine == {0, 1, 2}
    assert not one.mine & other.mine


async def test_a_standby_takes_over_in_time(registry: Registry) -> None:
    """When the owner dies, the second one has its shards within fifteen seconds, and not before it is safe."""
    (owner, first), (_, second) = registry.gateway(), registry.gateway()
    await first.look()
    await registry.passes(3, second)
    assert second.mine == frozenset()
    owner.loses()
    await registry.passes(FENCE - EVERY, second)
    assert second.mine == frozenset()
    await registry.passes(TAKEN_OVER_WITHIN - FENCE, second)
    assert second.mine == {0, 1}


async def test_what_was_let_go_on_purpose_is_taken_at_once(registry: Registry) -> None:
    """An orderly end, as in an upgrade, makes nobody wait."""
    (_, first), (_, second) = registry.gateway(), registry.gateway()
    await first.look()
    await second.look()
    await first.let_go()
    assert first.mine == frozenset()
    assert await second.look() == {0, 1}


async def test_while_the_database_is_away_nothing_changes(registry: Registry) -> None:
    """Nobody can be asked, so nobody takes over, and whoever asks for help on Discord is answered."""
    (owner, first), (standby, second) = registry.gateway(), registry.gateway()
    await first.look()
    await second.look()
    owner.loses()
    standby.is_cut_off = True
    await registry.passes(10 * FENCE, first, second)
    assert first.mine == {0, 1}
    assert not second.mine
    owner.is_cut_off = False
    await registry.passes(FENCE, first)
    assert first.mine == {0, 1}


async def test_who_is_refused_stops_before_the_other_begins(registry: Registry) -> None:
    """Whoever finds that its shards are somebody else's leaves them at once, and that one has waited for it."""
    (owner, first), (_, second) = registry.gateway(), registry.gateway()
    await first.look()
    await second.look()
    owner.loses()
    await second.look()
    owner.is_cut_off = False
    for _ in range(int(TAKEN_OVER_WITHIN)):
        await registry.passes(EVERY, first, second)
        assert not first.mine & second.mine
    assert not first.mine
    assert second.mine == {0, 1}


async def test_who_has_room_takes_what_a_dead_one_left(registry: Registry) -> None:
    """Of three processes with a shard each, one dies: another that may have two takes that one, too, and no more."""
    (dying, one), (_, two), (_, three) = (registry.gateway(3, 2) for _ in range(3))
    await one.look()
    await two.look()
    await three.look()
    assert (len(one.mine), len(two.mine), len(three.mine)) == (2, 1, 0)
    dying.loses()
    await registry.passes(TAKEN_OVER_WITHIN, two, three)
    assert two.mine | three.mine == {0, 1, 2}
    assert len(two.mine) <= 2
    assert not two.mine & three.mine


async def test_one_begins_at_a_time(registry: Registry) -> None:
    """Of two processes, and of two shards in one, the second begins five seconds after the first."""
    time = Paused()
    one, other = (Identifying(registry.gateway()[0], sleep=time.sleep) for _ in range(2))
    await one.turn()
    waiting = [asyncio.create_task(each.turn()) for each in (one, other)]
    await time.passes(IDENTIFIED_EVERY - EVERY)
    assert not any(each.done() for each in waiting)
    await time.passes(2 * EVERY)
    assert [each.done() for each in waiting].count(True) == 1
    await time.passes(IDENTIFIED_EVERY + EVERY)
    assert all(each.done() for each in waiting)


class Paused:
    """Time that passes only when the test says so, for whoever waits."""

    def __init__(self) -> None:
        self._now = 0.0
        self._waiting: list[tuple[float, asyncio.Event]] = []

    async def sleep(self, seconds: float) -> None:
        told = asyncio.Event()
        self._waiting.append((self._now + seconds, told))
        await told.wait()

    async def passes(self, seconds: float) -> None:
        """Let so much of it pass, in small steps."""
        until = self._now + seconds
        while self._now < until:
            self._now += EVERY / 4
            for at, told in self._waiting:
                if at <= self._now:
                    told.set()
            for _ in range(10):
                await asyncio.sleep(0)


async def test_a_client_that_lost_its_shard_begins_again_with_it(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It leaves Discord when the shard is somebody else's, and comes back when that one has ended."""
    monkeypatch.setattr(shards, "FENCE", 0.1)
    monkeypatch.setattr(holding, "EVERY", 0.05)
    monkeypatch.setattr(shards, "IDENTIFIED_EVERY", 0.05)
    process, _ = registry.gateway()
    async with DiscordSimulator(lambda: datetime.now(UTC)) as simulator:
        simulator.invite(allowed=invited())
        how = settings(simulator)
        client = Gateway(how, intents(how, await look(how)), patience=0.05, locks=process)
        running = asyncio.create_task(client.run_until_closed(print))
        async with asyncio.timeout(SOON):
            await simulator.gateway.back(0)
            process.loses()
            other = Shards(registry.gateway()[0], 1)
            await other.look()
            process.is_cut_off = False
            await client.gave_up.wait()
            await other.let_go()
            await simulator.gateway.back(1)
        assert (simulator.gateway.identified, simulator.gateway.doubly_owned) == (2, 0)
        await client.close()
        await running
    assert registry.owners.keys() <= {"discord identifies"}
