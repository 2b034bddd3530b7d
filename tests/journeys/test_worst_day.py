"""Somebody on the worst day of their life, from the first message to the night after it."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from bot.logs import configure
from tests.stages import COVER, Stage

CANARY = "xylophonist"
DANGER = "If you or somebody else is in danger right now, you can call 999 or 112"


async def test_the_worst_day(stage: Stage, capfd: pytest.CaptureFixture[str]) -> None:
    """Every step is answered, by nobody's eyes but theirs, and nothing of it is written down."""
    configure("json", "debug")
    logging.getLogger().setLevel(logging.DEBUG)
    lou, others = stage["Lou"], [stage["Ana"], stage["Ben"], stage["Gwen"]]
    try:
        await lou.says(f"i don't want to be here any more, i want to end my life {CANARY}")
        card = await lou.is_answered("116 123")
        assert stage.text(card).startswith(DANGER)

        await lou.presses("Why did I get this?")
        lou.sees_privately("Your message wasn’t kept, and nobody was told.")
        await lou.presses("More options", card)
        lou.sees_privately("Some more options.")

        await stage.later(timedelta(minutes=20))
        await lou.says(f"i really mean it, i want to die {CANARY}")
        if stage.has_cover:
            await lou.is_answered("116 123")
        else:
            reminder = lou.sees_privately("I can show you those options again")
            assert DANGER in stage.text(reminder)
            await lou.presses("Show them again", reminder)
            lou.sees_privately("116 123")

        await stage.until(stage.clock().replace(hour=23, minute=40))
        await lou.tells_brewmate(f"are you there? i can't sleep {CANARY}")
        night = lou.sees_privately("I’m a bot, so nobody reads what you write to me")
        assert stage.text(night).startswith(DANGER)
        assert "116 123" in stage.text(night)

        await lou.says(f"/support {CANARY} i can't go on")
        lou.sees_privately("116 123")
        await lou.presses("Not for me")
        lou.sees_privately("You can still write to me")
        await lou.says(f"i want to die {CANARY}")
        lou.sees_nothing()
        await lou.tells_brewmate("please")
        lou.sees_privately("116 123")
    finally:
        configure("json", "error")
    for each in others:
        assert not [post for post in each.fresh() if "116 123" in post.text or "danger right now" in post.text]
    assert CANARY not in await stage.kept()
    assert CANARY not in "".join(capfd.readouterr())


async def test_the_worst_day_with_closed_messages(discord_stage: Stage) -> None:
    """Nothing appears that anybody could see; the pinned notice answers, and once messages are open so does a word."""
    stage = discord_stage
    lou = stage["Lou"]
    lou.takes_direct_messages(taken=False)
    await lou.says("i want to kill myself")
    lou.sees_nothing()
    notice = stage.posts("general")[0]
    await lou.presses("Options, privately", notice)
    assert stage.text(lou.sees_privately("116 123")).startswith(DANGER)
    await lou.says("/support")
    lou.sees_privately("116 123")

    lou.takes_direct_messages(taken=True)
    await lou.says("i want to kill myself")
    cover = lou.sees_privately("")
    assert stage.text(cover) == COVER
    await lou.presses("Yes, show me", cover)
    assert stage.text(lou.sees_privately("116 123")).startswith(DANGER)
    stage["Ben"].sees("i want to kill myself")
    stage["Ben"].sees_nothing()


async def test_every_answer_of_that_day_leaves_the_way_out_open(stage: Stage) -> None:
    """What comes unasked can be turned off where it stands; nothing that is pressed leads to a dead end."""
    lou = stage["Lou"]
    await lou.says("i want to kill myself")
    first = lou.sees_privately("")
    assert {"Why did I get this?", "Not for me"} <= set(first.labels)
    card = first
    if stage.has_cover:
        await lou.presses("Yes, show me", first)
        card = lou.sees_privately("116 123")
        await lou.presses("Why did I get this?", first)
        lou.sees_privately("")
    for label in card.labels:
        await lou.presses(label, card)
        lou.sees_privately("")


async def test_a_restart_in_the_middle_of_the_night_loses_no_button(stage: Stage) -> None:
    """The buttons of an answer carry all they need: pressed under a core that never saw it, they answer."""
    lou = stage["Lou"]
    await lou.says("i want to kill myself")
    card = await lou.is_answered("116 123")
    await stage.restart()
    lou = stage["Lou"]
    await lou.presses("More options", card)
    lou.sees_privately("Some more options.")
    await lou.says("i want to kill myself")
    lou.sees_nothing()
    await stage.running.clockwork.tick()
    await lou.says("i want to kill myself")
    if stage.has_cover:
        assert lou.sees_privately("").text == COVER
    else:
        lou.sees_privately("I can show you those options again")


async def test_what_vanishes_can_be_sent_to_be_kept(stage: Stage) -> None:
    """Whoever asks finds the card in their own conversation with the bot, after a restart too, and nobody else does."""
    lou, ben, ana = stage["Lou"], stage["Ben"], stage["Ana"]
    await lou.says("i want to kill myself")
    card = await lou.is_answered("116 123")
    if stage.has_cover:  # it is a direct message already, and stays
        assert (card.place, "Send this to my messages" in card.labels) == ("", False)
        return
    for each in (ben, ana):
        each.sees("i want to kill myself")
    await stage.restart()
    lou, ben, ana = stage["Lou"], stage["Ben"], stage["Ana"]
    await lou.presses("Send this to my messages", card)
    kept, told = (seen for seen in lou.fresh() if seen.is_the_bots)
    assert (kept.place, kept.is_private) == ("", True)
    assert stage.text(kept).startswith("If you or somebody else is in danger right now, you can call 999 or 112")
    assert "Call 116 123" in stage.text(kept)
    assert "Send this to my messages" not in kept.labels
    assert told.is_private
    assert told.place == "general"
    assert "It’s in your direct messages now" in stage.text(told)
    for each in (ben, ana):
        each.sees_nothing()
    await lou.presses("Is it private?", kept)
    lou.sees_privately("Each has its own rules")
    assert stage.row("Lou") not in await stage.kept()
