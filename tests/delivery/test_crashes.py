"""A process may end at any step: nothing is lost and nothing is said twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.contract.messages import Message, text
from bot.delivery import store
from bot.delivery.ledger import LEASE, SETTLING, Claimed, Settlement, Skip, Status
from bot.storage import Session, StorageBusy
from tests.delivery.desk import Crash, Desk, Lost, Meanwhile, Patchy, compose_words

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


async def nobody_works_before_the_lease_ends(desk: Desk) -> None:
    """After a crash others keep their hands off until the lease has run out; then they finish it."""
    assert await desk.later(LEASE - SECOND) == 0
    await desk.later(SECOND)
    await desk.later(SETTLING)


async def said_once(desk: Desk) -> bool:
    """Whether members have seen it exactly once, and the ledger knows where."""
    await desk.later(DAY)
    row = await desk.row()
    return (row.status, desk.said) == ("sent", ["1"]) and row.receipt == desk.room.posts[0].receipt


async def test_a_crash_before_the_claim_was_committed(desk: Desk) -> None:
    """A claim that was never committed is none; the next worker sends at once."""
    await desk.plan()

    async def crash() -> None:
        async with desk.storage.write() as session:
            assert await store.claim_due(session, now=desk.clock(), most=1)
            raise Crash

    with pytest.raises(Crash):
        await crash()
    await desk.work()
    assert desk.said == ["1"]


async def test_a_crash_after_the_claim(desk: Desk) -> None:
    """What was claimed and never sent is looked for, not found, and sent."""
    await desk.plan()
    await desk.claim()
    await nobody_works_before_the_lease_ends(desk)
    assert await said_once(desk)


async def test_a_crash_while_composing(desk: Desk) -> None:
    """What was claimed and not even composed is sent by the next."""

    async def crash(session: Session, claimed: Claimed, now: datetime) -> Message | Skip:
        raise Crash

    await desk.plan()
    desk.kind(crash)
    with pytest.raises(Crash):
        await desk.work()
    desk.kind(compose_words)
    await nobody_works_before_the_lease_ends(desk)
    assert await said_once(desk)


@pytest.mark.parametrize("step", [Crash(), Lost(Crash())], ids=["before it is posted", "after it was posted"])
async def test_a_crash_while_sending(desk: Desk, step: Crash | Lost) -> None:
    """Whether it had been posted or not, it stands there once in the end."""
    await desk.plan()
    desk.platform.posting.append(step)
    with pytest.raises(Crash):
        await desk.work()
    await nobody_works_before_the_lease_ends(desk)
    assert await said_once(desk)


async def test_a_crash_between_sending_and_settling(desk: Desk) -> None:
    """What was said and not written down is found, and written down."""
    await desk.plan()
    (claimed,) = await desk.claim()
    await desk.platform.post(desk.tea, text("1"), key=claimed.key)
    await nobody_works_before_the_lease_ends(desk)
    assert await said_once(desk)
    assert len(desk.platform.posted) == 1


async def test_a_crash_while_settling(desk: Desk) -> None:
    """An outcome and what follows from it are one transaction: both are repeated, neither twice."""
    followed: list[Status] = []

    async def crash(session: Session, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
        raise Crash

    async def follow(session: Session, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
        followed.append(settlement.status)

    await desk.plan()
    desk.kind(compose_words, settled=crash)
    with pytest.raises(Crash):
        await desk.work()
    assert await desk.statuses() == ["sending"]
    desk.kind(compose_words, settled=follow)
    await nobody_works_before_the_lease_ends(desk)
    assert await said_once(desk)
    assert followed == [Status.SENT]


async def test_a_crash_after_everything(desk: Desk) -> None:
    """What was settled needs nobody any more."""
    await desk.plan()
    await desk.work()
    assert await said_once(desk)
    assert len(desk.platform.posted) == 1


async def test_a_crash_while_looking(desk: Desk) -> None:
    """Whoever dies while looking is followed by somebody who looks again."""
    await desk.plan()
    desk.platform.posting.append(Lost())
    await desk.work()
    desk.platform.finding.append(Crash())
    with pytest.raises(Crash):
        await desk.later(SETTLING)
    await nobody_works_before_the_lease_ends(desk)
    assert await said_once(desk)


async def test_a_worker_whose_lease_ran_out_does_not_send(desk: Desk) -> None:
    """Whoever was so slow that somebody else has sent it meanwhile says nothing, and changes nothing."""
    slow = [True]

    async def compose(session: Session, claimed: Claimed, now: datetime) -> Message | Skip:
        if slow and slow.pop():
            await desk.later(LEASE)
        return text("1")

    desk.kind(compose)
    await desk.plan()
    await desk.work()
    assert await said_once(desk)
    assert len(desk.platform.posted) == 1


async def test_a_slow_answer_does_not_overwrite(desk: Desk) -> None:
    """An answer that comes after somebody else looked and found it changes nothing."""
    await desk.plan()
    desk.platform.posting.append(Meanwhile(lambda: desk.later(LEASE)))
    await desk.work()
    assert (await desk.statuses(), desk.said) == (["sent"], ["1"])


async def test_a_busy_database_is_settled_with_the_next(desk: Desk) -> None:
    """When one outcome can't be written down just now, it is written down with the next one's."""
    patchy = Patchy(desk.storage, [False, True])
    await desk.plan(desk.planned("1"), desk.planned("2", to=desk.room.add_channel("quiet")))
    desk.platform.posting.append(Meanwhile(patchy.refused.wait))
    await desk.worker(patchy).work()
    assert (await desk.statuses(), desk.platform.looked_for) == (["sent", "sent"], [])


async def test_a_database_that_stays_busy_loses_nothing(desk: Desk) -> None:
    """When an outcome can't be written down at all, it is looked for after the lease, and found."""
    await desk.plan()
    with pytest.raises(StorageBusy):
        await desk.worker(Patchy(desk.storage, [False, True])).work()
    await nobody_works_before_the_lease_ends(desk)
    assert await said_once(desk)
    assert len(desk.platform.posted) == 1


async def test_a_busy_database_does_not_cut_off_the_others(desk: Desk) -> None:
    """Every send of a batch is finished, even where the first outcome could not be written down."""
    patchy = Patchy(desk.storage, [False, *[True] * 10])
    await desk.plan(*(desk.planned(str(each), to=desk.room.add_channel(f"c{each}")) for each in range(10)))
    with pytest.raises(StorageBusy):
        await desk.worker(patchy).work()
    assert len(desk.said) == 10


async def test_what_cannot_follow_undoes_nothing(desk: Desk) -> None:
    """A feature that fails over one outcome takes back neither that outcome nor the others of the batch."""

    async def fail(session: Session, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
        if claimed.subject == "2":
            raise LookupError

    desk.kind(compose_words, settled=fail)
    await desk.plan(*(desk.planned(str(each), to=desk.room.add_channel(f"c{each}")) for each in range(4)))
    await desk.work()
    await desk.later(DAY)
    assert (await desk.statuses(), len(desk.platform.posted)) == (["sent"] * 4, 4)


async def test_what_cannot_follow_half_follows_nowhere(desk: Desk) -> None:
    """What a feature wrote before it failed is rolled back; only the outcome itself is written down."""

    async def fail(session: Session, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
        await store.plan(session, [desk.planned("follow-up")])
        raise LookupError

    desk.kind(compose_words, settled=fail)
    await desk.plan()
    await desk.work()
    assert await desk.statuses() == ["sent"]
