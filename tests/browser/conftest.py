"""One browser for all, a fresh house for each test, and people who come in by the page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Protocol

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from adapters.room.clock import MovableClock
from bot.assembly import now
from tests.browser import chromium
from tests.browser.hands import PATIENCE, Guest, entering
from tests.browser.house import House, opened
from tests.conftest import MONDAY


class ComesIn(Protocol):
    """Lets somebody come in by a window of their own."""

    async def __call__(
        self, name: str, place: str = "general", *, phone: bool = False, dark: bool = False, script: str = ""
    ) -> Guest:
        """Who came in, once the room stands before them; a script runs before the page's own."""


def pytest_runtest_setup() -> None:
    """Where there is no Chromium everything here is left out; said from here, it makes one line of pytest's summary."""
    if chromium.installed() is None:
        pytest.skip(chromium.MISSING)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium, once for all tests of a process."""
    expect.set_options(timeout=PATIENCE)
    async with chromium.launched() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def house(browser: Browser, tmp_path: Path) -> AsyncIterator[House]:
    """A community at an address of its own, whose clock goes on from a Monday at eight: two hours before its nudge."""
    async with opened(tmp_path, MovableClock(MONDAY, real=now)) as ready:
        yield ready


@pytest_asyncio.fixture(loop_scope="session")
async def comes_in(browser: Browser, house: House) -> AsyncIterator[ComesIn]:
    """People come in one after the other; when they leave, nothing went wrong behind their backs."""
    async with AsyncExitStack() as windows:

        async def come_in(
            name: str, place: str = "general", *, phone: bool = False, dark: bool = False, script: str = ""
        ) -> Guest:
            window = entering(browser, house.address, name, place, phone=phone, dark=dark, script=script)
            return await windows.enter_async_context(window)

        yield come_in
