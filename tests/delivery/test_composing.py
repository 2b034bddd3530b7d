"""What is to be said is composed when it is sent, and left out when it comes too late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from structlog.typing import EventDict

from bot.contract.messages import Message, text
from bot.contract.ports import Busy, Uncertain
from bot.delivery.ledger import MOST_FAILURES, Claimed, Skip
from bot.storage import Session
from tests.delivery.desk import Desk, compose_words

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(("late", "said"), [(2 * HOUR, ["1"]), (2 * HOUR + SECOND, [])])
async def test_lateness_ends_exactly_at_its_limit(desk: Desk, late: timedelta, said: list[str]) -> None:
    """Two hours late is still said; a second more and it is skipped, with the reason."""
    desk.kind(compose_words, lateness=2 * HOUR)
    await desk.plan()
    await desk.later(late)
    assert desk.said == said
    assert (await desk.row()).reason == ("" if said else "it was too late to be of use")


@pytest.mark.parametrize("trouble", [Busy(3 * HOUR), Uncertain()])
async def test_lateness_counts_from_the_first_due_time(desk: Desk, trouble: Exception) -> None:
    """However often it was put off, a delivery is late by the time it was meant for."""
    desk.kind(compose_words, lateness=2 * HOUR)
    await desk.plan()
    desk.platform.posting.append(trouble)
    await desk.work()
    await desk.later(3 * HOUR)
    assert (await desk.statuses(), desk.said) == (["skipped"], [])


async def test_without_a_limit_nothing_is_too_late(desk: Desk) -> None:
    """A kind that is always of use is said after a year."""
    await desk.plan()
    await desk.later(365 * DAY)
    assert desk.said == ["1"]


async def test_a_composer_may_change_its_mind(desk: Desk) -> None:
    """What turns out to be of no use when it is composed is skipped, visibly."""

    async def skip(session: Session, claimed: Claimed, now: object) -> Message | Skip:
        return Skip("its schedule was removed")

    desk.kind(skip)
    await desk.plan()
    await desk.work()
    assert ((await desk.row()).reason, desk.platform.posted) == ("its schedule was removed", [])


async def test_composing_that_fails_is_tried_again(desk: Desk, logged: list[EventDict]) -> None:
    """A fault that passes costs half a minute and nothing else."""
    faults = [LookupError("xylophonist")]

    async def compose(session: Session, claimed: Claimed, now: object) -> Message | Skip:
        if faults:
            raise faults.pop()
        return text("hello")

    desk.kind(compose)
    await desk.plan()
    await desk.work()
    assert (await desk.statuses(), "xylophonist" in str(logged)) == (["pending"], False)
    await desk.later(MINUTE)
    assert desk.said == ["hello"]


async def test_composing_that_keeps_failing_is_given_up(desk: Desk) -> None:
    """After so many failures a delivery is dead, and its composer is left in peace."""
    tries: list[int] = []

    async def compose(session: Session, claimed: Claimed, now: object) -> Message | Skip:
        tries.append(claimed.attempts)
        raise LookupError

    desk.kind(compose)
    await desk.plan()
    for _ in range(MOST_FAILURES + 2):
        await desk.later(MINUTE)
    row = await desk.row()
    assert (tries, row.status, row.reason) == ([1, 2, 3, 4, 5], "dead", "it could not be composed")


async def test_one_that_cannot_be_composed_keeps_nobody_waiting(desk: Desk) -> None:
    """Others go out while one fails."""

    async def compose(session: Session, claimed: Claimed, now: object) -> Message | Skip:
        if claimed.subject == "bad":
            raise LookupError
        return text(claimed.subject)

    desk.kind(compose)
    await desk.plan(desk.planned("bad"), desk.planned("good", to=desk.room.add_channel("quiet")))
    await desk.work()
    assert desk.said == ["good"]
