"""A served room with a small core, and a browser in front of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from aiohttp import ClientSession

from adapters.room import Room
from adapters.room.clock import MovableClock
from adapters.web import application, serve
from adapters.web.playground import mount
from tests.texts.german import german
from tests.web.fakes import COMMANDS, Browser, SmallCore, StandingPanel

__all__ = ["german"]

LONDON = ZoneInfo("Europe/London")
NINE = datetime(2027, 3, 29, 9, 0, tzinfo=UTC)


async def always_ready() -> str | None:
    """Nothing stands in the way."""
    return None


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    """A client that keeps no cookies and follows nothing by itself."""
    async with ClientSession() as client:
        yield client


@pytest.fixture
async def browser(session: ClientSession) -> AsyncIterator[Browser]:
    """Ana moderates, Ben and Cal are members; #general is open to all and #moderators is not."""
    room, core = Room(MovableClock(NINE), run="t"), SmallCore()
    people = {name: room.add_person(name, is_moderator=name == "Ana") for name in ("Ana", "Ben", "Cal")}
    room.add_channel("general")
    room.add_channel("moderators", members=[people["Ana"].member])
    panel = StandingPanel(NINE, NINE + timedelta(days=1))
    app = application(ready=always_ready)
    mount(app, room, core, COMMANDS, panel, zone=LONDON)
    async with serve(app, "127.0.0.1", 0) as base:
        yield Browser(session, base, room, core, panel, people)
