"""What one process at a time may do, where there are several."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol


class Locks(Protocol):
    """Named locks that end with the process that holds them, however it ends."""

    async def take(self, names: Collection[str]) -> frozenset[str] | None:
        """Those of these locks that this process holds now: what it held already, and what was free. Doesn't wait.

        None where nobody can be asked: what was held may be somebody else's by now.
        """

    async def let_go(self, names: Collection[str]) -> None:
        """Hold these no more, and tell those who wait that it was done on purpose."""

    def was_let_go(self, name: str) -> bool:
        """Whether somebody let it go on purpose since this was last asked, as far as ``take`` has heard."""
