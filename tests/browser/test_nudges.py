"""Nudges come by themselves, and a press is between one and Brewmate."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import ComesIn
from tests.browser.hands import BREW

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_nudge_comes_to_everybody_who_looks_on(comes_in: ComesIn) -> None:
    """Ben skips to the next nudge from elsewhere and is taken to it; Cal, who is there already, sees it come."""
    ben, cal = await comes_in("Ben"), await comes_in("Cal", "tea-room")
    await ben.skips_to("Next nudge")
    await ben.is_in("tea-room")
    for each in (ben, cal):
        await expect(each.nudge).to_be_visible()


async def test_a_press_is_counted_for_all_and_answered_for_one(comes_in: ComesIn) -> None:
    """Ben says that he is up for a brew: he is asked about his name, and Cal learns only that somebody is."""
    ben, cal = await comes_in("Ben", "tea-room"), await comes_in("Cal", "tea-room")
    await ben.skips_to("Next nudge")
    await ben.presses(BREW)
    await ben.sees_privately("You’re in. At")
    await cal.sees("1 person is up for a brew.")
    await cal.sees_nothing_of("You’re in. At")
    await cal.presses(BREW)
    await ben.sees("2 people are up for a brew.")


async def test_two_who_say_yes_are_introduced(comes_in: ComesIn) -> None:
    """Ben and Cal are up for a brew: a day later their conversation stands in their lists, and not in Dee's."""
    ben, cal, dee = (
        await comes_in("Ben", "tea-room"),
        await comes_in("Cal", "tea-room"),
        await comes_in("Dee", "tea-room"),
    )
    await ben.skips_to("Next nudge")
    for each in (ben, cal):
        await each.presses(BREW)
        await each.sees_privately("You’re in. At")
    await ben.skips_to("+1 day")
    for each in (ben, cal):
        await each.goes_to("Ben, Cal")
        await each.sees("you both fancied a chat")
    await expect(dee.places.get_by_role("button", name="Ben, Cal")).to_have_count(0)
    await ben.presses("Can’t make it")
    await ben.sees_privately("That’s fine, things come up.")
    await cal.sees_nothing_of("That’s fine, things come up.")


async def test_a_skipped_day_brings_what_was_due_in_it(comes_in: ComesIn) -> None:
    """A day later Monday's nudge stands in the tea room with its own time, and the clock shows Tuesday."""
    ben = await comes_in("Ben", "tea-room")
    await ben.skips_to("+1 day")
    await expect(ben.clock.get_by_text("Tue")).to_be_visible()
    await expect(ben.nudge.get_by_text("10:00")).to_be_visible()
