"""On a phone the list of places is a drawer."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import ComesIn

pytestmark = pytest.mark.asyncio(loop_scope="session")

DRAWER = "Channels and messages"

WIDER = """[...document.querySelectorAll("main *")]
  .filter((each) => each.checkVisibility() && each.getBoundingClientRect().right > innerWidth + 1)
  .map((each) => each.outerHTML.slice(0, 100))"""


async def test_the_drawer_leads_to_another_place(comes_in: ComesIn) -> None:
    """Ben opens it, chooses the tea room, and it is out of the way again."""
    ben = await comes_in("Ben", phone=True)
    await expect(ben.places).not_to_be_in_viewport()
    await ben.page.get_by_role("button", name=DRAWER).click()
    await expect(ben.places).to_be_in_viewport()
    await ben.goes_to("tea-room")
    await expect(ben.places).not_to_be_in_viewport()


async def test_the_drawer_closes_with_escape_and_gives_the_focus_back(comes_in: ComesIn) -> None:
    """Whoever opens it stands in it; Escape puts them back on the button."""
    ben = await comes_in("Ben", phone=True)
    button = ben.page.get_by_role("button", name=DRAWER)
    await button.click()
    await expect(ben.page.get_by_role("button", name="Close")).to_be_focused()
    await ben.page.keyboard.press("Escape")
    await expect(ben.places).not_to_be_in_viewport()
    await expect(button).to_be_focused()


async def test_what_comes_elsewhere_is_counted_on_the_button(comes_in: ComesIn) -> None:
    """Ben reads #general; what Cal writes in the tea room shows on the drawer's button and in the list."""
    ben, cal = await comes_in("Ben", phone=True), await comes_in("Cal", "tea-room")
    await cal.says("The kettle is on.")
    button = ben.page.get_by_role("button", name=f"{DRAWER}, new: 1")
    await button.click()
    await ben.goes_to("tea-room")
    await ben.sees("The kettle is on.")


async def test_a_nudge_is_answered_with_a_thumb(comes_in: ComesIn) -> None:
    """The page fits a phone: nothing is wider than the screen, and the nudge's button is tapped."""
    ben = await comes_in("Ben", "tea-room", phone=True)
    await ben.page.get_by_role("button", name=DRAWER).click()
    await ben.skips_to("Next nudge")
    await ben.log.get_by_role("button", name="I’m up for a brew").tap()
    await ben.sees_privately("You’re in. At")
    assert await ben.page.evaluate(WIDER) == []


async def test_a_long_card_is_read_from_where_it_begins(comes_in: ComesIn) -> None:
    """The emergency number stands at the top of a card that is longer than the screen, and is what one sees first."""
    cal = await comes_in("Cal", phone=True)
    await cal.says("i want to kill myself")
    card = await cal.sees_privately("you don’t have to carry it alone")
    await expect(card.get_by_text("999 or 112")).to_be_in_viewport()
    await expect(card.get_by_role("button", name="Not for me")).not_to_be_in_viewport()
