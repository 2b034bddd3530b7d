"""What is meant for one person is seen by one person: two windows at once."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import ComesIn

pytestmark = pytest.mark.asyncio(loop_scope="session")

WORRYING = "i can't do this anymore, i want to end my life"
NUMBER = "Call 116 123"


async def test_a_worrying_message_is_answered_for_its_author_alone(comes_in: ComesIn) -> None:
    """Cal sees real services privately; Ben and the moderator see what Cal wrote, what came after it, and no card."""
    cal, ben, ana = await comes_in("Cal"), await comes_in("Ben"), await comes_in("Ana")
    await cal.says(WORRYING)
    card = await cal.sees_privately(NUMBER)
    await expect(card).to_contain_text("999")
    await ben.sees(WORRYING)
    await ben.says("I’m here if you’d like to talk.")
    for each in (ben, ana):
        await each.sees("I’m here if you’d like to talk.")
        await each.sees_nothing_of(NUMBER)
        assert NUMBER not in await each.page.content()
    await ben.page.reload()
    await ben.sees(WORRYING)
    await ben.sees_nothing_of(NUMBER)


async def test_a_private_answer_stands_when_the_page_is_loaded_anew(comes_in: ComesIn) -> None:
    """Cal loads the page again and still has the card, once."""
    cal = await comes_in("Cal")
    await cal.says(WORRYING)
    await cal.sees_privately(NUMBER)
    await cal.page.reload()
    await cal.sees_privately(NUMBER)


async def test_options_are_there_for_whoever_asks(comes_in: ComesIn) -> None:
    """Ben types /support with a topic; the card is his alone, and "More options" goes on."""
    ben, cal = await comes_in("Ben"), await comes_in("Cal")
    await ben.says("/support money")
    card = await ben.sees_privately(re.compile("money|debt", re.IGNORECASE))  # whichever lines are open now
    await ben.presses("More options", card)
    await expect(ben.log.get_by_text("Only you can see this")).to_have_count(2)
    await ben.says("Evening all.")
    await cal.sees("Evening all.")
    await expect(cal.log.get_by_text("Only you can see this")).to_have_count(0)


async def test_writing_to_the_bot_is_answered(comes_in: ComesIn) -> None:
    """Cal writes to Brewmate and learns that nobody reads it; Ben's own conversation with it is as empty as before."""
    cal, ben = await comes_in("Cal"), await comes_in("Ben", "@ben")
    await cal.goes_to("Brewmate")
    await cal.says("is anybody there?")
    await cal.sees("I’m a bot")
    await ben.goes_to("general")
    await cal.goes_to("general")
    await cal.says("Morning.")
    await ben.sees("Morning.")
    await ben.goes_to("Brewmate")
    await expect(ben.log.get_by_role("article")).to_have_count(0)
