"""A clock that can be moved forwards: the playground's and the tests'."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class MovableClock:
    """The present of a room. Without ``real`` it stands still until it is moved."""

    def __init__(self, start: datetime | None = None, *, real: Callable[[], datetime] | None = None) -> None:
        self._real = real
        self._stands = start or datetime.now(UTC)
        self._ahead = self._stands - real() if real else timedelta(0)

    def __call__(self) -> datetime:
        """Now."""
        return self._real() + self._ahead if self._real else self._stands

    def move_to(self, at: datetime) -> None:
        """Let it be then; never backwards."""
        gap = at - self()
        if gap > timedelta(0):
            self._ahead += gap
            self._stands = max(at, self._stands)
