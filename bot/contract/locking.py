"""What one process at a time may do, where there are several."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol


class Locks(Protocol):
    """Named locks that end with the process that holds them, however it ends."""

    async def take(self, names: Collection[str]) -> frozenset[str]:
        """Those of these locks that this process holds now: what it held already, and what was free. Doesn't wait.

        Nothing where nobody can be asked: whoever isn't told that it holds something doesn't.
        """

    async def let_go(self, names: Collection[str]) -> None:
        """Hold these no more, and tell those who wait that it was done on purpose."""

    def was_let_go(self, name: str) -> bool:
        """Whether somebody let it go on purpose since this was last asked, as far as ``take`` has heard."""
