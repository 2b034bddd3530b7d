"""The connection goes and comes back: nothing is lost, nothing is there twice."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import ComesIn
from tests.browser.house import House

pytestmark = pytest.mark.asyncio(loop_scope="session")

LOST = "Connection lost"


async def test_what_was_missed_is_caught_up_on(comes_in: ComesIn, house: House) -> None:
    """While Cal is offline Ben says two things and a nudge comes; back again, Cal has each of them once."""
    ben, cal = await comes_in("Ben", "tea-room"), await comes_in("Cal", "tea-room")
    await ben.says("Kettle’s on.")
    await cal.sees("Kettle’s on.")
    await cal.page.context.set_offline(offline=True)
    house.cut_the_streams()
    await expect(cal.page.get_by_text(LOST)).to_be_visible()
    await ben.says("Biscuits are in the tin.")
    await ben.skips_to("Next nudge")
    await ben.sees("Biscuits are in the tin.")
    await expect(ben.nudge).to_have_count(1)
    await cal.sees_nothing_of("Biscuits")
    await cal.page.context.set_offline(offline=False)
    await expect(cal.page.get_by_text(LOST)).to_be_hidden()
    for each in (cal, ben):
        for said in ("Kettle’s on.", "Biscuits are in the tin."):
            await each.sees(said)
        await expect(each.nudge).to_have_count(1)


async def test_what_could_not_be_sent_stays_in_the_line(comes_in: ComesIn) -> None:
    """Cal writes without a connection: the words come back with a sentence why, and are said once when it is there."""
    ben, cal = await comes_in("Ben"), await comes_in("Cal")
    await cal.page.context.set_offline(offline=True)
    await cal.says("Anybody about?")
    await expect(cal.page.get_by_role("alert").get_by_text("That didn’t get through")).to_be_visible()
    await expect(cal.line).to_have_value("Anybody about?")
    await cal.sees_nothing_of("Anybody about?")
    await cal.page.context.set_offline(offline=False)
    await cal.line.press("Enter")
    await ben.sees("Anybody about?")
    await cal.sees("Anybody about?")
    await expect(cal.line).to_have_value("")


async def test_a_restart_is_survived(comes_in: ComesIn, house: House) -> None:
    """The server goes away and comes back on its port: Cal's page finds it by itself and has everything once."""
    ben, cal = await comes_in("Ben"), await comes_in("Cal")
    await ben.says("Before.")
    await cal.sees("Before.")
    await cal.types("Half a sen")
    await house.shut()
    for each in (ben, cal):
        await expect(each.page.get_by_text(LOST)).to_be_visible()
    await house.open()
    await expect(cal.page.get_by_text(LOST)).to_be_hidden()
    await expect(ben.page.get_by_text(LOST)).to_be_hidden()
    await ben.says("After.")
    for said in ("Before.", "After."):
        await cal.sees(said)
        await ben.sees(said)
    await expect(cal.line).to_have_value("Half a sen")
