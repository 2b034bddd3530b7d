"""What the worker makes of every answer that a platform can give."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select
from structlog.typing import EventDict

from bot.contract.places import Channel, CommunityId, Member
from bot.contract.ports import Busy, CannotTell, Uncertain, Undeliverable
from bot.delivery.ledger import LEASE, MOST_FAILURES, SETTLING
from bot.delivery.tables import Delivery
from tests.delivery.desk import Desk, Lost, Meanwhile, compose_words

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


async def test_what_is_due_is_said_where_it_belongs(desk: Desk) -> None:
    """A delivery is posted in its channel, and the ledger knows where it stands."""
    await desk.plan()
    await desk.work()
    (post,) = desk.room.posts
    row = await desk.row()
    assert (row.status, row.receipt, row.settled_at) == ("sent", post.receipt, desk.clock())
    assert (post.receipt.channel, desk.said) == (desk.tea, ["1"])


async def test_a_member_is_told_directly(desk: Desk) -> None:
    """A delivery to a member comes as a direct message."""
    ana = desk.room.add_person("Ana").member
    await desk.plan(desk.planned(to=ana))
    await desk.work()
    assert desk.room.posts[0].receipt.channel == desk.room.direct(ana)


async def test_what_was_said_is_not_said_again(desk: Desk) -> None:
    """Later workers find nothing to do."""
    await desk.plan()
    await desk.work()
    assert (await desk.later(DAY), desk.said) == (0, ["1"])


async def test_nothing_is_said_before_its_time(desk: Desk) -> None:
    """A delivery waits for its due time."""
    desk.kind(compose_words)
    planned = desk.planned()
    desk.clock.move_to(desk.clock() - SECOND)
    await desk.plan(type(planned)(planned.kind, "1", "", desk.tea, desk.clock() + MINUTE))
    await desk.work()
    assert desk.said == []
    await desk.later(MINUTE)
    assert desk.said == ["1"]


async def test_nothing_is_sent_before_its_claim_is_committed(desk: Desk) -> None:
    """While a platform is posting, anybody who looks into the database sees the claim."""
    seen: list[tuple[str, bool]] = []

    async def look() -> None:
        async with desk.storage.read() as session:
            row = (await session.scalars(select(Delivery))).one()
            seen.append((row.status, row.claim is not None))

    await desk.plan()
    desk.platform.posting.append(Meanwhile(look))
    await desk.work()
    assert seen == [("sending", True)]


async def test_one_for_each_channel_is_under_way_at_a_time(desk: Desk) -> None:
    """A channel's deliveries come one after another and in their order, others meanwhile."""
    under_way: list[str] = []
    most = 0

    async def look() -> None:
        nonlocal most
        under_way.append("")
        await asyncio.sleep(0)
        most = max(most, len(under_way))
        under_way.pop()

    await desk.plan(*(desk.planned(slot=each) for each in "abcd"))
    desk.platform.posting.extend([Meanwhile(look)] * 4)
    await desk.work()
    assert (most, desk.said) == (1, ["1 a", "1 b", "1 c", "1 d"])


async def test_a_lost_answer_is_looked_for_and_found(desk: Desk) -> None:
    """When the answer is lost after posting, the post is found and nothing is said twice."""
    await desk.plan()
    desk.platform.posting.append(Lost())
    await desk.work()
    assert (await desk.row()).status == "sending"
    await desk.later(SETTLING)
    assert (await desk.row()).receipt == desk.room.posts[0].receipt
    assert (await desk.statuses(), desk.said, len(desk.platform.posted)) == (["sent"], ["1"], 1)


async def test_an_unanswered_post_is_not_looked_for_too_soon(desk: Desk) -> None:
    """A post may still be on its way, so nobody looks before it must have arrived."""
    await desk.plan()
    desk.platform.posting.append(Uncertain())
    await desk.work()
    await desk.later(SETTLING - SECOND)
    assert desk.platform.looked_for == []


async def test_what_is_absent_is_sent_again_once(desk: Desk) -> None:
    """When the answer is lost before posting, the platform says so, and it is said once."""
    await desk.plan()
    desk.platform.posting.append(Uncertain())
    await desk.work()
    await desk.later(SETTLING)
    await desk.later(DAY)
    assert (await desk.statuses(), desk.said, len(desk.platform.posted)) == (["sent"], ["1"], 2)


async def test_what_nobody_can_tell_is_never_repeated(desk: Desk) -> None:
    """Where the platform cannot tell, the delivery is uncertain and stays so."""
    await desk.plan()
    desk.platform.posting.append(Lost())
    desk.platform.finding.append(CannotTell())
    await desk.work()
    await desk.later(SETTLING)
    await desk.later(DAY)
    row = await desk.row()
    assert (row.status, desk.said, len(desk.platform.posted)) == ("uncertain", ["1"], 1)
    assert row.reason == "the platform cannot tell whether it arrived"


@pytest.mark.parametrize("trouble", [Busy(MINUTE), Uncertain(), TimeoutError(), LookupError("no such key")])
async def test_a_look_that_fails_is_repeated(desk: Desk, trouble: Exception) -> None:
    """As long as looking fails, nothing is said and nothing is given up."""
    await desk.plan()
    desk.platform.posting.append(Lost())
    desk.platform.finding.extend([trouble] * 3)
    await desk.work()
    for _ in range(3):
        await desk.later(SETTLING)
        assert (await desk.statuses(), len(desk.platform.posted)) == (["sending"], 1)
    await desk.later(SETTLING)
    assert (await desk.statuses(), desk.said) == (["sent"], ["1"])


