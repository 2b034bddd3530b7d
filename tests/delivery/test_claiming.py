"""A claim gives one worker the right to send, for as long as its lease lasts."""

from __future__ import annotations

from asyncio import gather
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import event

from bot.delivery.ledger import ATTEMPT, LEASE, SETTLING, Settlement, Status
from bot.storage import Storage, open_storage
from tests.delivery.desk import Desk

SECOND = timedelta(seconds=1)


@pytest.fixture
async def other(database_url: str) -> AsyncIterator[Storage]:
    """Another process's way into the same database."""
    opened = open_storage(database_url)
    yield opened
    await opened.close()


async def plan_many(desk: Desk, count: int, channels: int) -> None:
    """So many deliveries, in turn to so many channels."""
    rooms = [desk.room.add_channel(f"c{number}") for number in range(channels)]
    await desk.plan(*(desk.planned(str(number), to=rooms[number % channels]) for number in range(count)))


async def test_what_is_due_is_claimed(desk: Desk) -> None:
    """A claim names the delivery and holds for the length of a lease."""
    await desk.plan()
    (claimed,) = await desk.claim()
    row = await desk.row()
    assert (row.status, row.claim, row.lease_until) == ("sending", claimed.claim, desk.clock() + LEASE)


async def test_what_is_not_due_is_not_claimed(desk: Desk) -> None:
    """A second too early is too early."""
    planned = desk.planned()
    await desk.plan(replace(planned, due_at=planned.due_at + SECOND))
    assert await desk.claim() == []


async def test_what_is_claimed_nobody_else_can_claim(desk: Desk, other: Storage) -> None:
    """While the lease lasts, others find nothing to do."""
    await desk.plan()
    await desk.claim()
    desk.clock.move_to(desk.clock() + LEASE - SECOND)
    assert await desk.claim(storage=other) == await desk.claim_unanswered() == []


async def test_claims_come_in_batches(desk: Desk) -> None:
    """No more are claimed at once than were asked for, and the rest stays for others."""
    await plan_many(desk, 5, 5)
    assert [len(await desk.claim(2)) for _ in range(4)] == [2, 2, 1, 0]


async def test_the_longest_waiting_come_first(desk: Desk) -> None:
    """Of several channels, the one whose delivery was due first is served first."""
    first, second = desk.room.add_channel("first"), desk.room.add_channel("second")
    planned = desk.planned(to=first)
    await desk.plan(planned, replace(planned, target=second, due_at=planned.due_at - SECOND))
    assert [each.target for each in await desk.claim(1)] == [second]


async def test_one_for_each_target_at_a_time(desk: Desk) -> None:
    """Of three for one channel, the first is claimed alone."""
    await desk.plan(*(desk.planned(slot=each) for each in "abc"))
    assert [each.slot for each in await desk.claim()] == ["a"]


async def test_a_target_is_busy_until_its_delivery_is_settled(desk: Desk) -> None:
    """The second for a channel can be claimed when the first is settled, and not before."""
    await desk.plan(desk.planned(slot="a"), desk.planned(slot="b"))
    (first,) = await desk.claim()
    assert await desk.claim() == []
    await desk.settle(first, Settlement(Status.SENT))
    assert [each.slot for each in await desk.claim()] == ["b"]


async def test_a_target_stays_busy_after_the_lease(desk: Desk) -> None:
    """What may have been said has to be looked for before anything else is said there."""
    await desk.plan(desk.planned(slot="a"), desk.planned(slot="b"))
    await desk.claim()
    desk.clock.move_to(desk.clock() + LEASE)
    assert await desk.claim() == []


async def test_an_attempt_is_counted_once(desk: Desk) -> None:
    """Claiming to send counts; claiming to look for it does not."""
    await desk.plan()
    (claimed,) = await desk.claim()
    desk.clock.move_to(desk.clock() + LEASE)
    (again,) = await desk.claim_unanswered()
    assert (claimed.attempts, again.attempts) == (1, 1)


async def test_the_first_attempt_is_remembered(desk: Desk) -> None:
    """However often it is tried, it is looked for from the first attempt on."""
    await desk.plan()
    (claimed,) = await desk.claim()
    await desk.settle(claimed, Settlement(Status.PENDING))
    desk.clock.move_to(desk.clock() + SECOND)
    (again,) = await desk.claim()
    assert (again.attempts, again.attempted_at) == (2, claimed.attempted_at)


async def test_a_lease_that_ran_out_is_claimed_anew(desk: Desk) -> None:
    """After the lease somebody else takes over, with a claim and a lease of their own."""
    await desk.plan()
    (claimed,) = await desk.claim()
    desk.clock.move_to(desk.clock() + LEASE)
    (again,) = await desk.claim_unanswered()
    assert again.claim != claimed.claim
    assert again.lease_until == desk.clock() + LEASE


