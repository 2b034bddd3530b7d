"""Everybody's own say over what is held about them."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import ComesIn
from tests.browser.hands import BREW

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOTHING = "I hold nothing about you."


async def test_what_is_held_can_be_seen_and_erased(comes_in: ComesIn) -> None:
    """Ben is up for a brew and finds that noted; after one question it is gone, and nothing is held about him."""
    ben = await comes_in("Ben", "tea-room")
    await ben.skips_to("Next nudge")
    await ben.presses(BREW)
    await ben.sees_privately("You’re in. At")
    await ben.says("/mydata show")
    await expect(await ben.sees_privately("What I hold about you")).to_contain_text("brew")
    await ben.sees_nothing_of(NOTHING)
    await ben.says("/mydata erase")
    await ben.presses("Erase it all", await ben.sees_privately("Erase what I hold about you?"))
    await ben.sees_privately("Done: what I held about you is gone")
    await ben.says("/mydata show")
    await ben.sees_privately(NOTHING)


async def test_whoever_wants_no_answers_gets_none(comes_in: ComesIn) -> None:
    """Cal presses "Not for me": the next worrying message is left alone, and writing to Brewmate is still answered."""
    cal = await comes_in("Cal")
    await cal.says("i want to end my life")
    await cal.presses("Not for me", await cal.sees_privately("116 123"))
    await cal.sees_privately("I won’t answer what you write in channels any more.")
    await cal.skips_to("+1 day")
    await cal.says("i can't go on, i want to end my life")
    await cal.says("/nonsense")
    await cal.sees_privately("I don’t know that command.")
    await cal.sees_privately("116 123")
    await cal.goes_to("Brewmate")
    await cal.says("is anybody there?")
    await cal.sees("I’m a bot")
