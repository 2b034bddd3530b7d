"""What else can be done with a message or a member stands in a menu."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import ComesIn

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_moderator_takes_the_notice_away_and_listening_ends(comes_in: ComesIn) -> None:
    """Ana deletes the notice from its menu: it goes for everybody, and what Cal writes there is answered no more."""
    ana, cal = await comes_in("Ana"), await comes_in("Cal")
    notice = await ana.sees("Brewmate listens here")
    await cal.sees("Brewmate listens here")
    await ana.chooses("Delete", notice)
    for each in (ana, cal):
        await expect(each.posts("Brewmate listens here")).to_have_count(0)
    await cal.says("i want to end my life")
    await cal.says("/nonsense")
    await cal.sees_privately("I don’t know that command.")
    await cal.sees_nothing_of("116 123")


async def test_a_member_deletes_nothing_of_brewmates(comes_in: ComesIn) -> None:
    """For Ben nothing stands in the menu of the notice that could take it away."""
    ben = await comes_in("Ben")
    notice = await ben.sees("Brewmate listens here")
    await notice.hover()
    await expect(notice.get_by_role("button", name="Delete")).to_have_count(0)
    await expect(notice.get_by_role("button", name="More about")).to_have_count(0)


async def test_one_can_be_somebody_else(comes_in: ComesIn) -> None:
    """The visitor is Ben, becomes Ana, and sees her moderators’ channel; nothing private of Ben's comes along."""
    visitor = await comes_in("Ben")
    await visitor.says("/help")
    await visitor.sees_privately("/support")
    await visitor.page.get_by_role("button", name="You are: Ben").click()
    await visitor.menu.get_by_role("menuitemradio", name="Ana (moderator)").click()
    await expect(visitor.page.get_by_role("button", name="You are: Ana")).to_be_visible()
    await expect(visitor.places.get_by_role("button", name="moderators")).to_be_visible()
    await visitor.sees_nothing_of("/support")
    await visitor.says("Morning.")
    await expect(await visitor.sees("Morning.")).to_contain_text("Ana")


async def test_a_menu_is_walked_through_by_keys(comes_in: ComesIn) -> None:
    """It opens by Enter on its first choice, goes on by letter and arrow, and Escape gives the focus back."""
    ben = await comes_in("Ben")
    button = ben.page.get_by_role("button", name="You are: Ben")
    await button.focus()
    await ben.page.keyboard.press("Enter")
    await expect(ben.menu.get_by_role("menuitemradio", name="Ben")).to_be_focused()
    await ben.page.keyboard.press("ArrowDown")
    await expect(ben.menu.get_by_role("menuitemradio", name="Cal")).to_be_focused()
    await ben.page.keyboard.press("k")
    await expect(ben.menu.get_by_role("menuitemradio", name="Kim")).to_be_focused()
    await ben.page.keyboard.press("Escape")
    await expect(ben.menu).to_be_hidden()
    await expect(button).to_be_focused()
