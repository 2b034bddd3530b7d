"""Socket Mode: connections come and go, and nothing that was begun on one is lost with it."""

from __future__ import annotations

import asyncio

from tests.simulators.slack.connecting import dealt_with
from tests.stages.on_slack import SlackStage


async def test_a_refresh_in_the_middle_of_an_answer(slack_stage: SlackStage) -> None:
    """Slack asks for a new connection while somebody waits for an answer: it comes, and so does the next."""
    ben, general = slack_stage["Ben"].person, slack_stage.places["general"]
    sockets = slack_stage.simulator.sockets
    slack_stage.simulator.interrupts["users.info"] = sockets.refresh
    first = await ben.types(general, "/help")
    await dealt_with()
    assert "users.info" not in slack_stage.simulator.interrupts
    second = await ben.types(general, "/help")
    await dealt_with()
    assert [len(each.shown) for each in (first, second)] == [1, 1]


async def test_a_connection_that_breaks_is_made_anew(slack_stage: SlackStage) -> None:
    """The network went for a moment; what is told afterwards is answered."""
    sockets = slack_stage.simulator.sockets
    await sockets.breaks()
    asked = await slack_stage["Ben"].person.types(slack_stage.places["general"], "/help")
    await dealt_with()
    assert len(asked.shown) == 1


async def test_an_event_on_two_connections_takes_effect_once(slack_stage: SlackStage) -> None:
    """Slack may say it again over the new connection when it didn't hear the acknowledgement on the old one."""
    cal, general = slack_stage["Cal"].person, slack_stage.places["general"]
    slack_stage.simulator.interrupts["users.info"] = slack_stage.simulator.sockets.refresh
    await asyncio.gather(cal.says(general, "i want to kill myself", times=2, at_once=True))
    await dealt_with()
    seen = [each for each in slack_stage.world.shown_to(cal.user.id) if each.seen_by == cal.user.id]
    assert len(seen) == 1
