"""A moderator sets Brewmate up; nothing changes before "Start"."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import ComesIn
from tests.browser.hands import BREW

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOTICE = "Brewmate listens here"


async def test_a_moderator_walks_through_setting_up(comes_in: ComesIn) -> None:
    """Ana chooses where Brewmate listens and sees the first nudge; Ben sees a notice only after "Start"."""
    ana, ben = await comes_in("Ana", "moderators"), await comes_in("Ben", "allotments")
    await ana.says("/setup")
    await ana.presses("Listening", await ana.sees_privately("Setting up"))
    await ana.fills_in(**{"Second channel": "#allotments"})
    await ana.sends_the_form()
    card = ana.posts("#general and #allotments").last
    await expect(card).to_be_visible()
    await ana.presses("Show me the first nudge", card)
    await expect(ana.log.get_by_role("button", name=BREW)).to_be_visible()
    await ana.says("Nearly there.")
    await ana.sees("Nearly there.")
    await ben.says("Morning.")
    await ben.sees("Morning.")
    await ben.sees_nothing_of(NOTICE)
    await ana.presses("Start")
    await expect(ana.posts("What you changed holds from now on.").last).to_be_visible()
    await ben.sees(NOTICE)


async def test_setting_up_is_for_moderators(comes_in: ComesIn) -> None:
    """Ben is told so, and sees no card."""
    ben = await comes_in("Ben")
    await ben.says("/setup")
    await ben.sees_privately("Only moderators can use that here.")
    await ben.sees_nothing_of("Setting up")
