"""Offering help to a friend: nobody is contacted before the exact words have been seen and sent."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import ComesIn

pytestmark = pytest.mark.asyncio(loop_scope="session")

LINE = "I thought of you and wondered how you are."


async def test_a_friend_is_offered_help_from_the_menu_of_their_message(comes_in: ComesIn) -> None:
    """Ben learns how to ask, sees the very words, and sends them; Cal says thanks, and Dee sees none of it."""
    ben, cal, dee = await comes_in("Ben"), await comes_in("Cal"), await comes_in("Dee")
    await cal.says("Rough week.")
    await ben.chooses("Offer help", await ben.sees("Rough week."))
    await ben.presses("Send in my name", await ben.sees_privately("You can ask them openly how they are"))
    preview = await ben.sees_privately(LINE)
    await cal.goes_to("Brewmate")
    await expect(cal.log.get_by_role("article")).to_have_count(0)
    await ben.presses("Send it", preview)
    await ben.sees_privately("Done.")
    await cal.presses("Thanks", await cal.sees(LINE))
    await ben.goes_to("Brewmate")
    await ben.sees("says thank you")
    for place in ("Brewmate", "general"):
        await dee.goes_to(place)
        await dee.sees_nothing_of(LINE)


async def test_to_look_is_to_tell_nobody(comes_in: ComesIn) -> None:
    """Ben looks at what he could send and leaves it: nothing has come to Cal."""
    ben, cal = await comes_in("Ben"), await comes_in("Cal")
    await cal.says("Rough week.")
    await ben.chooses("Offer help", await ben.sees("Rough week."))
    await ben.presses("Send in my name", await ben.sees_privately("You can ask them openly how they are"))
    await ben.presses("Leave it", await ben.sees_privately(LINE))
    await ben.sees_privately("nothing was sent")
    await ben.says("Evening all.")
    await cal.sees("Evening all.")
    await cal.goes_to("Brewmate")
    await expect(cal.log.get_by_role("article")).to_have_count(0)
