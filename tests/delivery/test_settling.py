"""What follows from how a send went: pure, and the same for every platform."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.contract.places import Channel, CommunityId, Receipt
from bot.delivery.ledger import (
    LEASE,
    MOST_FAILURES,
    SETTLING,
    Claimed,
    Gone,
    Later,
    Outcome,
    Sent,
    Settlement,
    Skip,
    Status,
    Unanswered,
    Untellable,
    settle,
)

NOW = datetime(2027, 3, 22, 10, 0, tzinfo=UTC)
TEA = Channel(CommunityId("room", "fernhill"), "tea")
RECEIPT = Receipt(TEA, "m1")
MINUTE = timedelta(minutes=1)


def claimed(attempts: int = 1) -> Claimed:
    """A claim that is an hour late."""
    due = NOW - timedelta(hours=1)
    return Claimed(1, "key", "test", "1", "", TEA, due, attempts, NOW, NOW + LEASE, "claim")


@pytest.mark.parametrize(
    ("outcome", "settlement"),
    [
        (Sent(RECEIPT), Settlement(Status.SENT, receipt=RECEIPT)),
        (Skip("too late"), Settlement(Status.SKIPPED, reason="too late")),
        (Gone("no such channel"), Settlement(Status.DEAD, reason="no such channel")),
        (Later(MINUTE), Settlement(Status.PENDING, lease_until=NOW + MINUTE)),
        (Later(MINUTE, failed=True), Settlement(Status.PENDING, lease_until=NOW + MINUTE)),
        (Unanswered(), Settlement(Status.SENDING, lease_until=NOW + SETTLING)),
        (Untellable(), Settlement(Status.UNCERTAIN, reason="the platform cannot tell whether it arrived")),
    ],
)
def test_every_outcome_has_its_settlement(outcome: Outcome, settlement: Settlement) -> None:
    """Each way a send can go leads to one state."""
    assert settle(claimed(), outcome, NOW) == settlement


def test_the_last_failure_ends_it() -> None:
    """A failure is tried again until there have been too many."""
    found = [
        settle(claimed(each), Later(MINUTE, failed=True), NOW).status for each in (1, MOST_FAILURES - 1, MOST_FAILURES)
    ]
    assert found == [Status.PENDING, Status.PENDING, Status.DEAD]


def test_waiting_is_no_failure() -> None:
    """What was only put off is never given up for it."""
    assert settle(claimed(100), Later(MINUTE), NOW).status is Status.PENDING


def test_only_the_community_of_the_target_counts() -> None:
    """A delivery belongs to the community of whoever gets it."""
    assert claimed().community == TEA.community
