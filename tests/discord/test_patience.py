"""What takes long: Discord waits three seconds, and whoever pressed is told in time."""

from __future__ import annotations

import asyncio

import pytest

from adapters.discord import carrying
from tests.discord.town import Town
from tests.simulators.discord.interacting import DEFER_SAYING, FORM, SAY, Interaction
from tests.simulators.discord.world import EPHEMERAL

AT_ONCE = 0.05


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """More time is asked for after a moment, so that no test has to wait as long as people would."""
    monkeypatch.setattr(carrying, "PATIENCE", AT_ONCE)
    monkeypatch.setattr(carrying, "LAST_MOMENT", AT_ONCE)


async def first_answer(town: Town) -> Interaction:
    """What somebody does next, once something has come back."""
    newest = await town.simulator.api.interactions.next()
    await newest.first
    return newest


async def test_more_time_is_asked_for_privately(town: Town) -> None:
    """The waiting is announced to the one who typed alone, and the answer then stands in its place."""
    async with town.connected():
        async with town.stuck():
            typing = asyncio.create_task(town.ana.types(town.general, "nudges list"))
            waiting = await first_answer(town)
            assert (waiting.first.result(), waiting.flags) == (DEFER_SAYING, EPHEMERAL)
        (said,) = (await typing).shown
    assert said.seen_by == town.ana.user.id
    assert town.ben.sees(town.general) == []


async def test_a_form_that_comes_too_late_is_said(town: Town) -> None:
    """A form can follow nothing else: where it can't open in time a sentence says so, and the next press opens it."""
    async with town.connected():
        await town.ana.types(town.general, "setup")
        card = town.ana.sees(town.general)[-1]
        async with town.stuck():
            pressing = asyncio.create_task(town.ana.presses("Place and time", card))
            assert (await first_answer(town)).first.result() == SAY
        late = await pressing
        assert "I couldn’t open that in time" in late.shown[0].content
        again = await town.ana.presses("Place and time", card)
    assert again.first.result() == FORM
