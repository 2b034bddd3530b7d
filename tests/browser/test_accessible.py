"""What axe-core looks for is not there: no serious fault in any state of the page, in either colours."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]  # it ships no types
from playwright.async_api import expect

from tests.browser.conftest import ComesIn
from tests.browser.hands import Guest

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.parametrize("dark", [False, True])]

GRAVE = {"serious", "critical"}


async def has_no_grave_fault(guest: Guest) -> None:
    """Axe finds nothing serious or critical in the page as it stands."""
    found = await Axe().run(guest.page)
    grave = [each for each in found.response["violations"] if each["impact"] in GRAVE]
    told = [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in grave]
    assert told == []


async def test_the_room(comes_in: ComesIn, *, dark: bool) -> None:
    """A channel with a notice, what somebody said, and a nudge with its tally."""
    ben = await comes_in("Ben", dark=dark)
    await ben.says("Morning, all. See https://example.org for the film.")
    await ben.sees("Morning, all.")
    await has_no_grave_fault(ben)
    await ben.skips_to("Next nudge")
    await ben.presses("I’m up for a brew")
    await ben.sees("1 person is up for a brew.")
    await has_no_grave_fault(ben)


async def test_completion(comes_in: ComesIn, *, dark: bool) -> None:
    """The list of what a command could become, one of it chosen."""
    ana = await comes_in("Ana", dark=dark)
    await ana.types("/nudges add ")
    await expect(ana.suggestions).to_be_visible()
    await ana.line.press("ArrowDown")
    await has_no_grave_fault(ana)


async def test_a_form_with_something_wrong_in_it(comes_in: ComesIn, *, dark: bool) -> None:
    """A dialog with an error at its field."""
    ana = await comes_in("Ana", dark=dark)
    await ana.says("/nudges add every mondey 10:00 channel:#tea-room")
    await expect(ana.field("When")).to_have_attribute("aria-invalid", "true")
    await has_no_grave_fault(ana)


async def test_a_private_card(comes_in: ComesIn, *, dark: bool) -> None:
    """Services, privately."""
    cal = await comes_in("Cal", dark=dark)
    await cal.says("i want to end my life")
    await cal.sees_privately("116 123")
    await has_no_grave_fault(cal)


async def test_a_menu_and_the_shortcuts(comes_in: ComesIn, *, dark: bool) -> None:
    """The menu of who one is, then the dialog that lists the keys."""
    ben = await comes_in("Ben", dark=dark)
    await ben.page.get_by_role("button", name="You are: Ben").click()
    await expect(ben.menu).to_be_visible()
    await has_no_grave_fault(ben)
    await ben.page.keyboard.press("Escape")
    await ben.page.get_by_role("button", name="Keyboard shortcuts").click()
    await expect(ben.page.get_by_role("dialog")).to_be_visible()
    await has_no_grave_fault(ben)


async def test_a_moderators_cards(comes_in: ComesIn, *, dark: bool) -> None:
    """The card of /setup with its facts and buttons, on a phone."""
    ana = await comes_in("Ana", "moderators", phone=True, dark=dark)
    await ana.says("/setup")
    await ana.sees_privately("Setting up")
    await has_no_grave_fault(ana)


async def test_the_drawer(comes_in: ComesIn, *, dark: bool) -> None:
    """The list of places open on a phone."""
    ben = await comes_in("Ben", phone=True, dark=dark)
    await ben.page.get_by_role("button", name="Channels and messages").click()
    await expect(ben.places).to_be_in_viewport()
    await has_no_grave_fault(ben)
