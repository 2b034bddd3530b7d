"""What takes deliveries to the workers where there are several: it hangs on the transactions that write deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, cast

from bot.storage import Session, Storage

NOTE = "carrier"
"""What a transaction bears it under."""


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery that wants a worker, by its number, and the platform it is for."""

    id: int
    platform: str


class Carrier(Protocol):
    """A queue beside the ledger, in the same database. The ledger stays the truth: a job is only a reminder."""

    def now(self) -> datetime:
        """The present by which deliveries are due."""

    async def defer(self, session: Session, due: Sequence[Due]) -> None:
        """Write a job for each of these deliveries, in this transaction."""


def carry_with(storage: Storage, carrier: Carrier) -> None:
    """From now on every transaction that writes there hands its deliveries to this carrier."""
    storage.notes[NOTE] = carrier


def carrier_of(session: Session) -> Carrier | None:
    """Who takes this transaction's deliveries along; None where the worker looks at the ledger by itself."""
    return cast("Carrier | None", session.info.get(NOTE))
