"""What is planned stands in the ledger once, and can be found again."""

from __future__ import annotations

import re
from asyncio import gather
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.contract.places import Channel, CommunityId, Member
from bot.contract.ports import KEY_LENGTH
from bot.delivery import store
from bot.delivery.ledger import Status, new_key
from tests.delivery.desk import Desk

HOUR = timedelta(hours=1)


async def test_what_is_planned_twice_is_one_row(desk: Desk) -> None:
    """The same kind, subject, slot and target are planned once."""
    assert (await desk.plan(), await desk.plan(), len(await desk.rows())) == (1, 0, 1)


async def test_two_who_plan_the_same_at_once_make_one_row(desk: Desk) -> None:
    """When two processes reach the same decision together, one of them was first."""
    assert sorted(await gather(desk.plan(), desk.plan())) == [0, 1]


async def test_a_second_plan_moves_nothing(desk: Desk) -> None:
    """Planning again with another due time leaves the first as it was."""
    planned = desk.planned()
    await desk.plan(planned)
    await desk.plan(replace(planned, due_at=planned.due_at + HOUR))
    assert (await desk.row()).due_at == planned.due_at


@pytest.mark.parametrize("part", ["kind", "subject", "slot", "target"])
async def test_what_differs_in_one_part_is_another_delivery(desk: Desk, part: str) -> None:
    """Another kind, subject, slot or target is another row."""
    other = {"kind": "other", "subject": "2", "slot": "later", "target": desk.room.add_channel("quiet")}
    planned = desk.planned()
    assert await desk.plan(planned, replace(planned, **{part: other[part]})) == 2  # type: ignore[arg-type]  # one part


async def test_a_channel_and_a_member_of_one_id_are_two_targets(desk: Desk) -> None:
    """A member whose id looks like a channel's is not taken for it."""
    here = desk.room.community
    assert await desk.plan(desk.planned(to=Channel(here, "x")), desk.planned(to=Member(here, "x"))) == 2


async def test_a_plan_that_is_rolled_back_is_none(desk: Desk) -> None:
    """A delivery is written in the transaction that decides it, and gone with it."""

    async def fail() -> None:
        async with desk.storage.write() as session:
            await store.plan(session, [desk.planned()])
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert await desk.rows() == []


async def test_a_planned_delivery_waits(desk: Desk) -> None:
    """Nothing is said, tried or claimed before somebody works."""
    await desk.plan()
    row = await desk.row()
    assert (row.status, row.attempts, row.claim, row.receipt, desk.said) == ("pending", 0, None, None, [])


def test_a_key_fits_every_platform() -> None:
    """Keys are at most 25 URL-safe characters, as Discord's nonce must be, and no two are alike."""
    keys = {new_key() for _ in range(1_000)}
    assert len(keys) == 1_000
    assert all(len(key) <= KEY_LENGTH and re.fullmatch(r"[\w-]+", key, re.ASCII) for key in keys)


async def test_a_delivery_keeps_its_key(desk: Desk) -> None:
    """The key under which it is posted is the key it was planned with."""
    await desk.plan()
    planned = (await desk.row()).key
    await desk.work()
    assert desk.platform.posted == [planned] == [(await desk.row()).key]


async def test_what_is_skipped_is_visible(desk: Desk) -> None:
    """A delivery that was left out stands in the ledger with its reason, settled."""
    async with desk.storage.write() as session:
        await store.note_skipped(session, desk.planned(), "it was a quiet day", desk.clock())
    row = await desk.row()
    assert (row.status, row.reason, row.settled_at) == ("skipped", "it was a quiet day", desk.clock())


async def test_what_was_skipped_is_not_planned_again(desk: Desk) -> None:
    """A slot that was left out stays left out."""
    async with desk.storage.write() as session:
        await store.note_skipped(session, desk.planned(), "it was a quiet day", desk.clock())
    assert (await desk.plan(), await desk.work(), desk.said) == (0, 0, [])


async def test_only_what_is_pending_is_cancelled(desk: Desk) -> None:
    """Cancelling skips what waits, and leaves what was sent as it stands."""
    await desk.plan(desk.planned(slot="a"))
    await desk.work()
    await desk.plan(desk.planned(slot="b"), desk.planned("2"))
    async with desk.storage.write() as session:
        await store.cancel(session, desk.room.community, "test", "1", now=desk.clock(), reason="a moderator stopped it")
    assert await desk.statuses() == ["sent", "skipped", "pending"]


async def test_what_was_cancelled_is_not_sent(desk: Desk) -> None:
    """A cancelled delivery is never said."""
    await desk.plan()
    async with desk.storage.write() as session:
        await store.cancel(session, desk.room.community, "test", "1", now=desk.clock(), reason="a moderator stopped it")
    await desk.work()
    assert desk.said == []


async def test_a_key_is_found_only_in_its_community(desk: Desk) -> None:
    """Whoever has a key of another community gets nothing by it."""
    await desk.plan()
    key = (await desk.row()).key
    async with desk.storage.read() as session:
        found = await store.by_key(session, key, desk.room.community)
        assert found is not None
        assert await store.by_key(session, key, CommunityId("room", "elsewhere")) is None


async def test_the_latest_is_the_newest_slot(desk: Desk) -> None:
    """Of several slots of one subject, the newest is found, or any by its name."""
    await desk.plan(desk.planned(slot="a"), desk.planned(slot="b"), desk.planned("2", "c"))
    async with desk.storage.read() as session:
        newest, named = await store.latest(session, "test", "1"), await store.of_slot(session, "test", "1", "a")
    assert newest is not None
    assert named is not None
    assert (newest.slot, named.slot) == ("b", "a")


async def test_deliveries_are_listed_by_how_they_stand(desk: Desk) -> None:
    """A community's deliveries of one status are found, and nobody else's."""
    await desk.plan(desk.planned(slot="a"), desk.planned(to=Channel(CommunityId("room", "elsewhere"), "x")))
    async with desk.storage.read() as session:
        found = await store.with_status(session, desk.room.community, Status.PENDING)
    assert [each.slot for each in found] == ["a"]


async def test_the_next_due_time_is_the_earliest(desk: Desk) -> None:
    """The clock panel can stop at what comes next."""
    planned = desk.planned()
    await desk.plan(replace(planned, slot="b", due_at=planned.due_at + 2 * HOUR))
    await desk.plan(replace(planned, slot="a", due_at=planned.due_at + HOUR))
    async with desk.storage.read() as session:
        assert await store.next_due(session) == planned.due_at + HOUR


async def test_without_pending_deliveries_nothing_is_due(desk: Desk) -> None:
    """An empty ledger has no next time."""
    async with desk.storage.read() as session:
        assert await store.next_due(session) is None


@pytest.mark.parametrize(
    ("age", "left"), [(timedelta(days=179), ["sent", "pending"]), (timedelta(days=181), ["pending"])]
)
async def test_what_was_settled_long_ago_is_deleted(desk: Desk, age: timedelta, left: list[str]) -> None:
    """A settled delivery is kept for 180 days; one that still waits stays."""
    await desk.plan()
    await desk.work()
    await desk.plan(desk.planned(slot="waits"))
    async with desk.storage.write() as session:
        await store.tidy(session, desk.clock() + age)
    assert await desk.statuses() == left
