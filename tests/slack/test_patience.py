"""Slack waits three seconds for an acknowledgement; what takes longer is answered after it."""

from __future__ import annotations

import asyncio

import pytest

from adapters.slack import ears, hands
from tests.simulators.slack.connecting import dealt_with
from tests.simulators.slack.interacting import Interaction
from tests.stages.on_slack import SlackStage


class Held:
    """Slack says who somebody is only once it is let go."""

    def __init__(self, stage: SlackStage) -> None:
        self._let_go = asyncio.Event()
        stage.simulator.interrupts["users.info"] = self._wait

    async def let_go(self) -> None:
        """Now; and everything that waited is dealt with."""
        self._let_go.set()
        await dealt_with()

    async def _wait(self) -> None:
        await self._let_go.wait()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A form's acknowledgement waits for nothing."""
    monkeypatch.setattr(hands, "PATIENCE", 0)


async def opened(stage: SlackStage, command: str, text: str) -> Interaction:
    """A form, open before Ana."""
    form = await stage["Ana"].person.types(stage.places["general"], command, text)
    await dealt_with()
    assert form.form is not None
    return form


@pytest.mark.usefixtures("impatient")
async def test_a_form_that_takes_long_is_saved_and_said(slack_stage: SlackStage) -> None:
    """The form closes in time; what came of it is said in words when it is known."""
    form = await opened(slack_stage, "/prompts", "add")
    held, ana = Held(slack_stage), slack_stage["Ana"].person
    asked = await ana.submits(form, text="What made you smile this week?")
    assert (asked.form, asked.errors) == (None, {})
    before = len(slack_stage.world.shown_to(ana.user.id))
    await held.let_go()
    assert "What made you smile this week?" in await slack_stage.kept()
    assert len(slack_stage.world.shown_to(ana.user.id)) == before + 1


@pytest.mark.usefixtures("impatient")
async def test_what_is_wrong_too_late_is_said_in_words(slack_stage: SlackStage) -> None:
    """The form is closed by then, so nothing can stand at its field; nothing was changed."""
    form = await opened(slack_stage, "/nudges", "add")
    held, ana = Held(slack_stage), slack_stage["Ana"].person
    asked = await ana.submits(form, when="every blue moon", channel=slack_stage.native("allotments"))
    assert asked.errors == {}
    await held.let_go()
    assert "in time, and nothing was changed" in slack_stage.world.shown_to(ana.user.id)[-1].text


async def test_a_command_is_acknowledged_before_anything_is_asked(slack_stage: SlackStage) -> None:
    """However long Slack takes to say who typed it."""
    held, ben = Held(slack_stage), slack_stage["Ben"].person
    asked = await ben.types(slack_stage.places["general"], "/help")
    assert asked.shown == []
    await held.let_go()
    assert len(asked.shown) == 1


async def test_words_wait_a_second_for_a_language(slack_stage: SlackStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then they are answered in the community's: an answer is worth more than its language."""
    monkeypatch.setattr(ears, "PATIENCE", 0)
    Held(slack_stage)
    cal = slack_stage["Cal"].person
    await cal.says(slack_stage.places["general"], "i want to kill myself")
    await dealt_with()
    assert [each for each in slack_stage.world.shown_to(cal.user.id) if each.seen_by == cal.user.id]


async def test_a_stop_waits_for_an_answer_under_way(slack_stage: SlackStage) -> None:
    """Whoever restarts the bot loses nobody's answer."""
    held, ben = Held(slack_stage), slack_stage["Ben"].person
    asked = await ben.types(slack_stage.places["general"], "/help")
    closing = asyncio.ensure_future(slack_stage.app.close())
    await held.let_go()
    await closing
    assert len(asked.shown) == 1
