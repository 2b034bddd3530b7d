"""Somebody on the worst day of their life, from the first message to the night after it."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from bot.contract.messages import Message
from bot.contract.plain import buttons
from bot.logs import configure
from tests.stage import Stage
from tests.test_promises import dump

CANARY = "xylophonist"
DANGER = "If you or somebody else is in danger right now, you can call 999 or 112"


async def test_the_worst_day(stage: Stage, capfd: pytest.CaptureFixture[str]) -> None:
    """Every step is answered, by nobody's eyes but theirs, and nothing of it is written down."""
    configure("json", "debug")
    logging.getLogger().setLevel(logging.DEBUG)
    lou, others = stage["Lou"], [stage["Ana"], stage["Ben"], stage["Gwen"]]
    try:
        await lou.says(f"i don't want to be here any more, i want to end my life {CANARY}")
        card = lou.sees_privately("you don’t have to carry it alone")
        assert stage.text(card).startswith(DANGER)
        assert "116 123" in stage.text(card)

        await lou.presses("Why did I get this?", card)
        lou.sees_privately("Your message wasn’t kept, and nobody was told.")
        await lou.presses("More options", card)
        lou.sees_privately("Some more options.")

        await stage.later(timedelta(minutes=20))
        await lou.says(f"i really mean it, i want to die {CANARY}")
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
        await lou.presses("Not for me", reminder)
        lou.sees_privately("You can still write to me")
        await lou.says(f"i want to die {CANARY}")
        lou.sees_nothing()
        await lou.tells_brewmate("please")
        lou.sees_privately("116 123")
    finally:
        configure("json", "error")
    for each in others:
        stage_sees = [stage.text(post) for post in stage.room.posts if stage.room.sees(each.visitor.member, post)]
        assert not [text for text in stage_sees if "116 123" in text or "danger right now" in text]
    assert CANARY not in await dump(stage.running.storage)
    assert CANARY not in "".join(capfd.readouterr())


async def test_the_worst_day_on_discord_with_closed_messages(stage: Stage) -> None:
    """Nothing appears that anybody could see; the pinned notice answers, and once messages are open so does a word."""
    lou = stage["Lou"]
    lou.on_discord()
    lou.takes_no_direct_messages()
    await lou.says("i want to kill myself")
    lou.sees_nothing()
    notice = stage.posts("general")[0]
    await lou.presses("Options, privately", notice)
    assert stage.text(lou.sees_privately("116 123")).startswith(DANGER)
    await lou.says("/support")
    lou.sees_privately("116 123")

    lou.visitor.person.takes_direct = True
    await lou.says("i want to kill myself")
    cover = lou.sees_privately("")
    assert stage.text(cover) == "Brewmate here. Would some options be useful?"
    await lou.presses("Yes, show me", cover)
    assert stage.text(lou.sees_privately("116 123")).startswith(DANGER)
    stage["Ben"].sees("i want to kill myself")
    stage["Ben"].sees_nothing()


async def test_every_answer_of_that_day_leaves_the_way_out_open(stage: Stage) -> None:
    """What comes unasked can be turned off where it stands; nothing that is pressed leads to a dead end."""
    lou = stage["Lou"]
    await lou.says("i want to kill myself")
    card = lou.sees_privately("116 123")
    assert isinstance(card.content, Message)
    labels = [each.label for each in buttons(card.content)]
    assert {"Why did I get this?", "Not for me"} <= set(labels)
    for label in labels:
        await lou.presses(label, card)
        lou.sees_privately("")


async def test_a_restart_in_the_middle_of_the_night_loses_no_button(stage: Stage) -> None:
    """The buttons of an answer carry all they need: pressed under a core that never saw it, they answer."""
    from bot.assembly import build  # noqa: PLC0415  # the same community, met by a core that has just started

    lou = stage["Lou"]
    await lou.says("i want to kill myself")
    card = lou.sees_privately("116 123")
    fresh = build(stage.running.config, stage.running.storage, {stage.room.name: stage.room}, clock=stage.clock)
    stage.running = fresh
    lou = stage.actor("Lou")
    await lou.presses("More options", card)
    lou.sees_privately("Some more options.")
    await lou.says("i want to kill myself")
    lou.sees_nothing()
    await fresh.clockwork.tick()
    await lou.says("i want to kill myself")
    lou.sees_privately("I can show you those options again")
