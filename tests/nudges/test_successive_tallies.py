"""Tallies drawn one after another, as everybody sees them, never give the last press away."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from random import Random

import pytest

from bot.contract.events import ButtonPressed
from bot.contract.messages import Message
from bot.contract.places import Member
from bot.contract.replies import Revise
from bot.nudges.weather import Weather
from tests.stage import Stage

PEOPLE = 60
SKIES = {
    "like any day": (5, 4, 3, 2, 1),
    "nearly all alike": (20, 1, 1, 1, 1),
    "two camps": (6, 0, 0, 0, 5),
}


@pytest.mark.parametrize("skies", SKIES.values(), ids=SKIES)
async def test_no_press_can_be_read_off_two_posts(stage: Stage, skies: tuple[int, ...]) -> None:
    """Whoever compares each post with the one before learns of no press: kinds move by five answers of two kinds."""
    await stage.next_nudge()
    await stage.next_nudge()
    pressed = Random(11).choices(list(Weather), skies, k=PEOPLE)
    shown = [await kinds_after(stage, number, sky) for number, sky in enumerate(pressed)]
    moved = [0, *(place for place in range(1, PEOPLE) if shown[place] != shown[place - 1])]
    assert len(moved) > 2, "it moves now and then, or the test would tell nothing"
    assert all((place + 1) % 5 == 0 and place >= 9 for place in moved[1:])
    for earlier, later in pairwise(moved):
        new = Counter(pressed[earlier + 1 if earlier else 0 : later + 1])
        assert sum(new.values()) >= 5
        assert sum(new.values()) - max(new.values()) >= 2


async def kinds_after(stage: Stage, number: int, sky: Weather) -> str:
    """What the post shows of the kinds after one more has pressed; its number of answers is left out."""
    event = ButtonPressed(
        id=f"press-{number}",
        by=Member(stage.room.community, f"somebody{number}"),
        where=stage.channel("tea-room"),
        at=stage.clock(),
        action="nudges.weather",
        subject="2",
        choice=sky.value,
    )
    replies = await stage.running.core.handle(event)
    (revised,) = (reply.message for reply in replies if isinstance(reply, Revise))
    assert isinstance(revised, Message)
    return str(revised.blocks).partition("Roughly:")[2]
