"""What somebody does on the page and what they see there, by the names that a screen reader would read out."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Request, ViewportSize, expect

PATIENCE = 15_000
"""Milliseconds after which something does not happen any more; a busy machine is no fault of the page."""

MOST_STEPS = 30
"""Nothing on the page is further away than so many keys."""

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 780}

PRIVATE = "Only you can see this"
BREW = "I’m up for a brew"
LOST_CONNECTION = re.compile(r"net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING|FAILED)")


class Guest:
    """Somebody in front of the page."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        self.log = page.get_by_role("log")
        self.line = page.locator("#text")
        self.form = page.get_by_role("dialog")
        self.menu = page.get_by_role("menu")
        self.clock = page.get_by_role("region", name="The room’s clock")
        self.places = page.get_by_role("navigation", name="Channels and messages")
        self.nudge = self.log.get_by_role("article").filter(has=page.get_by_role("button", name=BREW))
        self.suggestions = page.get_by_role("listbox", name="Suggestions")

    # --- doing ---

    async def goes_to(self, place: str) -> None:
        """Open a place from the list."""
        await self.places.get_by_role("button", name=place).click()
        await self.is_in(place)

    async def types(self, text: str) -> None:
        """Write something into the line, letter by letter, and leave it there."""
        await self.line.fill("")
        await self.line.press_sequentially(text)

    async def says(self, text: str) -> None:
        """Write something and press Enter."""
        await self.line.fill(text)
        await self.line.press("Enter")

    async def presses(self, label: str, under: Locator | None = None) -> None:
        """Press the newest button with that label, or the one under a post."""
        await (under or self.log).get_by_role("button", name=label).last.click()

    async def skips_to(self, label: str) -> None:
        """Press a button beside the clock; what comes due has come then."""
        await self.clock.get_by_role("button", name=label, exact=True).click()
        await expect(self.page.locator("#clock [aria-busy]")).to_have_count(0)

    async def chooses(self, item: str, about: Locator) -> None:
        """Choose something from the menu of a post."""
        await about.hover()
        await about.get_by_role("button", name=re.compile("^More about")).click()
        await self.menu.get_by_role("menuitem", name=item).click()

    async def fills_in(self, **fields: str) -> None:
        """Fill the fields of the open form, whose labels begin so."""
        for label, value in fields.items():
            field = self.field(label)
            if await field.evaluate("(field) => field.tagName") == "SELECT":
                await field.select_option(label=value)
            else:
                await field.fill(value)

    async def sends_the_form(self) -> None:
        """Press Send in the open form."""
        await self.form.get_by_role("button", name="Send").click()

    async def walks_to(self, part: Locator) -> None:
        """Press F6 until one stands in that part of the page."""
        for _ in range(MOST_STEPS):
            if await part.evaluate("(part) => part.contains(document.activeElement)"):
                return
            await self.page.keyboard.press("F6")
        await expect(part).to_be_focused(timeout=1)

    async def tabs_to(self, to: Locator) -> None:
        """Press Tab until one stands there."""
        for _ in range(MOST_STEPS):
            if await to.evaluate("(to) => to === document.activeElement"):
                return
            await self.page.keyboard.press("Tab")
        await expect(to).to_be_focused(timeout=1)

    # --- looking ---

    def field(self, label: str) -> Locator:
        """A field of the open form."""
        return self.form.get_by_label(label)

    def posts(self, text: str | re.Pattern[str]) -> Locator:
        """Every post before their eyes with that text, without what they sent and has not arrived yet."""
        return self.log.get_by_role("article").and_(self.page.locator(":not([data-pending])")).filter(has_text=text)

    async def is_in(self, place: str) -> None:
        """That place stands before them."""
        await expect(self.page.get_by_role("heading", level=1)).to_have_text(re.compile(f"^#?{re.escape(place)}$"))

    async def sees(self, text: str | re.Pattern[str]) -> Locator:
        """There is just one post with that text; the post."""
        found = self.posts(text)
        await expect(found).to_have_count(1)
        await expect(found).to_be_visible()
        return found

    async def sees_privately(self, text: str | re.Pattern[str]) -> Locator:
        """There is one, and it says that nobody else sees it."""
        found = await self.sees(text)
        await expect(found.get_by_text(PRIVATE)).to_be_visible()
        return found

    async def sees_nothing_of(self, text: str) -> None:
        """No post with that text is there: to be asked once something later has been seen."""
        await expect(self.posts(text)).to_have_count(0)

    async def has_the_form(self, title: str) -> None:
        """A form of that name is open."""
        await expect(self.page.get_by_role("dialog", name=title)).to_be_visible()


class Troubles:
    """What goes wrong in a window without anybody seeing it: errors, and requests to anywhere but the house."""

    def __init__(self, page: Page, address: str) -> None:
        self.found: list[str] = []
        self._address = address
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.found.append(str(error)))
        page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not LOST_CONNECTION.search(message.text):
            self.found.append(message.text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self._address, "data:")):
            self.found.append(f"asked for {request.url}")


@asynccontextmanager
async def entering(
    browser: Browser, address: str, name: str, place: str, *, phone: bool, dark: bool, script: str
) -> AsyncIterator[Guest]:
    """A window of their own, closed when the block ends; and nothing went wrong in it."""
    context = await browser.new_context(
        viewport=PHONE if phone else DESKTOP,
        has_touch=phone,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Europe/London",
        service_workers="block",
    )
    context.set_default_timeout(PATIENCE)
    await context.add_init_script(script)
    page = await context.new_page()
    troubles = Troubles(page, address)
    try:
        await page.goto(f"{address}/?as={name.lower()}&in={place}")
        guest = Guest(page, name)
        await expect(guest.line).to_be_visible()
        await expect(page.locator("html")).to_have_attribute("data-ready", "yes")
        yield guest
    finally:
        await context.close()
    assert troubles.found == []
