"""What changed in a room, numbered, so that a page can follow and catch up."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import datetime
from itertools import islice

from adapters.room.things import Change, Happening, OpenForm, Place, Post

KEPT = 5_000
"""How many changes a page that lost its connection can catch up on before it has to load anew."""


class Changes:
    """The newest changes, oldest first, and a way to wait for the next one."""

    def __init__(self) -> None:
        self._kept: deque[Change] = deque(maxlen=KEPT)
        self._next = asyncio.Event()

    @property
    def newest(self) -> int:
        """The number of the newest change; 0 before the first."""
        return self._kept[-1].number if self._kept else 0

    def after(self, number: int) -> tuple[Change, ...] | None:
        """What changed after that number; None where that is too long ago."""
        if not self._kept:
            return ()
        if number < self._kept[0].number - 1:
            return None
        newer = islice(reversed(self._kept), max(0, self.newest - number))
        return tuple(newer)[::-1]

    def note(
        self,
        what: Happening,
        at: datetime,
        *,
        post: Post | None = None,
        form: OpenForm | None = None,
        place: Place | None = None,
        note: str = "",
    ) -> None:
        """Number it, keep it, and wake whoever waits."""
        self._kept.append(Change(self.newest + 1, what, at, post, form, place, note))
        self._next.set()
        self._next = asyncio.Event()

    async def wait(self) -> None:
        """Wait for the next change."""
        await self._next.wait()
