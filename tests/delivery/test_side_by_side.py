"""Any number of workers over one database say everything once."""

from __future__ import annotations

from asyncio import gather
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.contract.ports import Allowance, Busy, Uncertain
from bot.delivery import store
from bot.delivery.ledger import LEASE, SETTLING
from bot.storage import Storage, open_storage
from tests.delivery.desk import Desk, Lost

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def others(database_url: str) -> AsyncIterator[list[Storage]]:
    """Two more processes' ways into the same database."""
    opened = [open_storage(database_url) for _ in range(2)]
    yield opened
    for each in opened:
        await each.close()


async def plan_many(desk: Desk, channels: int, each: int) -> int:
    """Several deliveries for each of several channels; how many."""
    rooms = [desk.room.add_channel(f"c{number}") for number in range(channels)]
    return await desk.plan(*(desk.planned(f"{room.native}/{slot}", to=room) for slot in range(each) for room in rooms))


def said_once(desk: Desk, count: int) -> bool:
    """Whether each was posted once, and no platform was asked twice."""
    return len(desk.said) == len(set(desk.said)) == count == len(desk.platform.posted)


async def test_two_workers_in_one_process_say_everything_once(desk: Desk) -> None:
    """Two workers that look at the same moment share the work."""
    count = await plan_many(desk, 10, 3)
    await gather(desk.work(), desk.work())
    await desk.work()
    assert said_once(desk, count)


async def test_workers_of_several_processes_say_everything_once(desk: Desk, others: list[Storage]) -> None:
    """Three processes over one database share the work."""
    count = await plan_many(desk, 10, 3)
    await gather(*(desk.worker(each).work() for each in (desk.storage, *others)))
    await desk.work()
    assert said_once(desk, count)
    assert set(await desk.statuses()) == {"sent"}


async def test_a_channels_order_holds_with_several_workers(desk: Desk, others: list[Storage]) -> None:
    """Whoever sends, a channel's deliveries come in the order they were planned."""
    await plan_many(desk, 2, 6)
    await gather(*(desk.worker(each).work() for each in (desk.storage, *others)))
    await desk.work()
    in_first = [each for each in desk.said if each.startswith("c0/")]
    assert in_first == [f"c0/{slot}" for slot in range(6)]


async def test_a_nudge_planned_and_worked_at_by_all_is_said_once(desk: Desk, others: list[Storage]) -> None:
    """When several processes plan the same slot and send it, members see it once."""
    planned = desk.planned()

    async def everything(storage: Storage) -> None:
        async with storage.write() as session:
            await store.plan(session, [planned])
        await desk.worker(storage).work()

    await gather(*(everything(each) for each in (desk.storage, *others)))
    await desk.work()
    assert desk.said == ["1"]


async def test_a_bad_day_is_survived_by_all_together(desk: Desk, others: list[Storage]) -> None:
    """With a platform that loses answers, is busy and breaks, three processes still say everything once."""
    count = await plan_many(desk, 10, 2)
    desk.platform.posting.extend([Lost(), Uncertain(), Busy(MINUTE), LookupError(), Lost(LookupError())] * 4)
    desk.platform.finding.extend([Busy(MINUTE), Uncertain(), LookupError()])
    for _ in range(10):
        await gather(*(desk.worker(each).work() for each in (desk.storage, *others)))
        desk.clock.move_to(desk.clock() + max(LEASE, SETTLING, MINUTE))
    assert set(await desk.statuses()) == {"sent"}
    assert len(desk.said) == len(set(desk.said)) == count


async def test_a_channels_pace_holds_across_workers(desk: Desk, others: list[Storage]) -> None:
    """Where a platform takes one post a second in a channel, three processes together post one a second there."""
    second = timedelta(seconds=1)
    desk.platform.allowance = Allowance(between=second)
    count = await plan_many(desk, 1, 4)
    for said in range(1, count + 1):
        for _ in range(2):
            await gather(*(desk.worker(each).work() for each in (desk.storage, *others)))
            assert len(desk.said) == said
        desk.clock.move_to(desk.clock() + 1.1 * second)
    assert desk.said == [f"c0/{each}" for each in range(count)]
