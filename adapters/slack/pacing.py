"""About one post a second in a channel: Slack takes no more, so the ledger is asked to come back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.contract.ports import Busy, Clock

EVERY: Final = timedelta(seconds=1)
MOST_REMEMBERED: Final = 5_000


class Pace:
    """When something was last posted where."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: dict[str, datetime] = {}

    def take(self, place: str) -> None:
        """Post there now; Busy where something was less than a second ago."""
        now = self._clock()
        last = self._last.get(place)
        if last is not None and timedelta() <= now - last < EVERY:
            raise Busy(EVERY - (now - last))
        if len(self._last) >= MOST_REMEMBERED:
            self._last = {each: at for each, at in self._last.items() if now - at < EVERY}
        self._last[place] = now
