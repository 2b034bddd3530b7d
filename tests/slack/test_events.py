"""What Slack tells, once or four times, and what it never should be answered for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.simulators.slack.connecting import dealt_with
from tests.simulators.slack.people import Person
from tests.simulators.slack.world import Json, Said
from tests.stages.on_slack import SlackStage

CRISIS = "i want to kill myself"


async def shown(stage: SlackStage, person: Person) -> list[Said]:
    """What only this person sees, once everything is dealt with."""
    await dealt_with()
    return [each for each in stage.world.shown_to(person.user.id) if each.seen_by == person.user.id]


async def test_an_event_that_is_repeated_takes_effect_once(slack_stage: SlackStage) -> None:
    """Told four times, a crisis is answered by one card."""
    cal = slack_stage["Cal"].person
    await cal.says(slack_stage.places["general"], CRISIS, times=4)
    assert len(await shown(slack_stage, cal)) == 1


async def test_a_mention_is_two_events_and_one_message(slack_stage: SlackStage) -> None:
    """Slack tells of it as a message and as a mention; it is answered once."""
    mo = slack_stage["Mo"].person
    await mo.says(slack_stage.places["general"], f"hello <@{slack_stage.team.bot}>", times=2)
    assert len(await shown(slack_stage, mo)) == 1


async def test_in_a_thread_it_is_answered_in_the_thread(slack_stage: SlackStage) -> None:
    """An ephemeral outside it would show where the thread isn't read."""
    cal, general = slack_stage["Cal"].person, slack_stage.places["general"]
    first = await cal.says(general, "morning all")
    await cal.says(general, CRISIS, thread=first.ts)
    (card,) = await shown(slack_stage, cal)
    assert card.thread == first.ts


@pytest.mark.parametrize("subtype", ["message_changed", "channel_join", "bot_message", "channel_topic"])
async def test_what_nobody_wrote_triggers_nothing(slack_stage: SlackStage, subtype: str) -> None:
    """Edits, joining, other bots and topics are not answered, whatever they say."""
    cal, general = slack_stage["Cal"].person, slack_stage.places["general"]
    event: Json = {"type": "message", "channel": general.id, "channel_type": "channel", "ts": "1.1", "text": CRISIS}
    await cal.tells({**event, "user": cal.user.id, "subtype": subtype})
    assert await shown(slack_stage, cal) == []


async def test_another_bot_is_not_answered(slack_stage: SlackStage) -> None:
    """Nor does ours answer itself."""
    cal, general = slack_stage["Cal"].person, slack_stage.places["general"]
    event: Json = {"type": "message", "channel": general.id, "channel_type": "channel", "ts": "1.1", "text": CRISIS}
    await cal.tells({**event, "user": cal.user.id, "bot_id": "B2"})
    await cal.tells({**event, "user": slack_stage.team.bot})
    assert slack_stage.simulator.calls.count("chat.postEphemeral") == 0


@pytest.mark.parametrize("event", ["app_uninstalled", "tokens_revoked"])
async def test_a_workspace_that_ends_it_is_left_in_peace(slack_stage: SlackStage, event: str) -> None:
    """No nudge comes any more, and after the days that the operator set no row knows the workspace."""
    await slack_stage["Ana"].person.tells({"type": event, "tokens": {"bot": [slack_stage.team.bot]}})
    await slack_stage.later(timedelta(days=3))
    assert slack_stage.nudges() == []
    await slack_stage.later(timedelta(days=5))
    assert slack_stage.team.id not in await slack_stage.kept()


async def test_a_form_whose_trigger_has_expired_is_said(slack_stage: SlackStage) -> None:
    """Slack opens no form after three seconds: a sentence says so, and nothing was changed."""
    ana = slack_stage["Ana"].person
    slack_stage.simulator.interactions.triggers_last = timedelta(seconds=-1)
    asked = await ana.types(slack_stage.places["general"], "/nudges", "add")
    await dealt_with()
    assert asked.form is None
    assert "I couldn’t open that form in time" in asked.shown[0].text


async def test_what_is_wrong_stands_at_its_field(slack_stage: SlackStage) -> None:
    """The form stays open with what was filled in, and says it in Slack's own way."""
    ana = slack_stage["Ana"]
    await ana.says("/nudges add")
    form = await ana.opens()
    assert form is not None
    await ana.fills_in(when="every blue moon", channel="allotments")
    again = await ana.opens()
    assert again is not None
    assert set(again.errors) == {"when"}


async def test_who_cant_be_answered_in_a_channel_is_answered_directly(slack_stage: SlackStage) -> None:
    """What they asked for reaches them where only they read; what they only wrote in passing never does."""
    cal, general = slack_stage["Cal"].person, slack_stage.places["general"]
    asked = slack_stage.simulator.interactions.begun(cal.user.id, general.id)
    body: Json = {"command": "/checkin", "text": "", "user_id": cal.user.id, "channel_id": general.id}
    general.people.discard(slack_stage.team.bot)
    await slack_stage.simulator.tell(
        "slash_commands", body | {"team_id": slack_stage.team.id, "trigger_id": asked.token}
    )
    await dealt_with()
    answer = slack_stage.world.shown_to(cal.user.id)[-1]
    assert answer.place.startswith("D")
    await cal.tells({"type": "message", "channel": general.id, "user": cal.user.id, "text": CRISIS, "ts": "1.7"})
    await dealt_with()
    assert slack_stage.world.shown_to(cal.user.id)[-1] is answer


@pytest.mark.parametrize(
    "told",
    [
        {"subtype": "message_deleted", "deleted_ts": "TS"},
        {"subtype": "message_deleted", "deleted_ts": "TS", "previous_message": {"user": "USLACKBOT", "ts": "TS"}},
        {"subtype": "message_changed", "message": {"subtype": "tombstone", "user": "USLACKBOT", "ts": "TS"}},
    ],
    ids=["bare", "slackbot's", "tombstone"],
)
async def test_a_deleted_notice_ends_the_listening(slack_stage: SlackStage, told: Json) -> None:
    """However Slack tells of it: without what stood there, in its own bot's name, or as a stone in its place."""
    cal, general = slack_stage["Cal"].person, slack_stage.places["general"]
    notice = slack_stage.world.messages(general.id)[0]
    if "previous_message" in told:
        told = {**told, "previous_message": {"user": "USLACKBOT", "subtype": "tombstone"}}
    event: Json = {name: notice.ts if value == "TS" else value for name, value in told.items()}
    if "message" in event:
        event["message"] = {**event["message"], "ts": notice.ts}
    await cal.tells({"type": "message", "channel": general.id, "channel_type": "channel", **event})
    await slack_stage.running.clockwork.tick()
    await cal.says(general, CRISIS)
    assert await shown(slack_stage, cal) == []


async def test_a_command_between_two_people_is_answered_there(slack_stage: SlackStage) -> None:
    """Their conversation is not the bot's: the answer goes to the address that came with the command."""
    cal, ben = slack_stage["Cal"].person, slack_stage["Ben"].person
    place = slack_stage.world.conversation({cal.user.id, ben.user.id}, slack_stage.team.id)
    asked = await cal.types(place, "/support")
    await dealt_with()
    assert [each.seen_by for each in asked.shown] == [cal.user.id]
