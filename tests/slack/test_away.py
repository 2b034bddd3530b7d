"""Slack is away for a while: the bot waits for it, and nobody waits for the bot longer than a moment."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.slack import asking, connection, groups, profiles
from adapters.slack.app import app
from adapters.slack.checking import examined
from adapters.slack.connection import Settings, SlackFault
from tests.simulators.slack.connecting import dealt_with
from tests.simulators.slack.sockets import APP_TOKEN
from tests.slack.test_patience import Held
from tests.stages.on_slack import SlackStage


def settings(stage: SlackStage, api_url: str | None = None) -> Settings:
    """How the simulator is reached."""
    return Settings(bot_token=stage.team.token, app_token=APP_TOKEN, api_url=api_url or stage.simulator.api_url)


async def test_a_start_waits_until_slack_is_back(slack_stage: SlackStage) -> None:
    """Where Slack asks to come back later the start does, with longer and longer pauses; it doesn't end."""
    pauses: list[float] = []
    slack_stage.simulator.limited.add("auth.test")

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            slack_stage.simulator.limited.clear()

    async with app(settings(slack_stage), slack_stage.clock, sleep=sleep) as ready:
        assert ready.platform.name == "slack"
    assert pauses == [5, 10, 20]


async def test_what_answers_instead_of_slack_is_no_traceback(slack_stage: SlackStage) -> None:
    """A page where Slack's answer should be, as from a proxy, counts as Slack being away."""
    elsewhere = slack_stage.simulator.api_url.replace("/api/", "/nothing-here/")
    with pytest.raises(SlackFault, match="can't be reached just now"):
        await examined(settings(slack_stage, elsewhere), [], slack_stage.clock)


async def test_a_check_says_that_slack_is_away(slack_stage: SlackStage) -> None:
    """`brewmate check --online` ends with a sentence; waiting is for the bot."""
    slack_stage.simulator.limited.add("auth.test")
    with pytest.raises(SlackFault, match="Please try again in a few minutes"):
        await examined(settings(slack_stage), [], slack_stage.clock)


async def test_a_wrong_token_still_ends_it(slack_stage: SlackStage) -> None:
    """What only an operator can mend is not waited for."""
    wrong = Settings(bot_token="xoxb-wrong", app_token=APP_TOKEN, api_url=slack_stage.simulator.api_url)  # noqa: S106  # nobody's
    with pytest.raises(SlackFault, match="doesn't know"):
        async with app(wrong, slack_stage.clock):
            pass


async def test_nobody_waits_twice_for_a_silent_slack(slack_stage: SlackStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """After one question about people that got no answer in time, others are answered without it for half a minute."""
    for module in (groups, profiles):
        monkeypatch.setattr(module, "PATIENCE", 0.05)
    held, calls = Held(slack_stage), slack_stage.simulator.calls
    calls.clear()
    for name in ("Ben", "Cal", "Gwen"):
        asked = await slack_stage[name].person.types(slack_stage.places["general"], "/help")
        await dealt_with()
        assert len(asked.shown) == 1
    assert calls.count("users.info") == 1
    await held.let_go()
    await slack_stage.later(asking.FORGIVEN_AFTER + timedelta(seconds=1))
    await slack_stage["Ben"].person.types(slack_stage.places["general"], "/help")
    await dealt_with()
    assert calls.count("users.info") == 2


async def test_a_silent_slack_makes_nobody_a_moderator(
    slack_stage: SlackStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever can't be looked up is refused what only moderators may."""
    monkeypatch.setattr(profiles, "PATIENCE", 0)
    held = Held(slack_stage)
    asked = await slack_stage["Ben"].person.types(slack_stage.places["general"], "/nudges", "list")
    await dealt_with()
    (said,) = asked.shown
    assert "moderators" in said.text
    await held.let_go()


def test_what_passes_is_not_what_an_operator_mends() -> None:
    """No word for a wrong token is one for being away."""
    assert not connection.PASSES & connection.NO_TOKEN
