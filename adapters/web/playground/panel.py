"""The clock panel: what the page may do with time, if the assembly hands it one."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Panel(Protocol):
    """The room's clock, which only ever goes forward."""

    def now(self) -> datetime:
        """The room's present, aware."""

    async def next_nudge(self) -> datetime | None:
        """When the next nudge is due; None where none is scheduled."""

    async def skip_to(self, at: datetime) -> None:
        """Let everything happen that happens until then; a time that has passed already changes nothing."""
