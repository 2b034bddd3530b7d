"""Posts that are kept in sight, and earlier ones that they replace."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.contract.messages import Message, text
from bot.contract.permissions import Permission
from bot.contract.places import Receipt
from bot.delivery.ledger import Claimed, Settlement
from bot.storage import Session
from tests.delivery.desk import Desk


async def compose(session: Session, claimed: Claimed, now: datetime) -> Message:
    """The subject as it is."""
    return text(claimed.subject)


async def test_a_pinned_kind_is_pinned_where_that_is_allowed(desk: Desk) -> None:
    """The post stands pinned after it was sent."""
    desk.kind(compose, pinned=True)
    await desk.plan()
    await desk.worker().work()
    assert [post.pinned for post in desk.room.posts] == [True]


async def test_where_pinning_is_forbidden_the_post_stands(desk: Desk) -> None:
    """A pin that can't be had costs nothing but the pin."""
    desk.room.allow(desk.tea, Permission.PIN, allowed=False)
    desk.kind(compose, pinned=True)
    await desk.plan()
    assert await desk.worker().work() == 1
    assert [post.pinned for post in desk.room.posts] == [False]


@pytest.mark.parametrize("how", ["it stands", "it is gone"])
async def test_what_a_post_replaces_is_taken_away(desk: Desk, how: str) -> None:
    """The earlier post goes when the new one is written down; one that is gone already is fine."""
    standing: list[Receipt] = []

    async def settled(session: Session, claimed: Claimed, settlement: Settlement, now: datetime) -> Receipt | None:
        if settlement.receipt is not None:
            standing.append(settlement.receipt)
        return standing[-2] if len(standing) > 1 else None

    desk.kind(compose, settled=settled)
    await desk.plan(desk.planned("old"))
    await desk.worker().work()
    if how == "it is gone":
        await desk.room.withdraw(standing[0])
    await desk.plan(desk.planned("new"))
    await desk.worker().work()
    assert [post.content for post in desk.room.posts] == [text("new")]
