"""Everything is done without a mouse: what follows is only keys."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import ComesIn

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_nudge_is_answered_by_keys_alone(comes_in: ComesIn) -> None:
    """Ben walks from the line to the nudge, into it, presses its button, answers the question, and writes a line."""
    ben, cal = await comes_in("Ben", "tea-room"), await comes_in("Cal", "tea-room")
    await cal.skips_to("Next nudge")
    await expect(ben.nudge).to_be_visible()
    keys = ben.page.keyboard
    await expect(ben.line).to_be_focused()
    await ben.walks_to(ben.log)
    await keys.press("End")
    await expect(ben.nudge).to_be_focused()
    await ben.tabs_to(ben.nudge.get_by_role("button", name="I’m up for a brew"))
    await keys.press("Enter")
    question = await ben.sees_privately("You’re in. At")
    await keys.press("ArrowDown")
    await expect(question).to_be_focused()
    await ben.tabs_to(question.get_by_role("button", name="I’ve changed my mind"))
    await keys.press("Space")
    await ben.sees_privately("No problem at all")
    await keys.press("Escape")
    await expect(ben.line).to_be_focused()
    await keys.type("Kettle’s on.")
    await keys.press("Enter")
    await cal.sees("Kettle’s on.")


async def test_places_are_changed_by_keys_alone(comes_in: ComesIn) -> None:
    """Alt and Down go to the next place, Alt and Up back; what was begun in the line waits in its place."""
    ben = await comes_in("Ben")
    await ben.types("Half a sen")
    await ben.page.keyboard.press("Alt+ArrowDown")
    await ben.is_in("tea-room")
    await expect(ben.line).to_have_value("")
    await ben.page.keyboard.press("Alt+ArrowUp")
    await ben.is_in("general")
    await expect(ben.line).to_have_value("Half a sen")


async def test_a_form_is_filled_in_by_keys_alone(comes_in: ComesIn) -> None:
    """Ana asks for a form, types, goes on by Tab, and Enter sends it; what is wrong comes back under her hands."""
    ana = await comes_in("Ana", "moderators")
    keys = ana.page.keyboard
    await keys.type("/nudges add channel:#allotments")
    await keys.press("Escape")
    await keys.press("Enter")
    await expect(ana.field("When")).to_be_focused()
    await keys.type("every mondey 11:00")
    await keys.press("Enter")
    await expect(ana.field("When")).to_have_accessible_description(re.compile("mondey"))
    await expect(ana.field("When")).to_be_focused()
    await keys.press("Control+A")
    await keys.type("every monday 11:00")
    await keys.press("Enter")
    await ana.sees_privately("Here’s what I understood")
    await expect(ana.line).to_be_focused()
