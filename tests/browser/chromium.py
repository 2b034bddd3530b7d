"""The browser: the system's own Chromium, kept from everything but this machine."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

NAME = "chromium"

MISSING = "there is no chromium on this machine, so the page is not driven in a browser"

SWITCHES = (
    "--no-sandbox",  # a container rarely allows one, and only our own page is opened
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def installed() -> str | None:
    """Where it stands, or None."""
    return shutil.which(NAME)


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """It runs, without a window, until the block ends."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=installed(), args=list(SWITCHES))
        try:
            yield browser
        finally:
            await browser.close()
