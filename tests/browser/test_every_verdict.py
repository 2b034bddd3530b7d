"""Each verdict on the page, from the words to the last button; and how a member and a community change what comes."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Locator, expect

from tests.browser.conftest import ComesIn
from tests.browser.hands import Guest

pytestmark = pytest.mark.asyncio(loop_scope="session")

CRISIS = "i want to kill myself"
SOFT = "i can't do this anymore"
WORRIED = "my best friend told me she wants to kill herself and i don't know what to do"
TOPIC = "i feel so lonely since i moved here"
IDIOM = "this deadline is killing me, send biscuits"

CRISIS_FIRST = "you don’t have to carry it alone"
QUIET_FIRST = "In case things are heavy just now"
WORRIED_FIRST = "It sounds as if you’re worried about somebody"
DIALLED = re.compile("call 999 or 112|999")


async def newest(guest: Guest, text: str) -> Locator:
    """The newest post with that text, once it is there."""
    found = guest.posts(text).last
    await expect(found).to_be_visible()
    return found


async def test_a_crisis_from_the_card_to_the_last_page(comes_in: ComesIn) -> None:
    """The emergency number first, then services, what happens, privacy, cost, more options, why, and the way out."""
    cal = await comes_in("Cal", phone=True)
    await cal.says(CRISIS)
    card = await cal.sees_privately(CRISIS_FIRST)
    await expect(card).to_contain_text(DIALLED)
    await expect(card).to_contain_text("116 123")
    await cal.presses("Is it private?", card)
    await cal.sees_privately("Each has its own rules")
    await cal.presses("Is it free?", card)
    await cal.presses("More options", card)
    await newest(cal, "Find A Helpline")
    await cal.presses("Why did I get this?", card)
    await cal.sees_privately("Your message wasn’t kept, and nobody was told.")
    await cal.presses("Not for me", card)
    await newest(cal, "Answer me again")
    await cal.says(SOFT)
    await cal.says(IDIOM)
    await cal.sees(IDIOM)
    await cal.sees_nothing_of(QUIET_FIRST)


async def test_quiet_answers_and_their_limit(comes_in: ComesIn) -> None:
    """A topic brings a quiet line that opens on a press, one a day; a crisis is answered all the same."""
    cal, ben = await comes_in("Cal"), await comes_in("Ben")
    await cal.says(IDIOM)
    await cal.says(TOPIC)
    line = await cal.sees_privately(QUIET_FIRST)
    await cal.presses("See some options", line)
    await newest(cal, "Find A Helpline")
    await cal.says(SOFT)
    await cal.says(WORRIED)
    await cal.sees(WORRIED)
    await cal.sees_nothing_of(WORRIED_FIRST)
    await cal.says(CRISIS)
    await cal.sees_privately(CRISIS_FIRST)
    await ben.says(WORRIED + ", again")
    guide = await ben.sees_privately(WORRIED_FIRST)
    await expect(guide).to_contain_text(DIALLED)
    await expect(ben.posts(CRISIS_FIRST)).to_have_count(0)


async def test_a_communitys_own_phrase_and_own_service(comes_in: ComesIn) -> None:
    """Words that mean a hard time only here are answered, and the service round the corner comes first."""
    ana = await comes_in("Ana", "moderators")
    await ana.says("/triggers add down the blue well kind:soft topics:loneliness")
    await ana.presses("Save it")
    await ana.sees_privately("counts from now on")
    await ana.says("/services add")
    await ana.has_the_form("Add a service near you")
    await ana.fills_in(
        **{
            "Name": "Fernhill Shed",
            "What is it for?": "Tea, tools and company on weekday mornings",
            "How to reach it": "020 7946 0958\nhttps://shed.example",
            "Who says so?": "https://shed.example/about",
            "Topics": "loneliness",
        }
    )
    await ana.sends_the_form()
    await ana.sees_privately("Saved.")
    await ana.says("/services pin fernhill shed")
    cal = await comes_in("Cal")
    await cal.says("well, down the blue well again today")
    await cal.presses("See some options", await cal.sees_privately(QUIET_FIRST))
    await newest(cal, "Fernhill Shed: Tea, tools and company on weekday mornings.")


async def test_the_emergency_number_of_where_one_is(comes_in: ComesIn) -> None:
    """Whoever has chosen another country gets its number, in the place of the community's."""
    ben = await comes_in("Ben")
    await ben.says("/preferences area:Australia")
    await newest(ben, "Australia")
    await ben.says(CRISIS)
    card = await ben.sees_privately(CRISIS_FIRST)
    await expect(card).to_contain_text("000")
    await expect(card).not_to_contain_text("999")
