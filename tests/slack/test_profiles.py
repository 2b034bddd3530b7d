"""Who somebody is: remembered for a while where it is a name or a language, asked anew where it decides."""

from __future__ import annotations

from datetime import timedelta

from tests.simulators.slack.connecting import dealt_with
from tests.stages.on_slack import SlackStage


async def asked(stage: SlackStage, name: str, command: str) -> int:
    """How often Slack was asked who somebody is, for one command of theirs."""
    before = stage.simulator.calls.count("users.info")
    await stage[name].says(command)
    await dealt_with()
    return stage.simulator.calls.count("users.info") - before


async def test_a_member_is_asked_for_once_in_ten_minutes(slack_stage: SlackStage) -> None:
    """However often they press and type."""
    assert await asked(slack_stage, "Ben", "/checkin") == 1
    assert await asked(slack_stage, "Ben", "/checkin") == 0
    slack_stage.clock.move_to(slack_stage.clock() + timedelta(minutes=11))
    assert await asked(slack_stage, "Ben", "/checkin") == 1


async def test_a_change_is_known_at_once(slack_stage: SlackStage) -> None:
    """Slack tells when somebody chose another language: the next answer is in it."""
    ben = slack_stage["Ben"]
    await ben.says("/checkin")
    ben.speaks("es-ES")
    user = {"id": ben.person.user.id, "team_id": slack_stage.team.id, "locale": "es-ES"}
    await ben.person.tells({"type": "user_change", "user": user})
    await ben.says("/support")
    assert "Aquí tienes" in ben.fresh()[-1].text


async def test_whoever_moderates_is_asked_for_each_time(slack_stage: SlackStage) -> None:
    """A role that was lost a moment ago doesn't count any more."""
    assert await asked(slack_stage, "Ana", "/nudges list") == 1
    assert await asked(slack_stage, "Ana", "/nudges list") == 1
