"""A kind of delivery: how it is composed when it is sent, how it explains itself, what follows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.contract.messages import Message
from bot.contract.places import Receipt
from bot.delivery.ledger import Claimed, Settlement, Skip
from bot.storage import Session
from bot.texts import mark

Compose = Callable[[Session, Claimed, datetime], Awaitable[Message | Skip]]
Settled = Callable[[Session, Claimed, Settlement, datetime], Awaitable[Receipt | None]]


async def nothing_follows(session: Session, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
    """For kinds whose outcome changes nothing else."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the catalogue. ``compose`` reads and returns; ``settled`` writes in the settling transaction.

    ``lateness`` is how long after its due time it is still worth sending; None means always.
    ``pinned`` posts are kept in sight where the platform can and allows it. ``settled`` may name an earlier post that
    this one replaces: it is taken away once that is written down.
    ``explanation`` answers "Why am I seeing this?", and ``gone`` tells moderators what follows from a ``{channel}``
    in which it can't be posted any more; both are source sentences.
    """

    name: str
    compose: Compose
    explanation: str
    lateness: timedelta | None = None
    settled: Settled = nothing_follows
    gone: str = mark("I can’t post in {channel} any more: the channel is gone, or I’m not allowed in it.")
    pinned: bool = False
