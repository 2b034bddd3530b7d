"""The page's first paint in Chromium, and what it transfers until the room stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.async_api import Browser, CDPSession, expect

from benchmarks.table import Figure, timed
from benchmarks.timing import Timing
from tests.browser.chromium import installed, launched

PAINTS = 11
UNDER, KILOBYTES = 0.5, 150
PAINTED, TRANSFERRED = "first paint of the page", "what the page transfers"
LEFT_OUT = "left out: no chromium here"

WHEN_PAINTED = """() => new Promise((found) => new PerformanceObserver((seen, watching) => {
  for (const each of seen.getEntriesByName("first-contentful-paint")) { watching.disconnect(); found(each.startTime); }
}).observe({ type: "paint", buffered: true }))"""


@dataclass(frozen=True, slots=True)
class Visit:
    """Seconds from the start of the navigation to the first paint; bytes and requests until the room stood."""

    paint: float
    transferred: float
    requests: int


class Wire:
    """Counts what has come over the wire, heads and bodies as they were encoded, a request that goes on as well."""

    def __init__(self, session: CDPSession) -> None:
        self.by_request: dict[str, float] = {}
        session.on("Network.responseReceived", self._began)
        session.on("Network.dataReceived", self._went_on)
        session.on("Network.loadingFinished", self._ended)

    def _began(self, event: dict[str, Any]) -> None:
        self.by_request[event["requestId"]] = event["response"]["encodedDataLength"]

    def _went_on(self, event: dict[str, Any]) -> None:
        self.by_request[event["requestId"]] += event["encodedDataLength"]

    def _ended(self, event: dict[str, Any]) -> None:
        self.by_request[event["requestId"]] = event["encodedDataLength"]


async def painted(address: str, count: int) -> Iterable[Figure]:
    """Each time in a fresh context, which has nothing in its cache; left out where there is no Chromium."""
    if installed() is None:
        return _paint(None, ""), _transfer(None)
    async with launched() as browser:
        _, *visits = [await _visit(browser, address) for _ in range(1 + count)]
        return _paint(visits, browser.version), _transfer(visits)


async def _visit(browser: Browser, address: str) -> Visit:
    context = await browser.new_context()
    try:
        page = await context.new_page()
        session = await context.new_cdp_session(page)
        wire = Wire(session)
        await session.send("Network.enable")
        await page.goto(address)
        await expect(page.get_by_role("log").get_by_role("article").first).to_be_visible()
        paint = await page.evaluate(WHEN_PAINTED)
        return Visit(paint / 1000, sum(wire.by_request.values()), len(wire.by_request))
    finally:
        await context.close()


def _paint(visits: list[Visit] | None, version: str) -> Figure:
    if visits is None:
        return Figure(PAINTED, LEFT_OUT, bound=f"< {UNDER * 1000:g} ms")
    timing = Timing(tuple(each.paint for each in visits), 1)
    how = f"a fresh context of headless Chromium {version}; first-contentful-paint, from the start of the navigation"
    return timed(PAINTED, timing, how, under=UNDER)


def _transfer(visits: list[Visit] | None) -> Figure:
    bound = f"< {KILOBYTES} kB"
    if visits is None:
        return Figure(TRANSFERRED, LEFT_OUT, bound=bound)
    kilobytes = median(each.transferred for each in visits) / 1000
    how = f"{visits[0].requests} requests, heads and compressed bodies, until the room stands with its messages"
    return Figure(TRANSFERRED, f"{kilobytes:.1f} kB", bound=bound, held=kilobytes < KILOBYTES, how=how)