async def test_whoever_lost_the_lease_cannot_overwrite(desk: Desk) -> None:
    """An outcome that comes after somebody took over changes nothing."""
    await desk.plan()
    (slow,) = await desk.claim()
    desk.clock.move_to(desk.clock() + LEASE)
    await desk.claim_unanswered()
    assert not await desk.settle(slow, Settlement(Status.DEAD, reason="too slow"))
    assert (await desk.row()).status == "sending"


async def test_what_was_settled_stays_settled(desk: Desk) -> None:
    """A claim can be used once."""
    await desk.plan()
    (claimed,) = await desk.claim()
    assert await desk.settle(claimed, Settlement(Status.SENT))
    assert not await desk.settle(claimed, Settlement(Status.PENDING))
    assert (await desk.row()).status == "sent"


@pytest.mark.parametrize(
    ("settlement", "held"),
    [
        (Settlement(Status.PENDING, lease_until=None), None),
        (Settlement(Status.SENDING, lease_until=None), None),
        (Settlement(Status.SENT), "settled"),
        (Settlement(Status.DEAD), "settled"),
    ],
)
async def test_only_what_is_over_has_a_settling_time(desk: Desk, settlement: Settlement, held: str | None) -> None:
    """What is to be tried or looked for again is not over."""
    await desk.plan()
    (claimed,) = await desk.claim()
    await desk.settle(claimed, settlement)
    assert (await desk.row()).settled_at == (desk.clock() if held else None)


async def test_what_was_put_off_is_not_claimed_early(desk: Desk) -> None:
    """A delivery that is to wait a minute waits a minute."""
    await desk.plan()
    (claimed,) = await desk.claim()
    await desk.settle(claimed, Settlement(Status.PENDING, lease_until=desk.clock() + 60 * SECOND))
    desk.clock.move_to(desk.clock() + 59 * SECOND)
    assert await desk.claim() == []
    desk.clock.move_to(desk.clock() + SECOND)
    assert len(await desk.claim()) == 1


async def test_what_was_put_off_holds_up_nothing_else(desk: Desk) -> None:
    """While one delivery waits for its time, a later one for the same channel goes out."""
    await desk.plan(desk.planned(slot="a"), desk.planned(slot="b"))
    (claimed,) = await desk.claim()
    await desk.settle(claimed, Settlement(Status.PENDING, lease_until=desk.clock() + 60 * SECOND))
    assert [each.slot for each in await desk.claim()] == ["b"]


async def test_a_reason_too_long_for_its_column_is_cut(desk: Desk) -> None:
    """A platform's long sentence keeps no delivery from being settled."""
    await desk.plan()
    (claimed,) = await desk.claim()
    assert await desk.settle(claimed, Settlement(Status.DEAD, reason="x" * 1_000))
    assert (await desk.row()).reason == "x" * 200


@pytest.mark.parametrize(("left", "may"), [(ATTEMPT + SECOND, True), (ATTEMPT, False), (SECOND, False)])
async def test_nothing_is_begun_that_may_outlast_the_lease(desk: Desk, left: timedelta, may: bool) -> None:  # noqa: FBT001  # a table
    """A send may begin only while a whole attempt still fits into the lease."""
    await desk.plan()
    (claimed,) = await desk.claim()
    assert claimed.may_send(claimed.lease_until - left) is may


def test_looking_waits_until_an_attempt_must_be_over() -> None:
    """A post that went unanswered is looked for only after it can't be on its way any more."""
    assert ATTEMPT < SETTLING < LEASE


async def test_two_who_claim_at_once_share(desk: Desk, other: Storage) -> None:
    """Two processes that claim at the same moment get different deliveries, and in the end all."""
    await plan_many(desk, 40, 40)
    batches = await gather(*(desk.claim(8, storage=each) for each in (desk.storage, other) * 4))
    batches.append(await desk.claim())
    ids = [each.id for batch in batches for each in batch]
    assert len(ids) == len(set(ids)) == 40


async def test_a_claim_renewed_meanwhile_is_left_alone(desk: Desk, database_url: str) -> None:
    """Somebody who saw the old lease and comes a moment after another took over gets nothing."""
    if desk.storage.is_sqlite:  # its writers come one after another, so there is no such moment
        return
    await desk.plan()
    await desk.claim()
    desk.clock.move_to(desk.clock() + LEASE)
    renewed = desk.clock() + LEASE

    def overtaken(*_: object) -> None:
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute("UPDATE deliveries SET claim = 'theirs', lease_until = %s", (renewed,))

    event.listen(desk.storage.engine.sync_engine, "after_cursor_execute", overtaken, once=True)
    assert await desk.claim_unanswered() == []
    assert (await desk.row()).claim == "theirs"
