"""Three minutes in the life of the community, played for whoever asks."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import ComesIn

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_show_is_played_and_ends_where_one_was(comes_in: ComesIn) -> None:
    """A visitor presses "Show me", goes on by hand, ends it, and is Ben in the tea room again, on the same button."""
    ben = await comes_in("Ben", "tea-room")
    button = ben.page.get_by_role("button", name="Show me")
    await button.click()
    show = ben.page.get_by_role("region", name="Show me")
    await expect(show.get_by_text(re.compile(r"^1 of \d+"))).to_be_visible()
    await show.get_by_role("button", name="Pause").click()
    await show.get_by_role("button", name="Next").click()
    await expect(show.get_by_text(re.compile(r"^2 of \d+"))).to_be_visible()
    await show.get_by_role("button", name="End").click()
    await expect(show).to_be_hidden()
    await ben.is_in("tea-room")
    await expect(ben.page.get_by_role("button", name="You are: Ben")).to_be_visible()
    await expect(button).to_be_focused()


async def test_the_whole_show_can_be_walked_through(comes_in: ComesIn) -> None:
    """By "Next" one comes to the last scene, whose button says "Done", and nothing goes wrong on the way."""
    ben = await comes_in("Ben")
    await ben.page.get_by_role("button", name="Show me").click()
    show = ben.page.get_by_role("region", name="Show me")
    await show.get_by_role("button", name="Pause").click()
    step = show.get_by_text(re.compile(r"^\d+ of \d+"))
    scenes = int((await step.inner_text()).split()[-1])
    for scene in range(2, scenes + 1):
        await show.get_by_role("button", name="Next").click()
        await expect(step).to_have_text(f"{scene} of {scenes}")
    await show.get_by_role("button", name="Done").click()
    await expect(show).to_be_hidden()
