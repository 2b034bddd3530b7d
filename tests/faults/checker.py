"""Compares the ledger with what members saw."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from bot.delivery.tables import Delivery
from bot.storage import Storage
from tests.faults.recording import Recorder

OPEN = ("pending", "sending")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of everything that was planned."""

    statuses: Counter[str]
    lost: int
    """Neither said nor given up: still open, or written down as sent and never seen; or never written down at all."""

    doubled: int
    """What members saw more than once."""

    unknown: int
    """What members saw, and the ledger doesn't say was sent or couldn't be told."""

    @property
    def is_clean(self) -> bool:
        """Nothing lost, nothing said twice, and the ledger knows."""
        return self.lost == self.doubled == self.unknown == 0

    def __str__(self) -> str:
        """A few figures."""
        kept = ", ".join(f"{count:,} {status}" for status, count in sorted(self.statuses.items()))
        return f"{self.lost} lost, {self.doubled} doubled; {kept}"


async def verdict(storage: Storage, recorder: Recorder, planned: int) -> Verdict:
    """The comparison, delivery by delivery; each says its own subject."""
    async with storage.read() as session:
        rows = (await session.execute(select(Delivery.subject, Delivery.status))).all()
    seen = Counter(text for _, text in recorder.posted)
    statuses = Counter(status for _, status in rows)
    sent_unseen = sum(1 for subject, status in rows if status == "sent" and not seen[subject])
    still_open = sum(statuses[each] for each in OPEN)
    known = {subject for subject, status in rows if status in {"sent", "uncertain"}}
    return Verdict(
        statuses,
        lost=max(planned - len(rows), 0) + still_open + sent_unseen,
        doubled=sum(count - 1 for count in seen.values()),
        unknown=sum(1 for text in seen if text not in known),
    )


async def count_open(storage: Storage) -> int:
    """How many deliveries are neither said nor given up."""
    async with storage.read() as session:
        return await session.scalar(select(func.count()).where(Delivery.status.in_(OPEN))) or 0
