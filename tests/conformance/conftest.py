"""Every platform in its turn. A new adapter is one more parameter."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from adapters.room.clock import MovableClock
from tests.conformance.houses import House, RoomHouse

HOUSES: dict[str, Callable[[MovableClock], House]] = {"room": RoomHouse}


@pytest.fixture(params=HOUSES)
def house(request: pytest.FixtureRequest, clock: MovableClock) -> House:
    """A house of each kind."""
    return HOUSES[request.param](clock)
