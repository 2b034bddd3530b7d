"""A desk on each database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import structlog

from adapters.room.clock import MovableClock
from bot.logs import configure
from bot.storage import Storage
from tests.delivery.desk import Desk


@pytest.fixture
def desk(storage: Storage, clock: MovableClock) -> Desk:
    """A desk over an empty ledger."""
    return Desk(storage, clock)


@pytest.fixture
def logged() -> Iterator[list[structlog.typing.EventDict]]:
    """Everything that is logged, however small."""
    configure("json", "debug")
    with structlog.testing.capture_logs() as events:
        yield events
    configure("json", "error")