async def test_a_look_that_breaks_keeps_nobody_waiting(desk: Desk) -> None:
    """An adapter that breaks while looking for one delivery does not hold up the others."""
    await desk.plan()
    desk.platform.posting.append(Uncertain())
    await desk.work()
    await desk.plan(desk.planned("2", to=desk.room.add_channel("quiet")))
    desk.platform.finding.append(LookupError("the adapter's own fault"))
    await desk.later(SETTLING)
    assert (await desk.statuses(), desk.said) == (["sending", "sent"], ["2"])


async def test_a_channel_that_is_gone_is_not_looked_into_again(desk: Desk) -> None:
    """When looking shows that there is nowhere to look, the delivery is dead."""
    await desk.plan()
    desk.platform.posting.append(Uncertain())
    desk.platform.finding.append(Undeliverable("that channel is gone"))
    await desk.work()
    await desk.later(SETTLING)
    assert ((await desk.row()).status, (await desk.row()).reason) == ("dead", "that channel is gone")


async def test_a_busy_platform_is_asked_when_it_said(desk: Desk) -> None:
    """A platform that asks to come back in a minute is left alone for a minute."""
    await desk.plan()
    desk.platform.posting.append(Busy(MINUTE))
    await desk.work()
    await desk.later(MINUTE - SECOND)
    assert len(desk.platform.posted) == 1
    await desk.later(SECOND)
    assert (len(desk.platform.posted), desk.said) == (2, ["1"])


@pytest.mark.parametrize("retry_in", [timedelta(0), -MINUTE])
async def test_a_busy_platform_that_names_no_time_is_not_asked_in_a_loop(desk: Desk, retry_in: timedelta) -> None:
    """Without a sensible wait, the worker waits at least a moment."""
    await desk.plan()
    desk.platform.posting.append(Busy(retry_in))
    await desk.work()
    assert (len(desk.platform.posted), await desk.statuses()) == (1, ["pending"])


async def test_a_busy_platform_costs_no_patience(desk: Desk) -> None:
    """However often a platform is busy, the delivery is not given up for it."""
    await desk.plan()
    desk.platform.posting.extend([Busy(MINUTE)] * (MOST_FAILURES + 3))
    await desk.work()
    for _ in range(MOST_FAILURES + 3):
        await desk.later(MINUTE)
    assert desk.said == ["1"]


async def test_what_cannot_be_delivered_is_dead(desk: Desk) -> None:
    """Gone is gone: the reason is kept, and it is not tried again."""
    await desk.plan()
    desk.platform.posting.append(Undeliverable("that channel is gone"))
    await desk.work()
    await desk.later(DAY)
    row = await desk.row()
    assert (row.status, row.reason, len(desk.platform.posted)) == ("dead", "that channel is gone", 1)


async def test_a_closed_direct_message_is_dead(desk: Desk) -> None:
    """Somebody who takes no direct messages gets none."""
    ana = desk.room.add_person("Ana")
    ana.takes_direct = False
    await desk.plan(desk.planned(to=ana.member))
    await desk.work()
    assert (await desk.statuses(), desk.said) == (["dead"], [])


@pytest.mark.parametrize("posted", [True, False])
async def test_an_adapters_own_fault_counts_as_unanswered(
    desk: Desk,
    logged: list[EventDict],
    posted: bool,  # noqa: FBT001  # a table
) -> None:
    """When an adapter breaks, it may have been said or not; looking tells, and it is said once."""
    fault = LookupError("xylophonist")
    await desk.plan()
    desk.platform.posting.append(Lost(fault) if posted else fault)
    await desk.work()
    await desk.later(SETTLING)
    assert (await desk.statuses(), desk.said) == (["sent"], ["1"])
    assert [each["error"] for each in logged if each["event"] == "asking_failed"] == ["LookupError"]
    assert "xylophonist" not in str(logged)


async def test_a_post_that_hangs_counts_as_unanswered(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A platform that never answers is given up after one attempt's time, and looked into."""
    monkeypatch.setattr("bot.delivery.worker.ATTEMPT", timedelta(0))
    await desk.plan()
    desk.platform.posting.append(Meanwhile(asyncio.Event().wait))
    await desk.work()
    assert await desk.statuses() == ["sending"]


async def test_a_kind_that_nobody_knows_is_dead(desk: Desk) -> None:
    """A delivery of a feature that was removed is not tried for ever."""
    await desk.plan(desk.planned(kind="gone"))
    await desk.work()
    assert await desk.statuses() == ["dead"]


async def test_a_platform_that_nobody_runs_is_not_looked_into(desk: Desk) -> None:
    """What was being sent to a platform that is not there any more stays uncertain."""
    await desk.plan(desk.planned(to=Channel(CommunityId("elsewhere", "1"), "x")))
    await desk.claim()
    await desk.later(LEASE)
    assert await desk.statuses() == ["uncertain"]


async def test_a_worker_that_was_stopped_claims_nothing_more(desk: Desk) -> None:
    """What is under way is finished and settled; the rest waits for the next start."""
    worker = desk.worker()

    async def stop() -> None:
        worker.stop()

    await desk.plan(desk.planned(slot="a"), desk.planned(slot="b"))
    desk.platform.posting.append(Meanwhile(stop))
    await worker.work()
    assert (await desk.statuses(), desk.said) == (["sent", "pending"], ["1 a"])


async def test_a_worker_counts_what_it_settled(desk: Desk) -> None:
    """The number of deliveries that were seen to is handed back."""
    await desk.plan(*(desk.planned(slot=each) for each in "abc"))
    assert await desk.work() == 3


async def test_a_member_and_a_channel_are_served_side_by_side(desk: Desk) -> None:
    """Two targets are two claims in one batch."""
    ana: Member = desk.room.add_person("Ana").member
    await desk.plan(desk.planned(), desk.planned(to=ana))
    assert len(await desk.claim()) == 2
